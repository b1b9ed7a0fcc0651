package io.tandem.index;

import static io.tandem.index.AreaLayout.*;
import static io.tandem.index.IndexLayout.*;

import io.tandem.file.CrashPoint;
import io.tandem.lane.CorruptLaneException;
import io.tandem.lane.MessageHandler;
import io.tandem.lane.MessageWriter;
import io.tandem.lane.Pace;
import java.util.function.IntFunction;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The side of the only consumer of an index: reads records where they lie and gives their room back by one release store
 * per batch. Killed before that store, a batch is read again by the successor; nothing is lost. One thread at a time.
 * Allocates nothing.
 */
public final class IndexReader {
    /** How far it looks ahead: what was walked past should be in the core's nearest cache when it is handed out. */
    private static final int AHEAD = 32;

    private static final int AHEAD_BYTES = 16 << 10;

    private final IndexRing ring;
    private final IntFunction<IndexArea> areas;
    private final IndexWalk walk = new IndexWalk();
    private final Pace pace = new Pace();
    private final UnsafeBuffer reference = new UnsafeBuffer(new byte[Long.BYTES]);
    private long head;
    private boolean draining;
    private boolean closed;

    /** Begins where the last reader gave room back; {@code areas} as for {@link IndexTaker#take}. */
    public IndexReader(IndexRing ring, IntFunction<IndexArea> areas) {
        this.ring = ring;
        this.areas = areas;
        this.head = ring.head();
    }

    /**
     * Hands at most {@code limit} messages to the handler, in place; returns how many. One that throws is consumed. A
     * reference comes as {@link MessageWriter#REFERENCE}, with one long: lane * 2^24 + number.
     */
    public int drain(MessageHandler handler, int limit) {
        if (draining) {
            throw new IllegalStateException("a handler cannot take from what it reads");
        }
        pace.settle();
        long word = ring.slotAcquire(head); // pairs with the CAS of Frontier.fill()
        long laps = distance(word, ring.tag(head));
        closed = laps == 0 && isEnd(word);
        if (limit <= 0 || laps < 0 || closed) { // most looks of who waits end here
            pace.ended();
            return 0;
        }
        return drainSome(handler, limit);
    }

    private int drainSome(MessageHandler handler, int limit) {
        draining = true;
        long at = head;
        long bytes = 0;
        int count = 0;
        boolean more = true;
        try {
            while (more) {
                int found = walk.from(ring, areas, head, at, Math.min(limit - count, AHEAD), AHEAD_BYTES);
                if (found == IndexWalk.STALE) {
                    throw new CorruptLaneException("another head than " + head + ", beside the only consumer");
                }
                more = found > 0 && !walk.ended() && count + found < limit;
                for (int i = 0; i < found; i++) {
                    at++;
                    count++;
                    bytes += recordBytes(length(walk.header(i)));
                    hand(handler, walk.word(i), walk.header(i));
                }
            }
        } finally {
            draining = false;
            pace.took(count, bytes);
            if (walk.ended()) {
                pace.ended();
            }
            if (at != head) {
                head = at;
                CrashPoint.at("index.read");
                ring.headRelease(at); // pairs with the producers' head()
                CrashPoint.at("index.returned");
            }
        }
        return count;
    }

    private void hand(MessageHandler handler, long word, long header) {
        if (isReference(word)) {
            reference.putLong(0, reference(word));
            handler.onMessage(type(header), reference, 0, Long.BYTES);
        } else {
            handler.onMessage(type(header), areas.apply(lane(word)).data(), index(word) + HEADER_BYTES, length(header));
        }
    }

    /** Whether a handler is at work in {@link #drain}. */
    public boolean isDraining() {
        return draining;
    }

    /** Whether nothing waited at the last {@link #drain}, and nothing will ever be published any more. */
    public boolean ended() {
        return closed;
    }

    /** True if a message waits. */
    public boolean hasNext() {
        pace.settle();
        boolean waits = isMessage(ring.slotAcquire(head), ring.tag(head));
        if (!waits) {
            pace.ended();
        }
        return waits;
    }
}
