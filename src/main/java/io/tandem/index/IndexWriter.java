package io.tandem.index;

import static io.tandem.index.AreaLayout.*;
import static io.tandem.index.IndexLayout.*;

import io.tandem.file.CrashPoint;
import io.tandem.lane.CorruptLaneException;
import io.tandem.lane.MessageWriter;
import io.tandem.lane.Room;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One producer of an index, the owner of an area: writes a record there, which nobody looks at, and then fills a slot with
 * its place by one CAS, which publishes it. A batch is published one message after the other. One thread at a time.
 * Never blocks: no room is an answer, and so is that the index has ended. Killed anywhere, it leaves the messages whose
 * slots it filled; a successor writes into the area when all of them were taken. After an error in the middle of a call
 * the next writer of the area comes as after a death. Allocates nothing.
 */
public final class IndexWriter implements MessageWriter {
    /** What claiming and publishing return when no more messages are let in. */
    public static final int ENDED = -2;

    /** No position in an area. */
    private static final long NONE = -1;

    private final IndexRing ring;
    private final IndexArea area;
    private final int lane;
    private final Frontier frontier;
    private final AreaUse use;
    private final Room room;

    /** From here to the room's tail lie records that were not published. */
    private long pending;
    /** Among those: after it, they go on where the area begins. */
    private long skip = NONE;

    private long claimed = NONE;
    private int claimedLength;
    private boolean lacksBytes;

    /**
     * Takes over an area whose owned word is this participant's; {@code lastOwnerDied} if it was not given back by
     * {@link #leave}. Until what the last owner published was taken, there is no room in it.
     */
    public IndexWriter(IndexRing ring, IndexArea area, int lane, boolean lastOwnerDied) {
        if (lane < 0 || lane > LANE_MASK) {
            throw new IllegalArgumentException("lane " + lane + " is not between 0 and " + LANE_MASK);
        }
        this.ring = ring;
        this.area = area;
        this.lane = lane;
        this.frontier = new Frontier(ring);
        long end = ring.frontier();
        long drained = lastOwnerDied ? end : area.drainedAcquire(); // acquire: pairs with leave()
        if (drained < 0 || drained > end) {
            throw new CorruptLaneException("an area drained at " + drained + " of an index that ends at " + end);
        }
        int capacity = area.capacity();
        this.use = new AreaUse(capacity, drained);
        this.room = new Room(area.holder(), area.data().addressOffset(), capacity, capacity);
        this.pending = capacity;
        use.passed(frontier.head());
    }

    @Override
    public UnsafeBuffer data() {
        return area.data();
    }

    /** Whether as many messages wait as may. */
    public boolean isFull() {
        return ring.isFull();
    }

    @Override
    public int claim(int length) {
        if (length < 0 || length > area.largestMessage()) {
            throw new IllegalArgumentException(
                    "a message of " + length + " bytes; this area takes 0 to " + area.largestMessage());
        }
        claimed = NONE;
        lacksBytes = false;
        long position = frontier.seek();
        if (position < 0) {
            return (int) position;
        }
        int bytes = recordBytes(length);
        long at = room.find(bytes, use.free());
        if (at == Room.NONE) {
            frontier.refreshHead();
            use.passed(frontier.head());
            at = room.find(bytes, use.free());
            if (at == Room.NONE) {
                lacksBytes = true;
                return NO_ROOM;
            }
        }
        claimed = at;
        claimedLength = length;
        return room.index(at) + HEADER_BYTES;
    }

    @Override
    public boolean lacksBytes() {
        return lacksBytes;
    }

    @Override
    public void abort() {
        claimed = NONE;
    }

    /** Writes the header of what was claimed; returns its bytes. */
    private int finish(int type) {
        if (claimed == NONE) {
            throw new IllegalStateException("nothing is claimed");
        }
        if (type < 1 || type > LAST_TYPE) {
            throw new IllegalArgumentException("type " + type + " is not between 1 and " + LAST_TYPE);
        }
        CrashPoint.at("index.filled");
        area.headerPlain(room.index(claimed), header(claimedLength, type));
        CrashPoint.at("index.finished");
        return recordBytes(claimedLength);
    }

    @Override
    public void commit(int type) {
        int bytes = finish(type);
        long tail = room.tail();
        if (pending == tail) {
            pending = claimed;
        } else if (claimed != tail) {
            skip = tail;
        }
        room.take(claimed, bytes);
        claimed = NONE;
        fetch();
    }

    private void fetch() {
        CrashPoint.at("index.fetching");
        room.fetch(use.free());
        CrashPoint.at("index.fetched");
    }

    @Override
    public long publish() {
        long first = NONE;
        while (pending != room.tail()) {
            long at = pending == skip ? skip + area.capacity() - room.index(skip) : pending;
            int index = room.index(at);
            long header = area.headerAcquire(index);
            if (!area.isSane(index, header)) {
                throw new CorruptLaneException("header " + Long.toHexString(header) + " at " + index + " of an area");
            }
            long position = frontier.fill(entry(lane, index / Long.BYTES));
            if (position < 0) {
                return position;
            }
            pending = at + recordBytes(length(header));
            use.published(position, pending);
            first = first == NONE ? position : first;
        }
        return Math.max(first, 0);
    }

    @Override
    public long commitAndPublish(int type) {
        int bytes = finish(type);
        if (pending != room.tail()) {
            long before = publish();
            if (before < 0) {
                return before;
            }
        }
        long position = frontier.fill(entry(lane, room.index(claimed) / Long.BYTES));
        if (position >= 0) {
            room.take(claimed, bytes);
            claimed = NONE;
            pending = room.tail();
            use.published(position, pending);
            fetch();
        }
        return position;
    }

    @Override
    public long publishReference(long reference) {
        if (reference >>> PLACE_BITS != lane) {
            throw new IllegalArgumentException(
                    "reference " + Long.toHexString(reference) + " is not one of lane " + lane);
        }
        return publishReference((int) reference & PLACE_MASK);
    }

    /** Publishes what was committed, and then a message that lies in the file of this number: no bytes of the area. */
    long publishReference(int number) {
        if (number < 0 || number > PLACE_MASK) {
            throw new IllegalArgumentException("number " + number + " is not between 0 and " + PLACE_MASK);
        }
        long before = publish();
        return before < 0 ? before : frontier.fill(entry(lane, number) | REFERENCE_BIT);
    }

    /** Never needed: what was published was published before the end. */
    @Override
    public boolean retract(long at) {
        return false;
    }

    /** Tells the next owner from when on the area is free. */
    @Override
    public void leave() {
        CrashPoint.at("index.leaving");
        area.drainedRelease(ring.frontier()); // pairs with the constructor's acquire
        CrashPoint.at("index.left");
    }
}
