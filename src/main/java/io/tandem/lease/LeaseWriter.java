package io.tandem.lease;

import static io.tandem.lease.LeaseLayout.*;

import io.tandem.file.CrashPoint;
import io.tandem.lane.CorruptLaneException;
import io.tandem.lane.Lane;
import io.tandem.lane.MessageWriter;
import io.tandem.lane.Room;
import io.tandem.owner.Participants;
import java.lang.invoke.VarHandle;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The owner's side of a leased lane: a payload in the ring, its place in a free descriptor, then one release store of
 * that descriptor's word, which publishes it. One thread at a time. Never blocks: no room is an answer. Killed before
 * that store, the message never existed; after it, it is there. A successor finds the tail by the laps of the words.
 * Allocates nothing.
 */
public final class LeaseWriter implements MessageWriter {
    /** Looks without room from one to the next time that it moves head itself, in words that consumers are changing. */
    private static final int HELP = 64;

    /** Descriptors to fetch at a time; at least as many are ahead of the tail. */
    private static final int AHEAD = 32;

    private static final int PER_LINE = 64 / DESCRIPTOR_BYTES;

    private final LeaseLane lane;
    private final int owner;
    private final int largest;
    private final Room room;
    /** Of the next message to be committed. */
    private long tail;
    /** Of the next message to be published. */
    private long published;

    private long headCache;
    /** Where in the ring the first byte lies that the message at the cached head still needs. */
    private long headPosition;

    /** Up to here lines of descriptors were fetched. */
    private long fetched;

    private long claimed = Room.NONE;
    private int claimedLength;
    private int refusals;
    private int deliveries;

    /** Takes over a lane whose owned word is this participant's, {@code self}, wherever its last owner stopped. */
    public LeaseWriter(LeaseLane lane, long self) {
        this.lane = lane;
        this.owner = Participants.shortName(self);
        this.largest = Lane.largestMessage(lane.capacity());
        long head = lane.headAcquire();
        this.tail = end(head);
        this.published = tail;
        this.room = new Room(lane.holder(), lane.data().addressOffset(), lane.capacity(), bytesBefore(head));
        CrashPoint.at("lease.walked");
        refreshHead(lane.headAcquire());
    }

    private long end(long head) {
        long at = head;
        for (long word = lane.look(at); word != END; word = lane.look(at)) {
            at = word == PASSED ? lane.headAcquire() : at + 1;
        }
        return at;
    }

    /**
     * Where the payload of the last message ends. If all were done before, the last owner may have written into any
     * descriptor, and nobody needs any byte.
     */
    private long bytesBefore(long head) {
        if (tail == head) {
            return 0;
        }
        long where = sane(tail - 1);
        return indexOf(where) + recordBytes(lengthOf(where));
    }

    private long sane(long sequence) {
        long where = lane.wherePlain(sequence); // only the owner writes it
        if (!lane.isSane(where)) {
            throw new CorruptLaneException("message " + sequence + " lies at " + Long.toHexString(where));
        }
        return where;
    }

    private void refreshHead(long head) {
        if (head > tail || tail - head > lane.descriptors()) {
            throw new CorruptLaneException("head " + head + ", tail " + tail);
        }
        long end = room.tail();
        headPosition = head == tail ? end : end - 1 - (end - 1 - indexOf(sane(head)) & lane.capacity() - 1);
        headCache = head;
        // Who sees a byte that is written from here on sees this head and the words before it, too. Pairs with the CAS
        // of LeaseTaker.take() and the fence of LeasePeeker.
        VarHandle.releaseFence();
    }

    @Override
    public UnsafeBuffer data() {
        return lane.data();
    }

    @Override
    public int claim(int length) {
        if (length < 0 || length > largest) {
            throw new IllegalArgumentException("a message of " + length + " bytes; this lane takes 0 to " + largest);
        }
        long at = find(length);
        if (at == Room.NONE) {
            refreshHead(lane.headAcquire());
            at = find(length);
        }
        if (at == Room.NONE && refusals++ % HELP == 0) {
            refreshHead(lane.advance());
            at = find(length);
        }
        refusals = at == Room.NONE ? refusals : 0;
        claimed = at;
        claimedLength = length;
        return at == Room.NONE ? NO_ROOM : room.index(at);
    }

    private long find(int length) {
        return tail - headCache < lane.descriptors() ? room.find(recordBytes(length), headPosition) : Room.NONE;
    }

    @Override
    public void lookHarder() {
        refusals = 0;
    }

    @Override
    public void abort() {
        claimed = Room.NONE;
    }

    /** How often the messages count as delivered before, from the next commit on; so dead letters keep their count. */
    public void deliveries(int count) {
        if (count < 0 || count > MOST_DELIVERIES) {
            throw new IllegalArgumentException(count + " deliveries; at most " + MOST_DELIVERIES + " are counted");
        }
        if (published != tail) {
            throw new IllegalStateException("something is committed and not published");
        }
        deliveries = count;
    }

    @Override
    public void commit(int type) {
        append(type);
        fetch();
    }

    private void append(int type) {
        if (claimed == Room.NONE) {
            throw new IllegalStateException("nothing is claimed");
        }
        if (type < 1 || type > LARGEST_TYPE) {
            throw new IllegalArgumentException("type " + type + " is not between 1 and " + LARGEST_TYPE);
        }
        CrashPoint.at("lease.filled");
        lane.wherePlain(tail, where(room.index(claimed), claimedLength, type));
        CrashPoint.at("lease.described");
        room.take(claimed, recordBytes(claimedLength));
        claimed = Room.NONE;
        tail++;
    }

    /** As {@link Room#fetch}, of descriptors too: what is stored there says nothing before its word is published. */
    private void fetch() {
        CrashPoint.at("lease.fetching");
        room.fetch(headPosition);
        CrashPoint.at("lease.fetched");
        if (tail <= fetched - AHEAD) {
            return;
        }
        long to = Math.min(tail + 2 * AHEAD, headCache + lane.descriptors());
        CrashPoint.at("lease.clearing");
        for (long at = Math.max(fetched, tail) + PER_LINE - 1 & -PER_LINE; at < to; at += PER_LINE) {
            lane.wherePlain(at, 0);
        }
        CrashPoint.at("lease.cleared");
        fetched = to;
    }

    /** Makes the committed messages visible, one after the other. */
    @Override
    public long publish() {
        long at = published;
        while (published != tail) {
            CrashPoint.at("lease.publishing");
            lane.wordRelease(published, waiting(published)); // pairs with LeaseLane.look()
            published++;
            CrashPoint.at("lease.published");
        }
        return at;
    }

    @Override
    public long commitAndPublish(int type) {
        append(type);
        long at = publish();
        fetch();
        return at;
    }

    /**
     * Takes back what was published from here on, all of it, if nobody leased any of it. First it leases them itself,
     * without counting: killed meanwhile, its messages are ready again after recovery.
     */
    @Override
    public boolean retract(long at) {
        for (long sequence = at; sequence < published; sequence++) {
            CrashPoint.at("lease.retracting");
            boolean mine = lane.compareAndSetWord(sequence, waiting(sequence), retracting(sequence));
            CrashPoint.at("lease.retracted");
            if (!mine) {
                for (long before = at; before < sequence; before++) {
                    lane.giveBack(before, retracting(before));
                }
                return false;
            }
        }
        for (long sequence = at; sequence < published; sequence++) {
            CrashPoint.at("lease.dropping");
            lane.compareAndSetWord(sequence, retracting(sequence), lane.lapOf(sequence));
            CrashPoint.at("lease.dropped");
        }
        return at < published;
    }

    private long waiting(long sequence) {
        return readyWord(lane.lapOf(sequence), deliveries);
    }

    private long retracting(long sequence) {
        return leasedWord(lane.lapOf(sequence), owner, deliveries);
    }
}
