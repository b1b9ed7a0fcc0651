package io.tandem.lane;

import static io.tandem.lane.LaneLayout.*;

import io.tandem.file.CrashPoint;
import java.lang.invoke.VarHandle;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The owner's side of a lane: claims room, commits records, publishes them all by one release store of the first one's
 * header. One thread at a time. Never blocks: no room is an answer. Killed before the publication, none of the batch
 * ever existed; after it, all of it: nothing is left to repair, and a successor finds the tail by walking the chain.
 * Allocates nothing.
 *
 * <p>Cached head as in Lee, Bu, Chandranmenon, "A lock-free, cache-efficient multi-core synchronization mechanism for
 * line-rate network traffic monitoring" (MCRingBuffer, IPDPS 2010). Publishing by the header and ending the chain in
 * place of the next one moves one cache line per small message instead of two, and needs no zeroing by consumers. While
 * a line is on its way from a reader's core, stores queue up behind it, those to this object included: so there are few.
 */
public final class LaneWriter implements MessageWriter {
    /** No record begins at an odd position. */
    private static final long NONE = -1;

    /** More bits than a length has, and one. */
    private static final int CLAIM_SHIFT = 28;
    /** In a claim: a PAD goes before the record. */
    private static final int BEHIND_PAD = 1 << CLAIM_SHIFT - 1;

    /** Bytes after which the mark is moved. */
    private static final int MARK_DISTANCE = LEAST_CAPACITY;

    /** Bytes to fetch at a time; at least as many are ahead of the tail. */
    private static final int AHEAD = 512;

    private static final long LINE = 64;

    private final Lane lane;
    private final int capacity;
    private final int largest;
    private long tail;
    private long number;
    private long headCache;
    private long marked;
    /** Up to here lines were fetched. */
    private long fetched;
    /** Behind this tail there is something to fetch or to mark. */
    private long attention;

    private long batchAt = NONE;
    private long batchHeader;
    /** The tail when it was claimed, and the length: one store, void as soon as the tail moves. */
    private long claimed = NONE;

    /** Takes over a lane whose owned word is this participant's, wherever its last owner stopped. */
    public LaneWriter(Lane lane) {
        this.lane = lane;
        this.capacity = lane.capacity();
        this.largest = largest(capacity);
        this.tail = lane.end(lane.headAcquire());
        this.number = number(lane.headerAcquire(tail));
        CrashPoint.at("lane.walked");
        mark();
        refreshHead();
    }

    private void mark() {
        CrashPoint.at("lane.marking");
        lane.markRelease(tail);
        CrashPoint.at("lane.marked");
        marked = tail;
    }

    private void refreshHead() {
        headCache = lane.headAcquire();
        if (headCache > tail || tail - headCache >= capacity) {
            throw new CorruptLaneException("head " + headCache + ", tail " + tail);
        }
        // Who sees a byte that is written from here on sees this head, too. Pairs with the re-reads of the head by
        // LaneTaker, LanePeeker and Lane.size().
        VarHandle.releaseFence();
    }

    public Lane lane() {
        return lane;
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
        int index = lane.index(tail);
        int bytes = recordBytes(length);
        return bytes <= capacity - index
                ? claim(length, bytes, index)
                : claim(BEHIND_PAD | length, capacity - index + bytes, 0);
    }

    private int claim(int what, int bytes, int index) {
        long end = tail + bytes + HEADER_BYTES;
        if (end - headCache > capacity) {
            claimed = NONE;
            refreshHead();
            if (end - headCache > capacity) {
                return NO_ROOM;
            }
        }
        claimed = tail << CLAIM_SHIFT | what;
        return index + HEADER_BYTES;
    }

    /**
     * Stores a word into each line of the next free bytes. So the lines come from the reader's core before they are needed
     * and many at once; the stores of a message would wait for one after the other. Not while a claim is being filled.
     */
    private void fetch() {
        long end = tail + HEADER_BYTES;
        if (end <= fetched - AHEAD) {
            return;
        }
        long to = Math.min(end + 2 * AHEAD, headCache + capacity) - HEADER_BYTES;
        CrashPoint.at("lane.fetching");
        long from = Math.max(fetched, end) + LINE - 1 & -LINE;
        int lines = (int) Math.floorDiv(to - from + LINE, LINE);
        for (int i = 0; i < lines; i++) {
            lane.headerPlain(from + i * LINE, 0);
        }
        CrashPoint.at("lane.fetched");
        fetched = to;
    }

    /** Fetches and marks, if it is time. All before the tail must be published. */
    private void attend() {
        fetch();
        if (tail - marked >= MARK_DISTANCE) {
            mark();
        }
        attention = Math.min(fetched - AHEAD - HEADER_BYTES, marked + MARK_DISTANCE - 1);
    }

    private static void requireType(int type) {
        if (type < 1 || type >= PAD) {
            throw new IllegalArgumentException("type " + type + " is not between 1 and " + (PAD - 1));
        }
    }

    @Override
    public void commit(int type) {
        long what = claimed ^ tail << CLAIM_SHIFT;
        if (what >>> CLAIM_SHIFT != 0) {
            throw new IllegalStateException("nothing is claimed");
        }
        requireType(type);
        int length = (int) what & BEHIND_PAD - 1;
        CrashPoint.at("lane.filled");
        if (length != what) {
            int pad = capacity - lane.index(tail);
            append(header(pad - HEADER_BYTES, number, PAD), pad, number);
        }
        append(header(length, number, type), recordBytes(length), number + 1);
        fetch();
    }

    @Override
    public void abort() {
        claimed = NONE;
    }

    /** An error on the way, as of a stack that is full, leaves the record in the batch or out of it. */
    private void append(long header, int bytes, long following) {
        long at = tail;
        CrashPoint.at("lane.appending");
        lane.headerPlain(at + bytes, end(following));
        CrashPoint.at("lane.ended");
        boolean first = batchAt == NONE;
        if (first) {
            batchAt = at;
            batchHeader = header;
        } else {
            lane.headerPlain(at, header);
        }
        tail = at + bytes;
        number = following;
        if (!first) {
            CrashPoint.at("lane.chained");
        }
    }

    /** Makes all committed records visible at once. */
    @Override
    public long publish() {
        long at = batchAt;
        if (at == NONE) {
            return tail;
        }
        CrashPoint.at("lane.committed");
        lane.headerRelease(batchAt, batchHeader); // pairs with the acquire of LaneTaker.take() and LaneReader.drain()
        batchAt = NONE;
        CrashPoint.at("lane.published");
        if (tail - marked >= MARK_DISTANCE) {
            mark();
        }
        return at;
    }

    @Override
    public long commitAndPublish(int type) {
        long what = claimed ^ tail << CLAIM_SHIFT;
        if (what >>> CLAIM_SHIFT - 1 != 0 || batchAt != NONE) { // behind a PAD or others, or nothing
            commit(type);
            return publish();
        }
        requireType(type);
        int length = (int) what;
        long at = tail;
        long end = at + recordBytes(length);
        CrashPoint.at("lane.lone.filled");
        lane.headerPlain(end, end(number + 1));
        CrashPoint.at("lane.lone.ended");
        lane.headerRelease(at, header(length, number, type)); // pairs as in publish()
        tail = end;
        number++;
        CrashPoint.at("lane.lone.published");
        if (end > attention) {
            attend();
        }
        return at;
    }

    /**
     * Takes back what was published from here on, all of it, if nobody took any of it and nothing waits before it. Not
     * beside a {@link LaneReader}.
     */
    @Override
    public boolean retract(long at) {
        CrashPoint.at("lane.retracting");
        boolean done = tail != at && lane.compareAndSetHead(at, tail); // as a consumer would
        CrashPoint.at("lane.retracted");
        return done;
    }
}
