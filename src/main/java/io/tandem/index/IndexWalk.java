package io.tandem.index;

import static io.tandem.index.AreaLayout.*;
import static io.tandem.index.IndexLayout.*;

import io.tandem.lane.CorruptLaneException;
import io.tandem.lane.MessageWriter;
import java.util.function.IntFunction;

/**
 * How a consumer looks ahead: from slot to slot, and at the header each one names, before it touches any payload; so that
 * the processor fetches the lines of many records at once. For one thread.
 */
final class IndexWalk {
    /** What {@link #from} returns when others took what was seen. */
    static final int STALE = -1;

    private static final int MOST = 256;

    private static final int NO_LANE = -1;

    private final long[] words = new long[MOST];
    private final long[] headers = new long[MOST];
    private boolean ended;
    private boolean closed;

    /**
     * How many messages are published from {@code from} on, which is the head or after it: up to {@code limit} of them in
     * {@code bytes} bytes of areas, but one if there is one. A reference comes alone.
     */
    int from(IndexRing ring, IntFunction<IndexArea> areas, long head, long from, int limit, int bytes) {
        int most = (int) Math.min(Math.min(limit, MOST), head + ring.capacity() - from);
        int lane = NO_LANE;
        int left = bytes;
        int seen = 0;
        IndexArea area = null;
        ended = false;
        closed = false;
        while (seen < most) {
            long word = ring.slotAcquire(from + seen); // pairs with the CAS of Frontier.fill()
            long tag = ring.tag(from + seen);
            if (!isMessage(word, tag)) {
                return distance(word, tag) > 0 ? stale(ring, head, from + seen) : end(word, tag, seen);
            }
            if (isReference(word)) {
                if (seen == 0) {
                    words[seen] = word;
                    headers[seen++] = AreaLayout.header(Long.BYTES, MessageWriter.REFERENCE);
                }
                return seen;
            }
            if (lane(word) != lane) {
                lane = lane(word);
                area = areas.apply(lane);
            }
            long header = area == null ? 0 : area.headerAcquire(index(word));
            if (area == null || !area.isSane(index(word), header)) {
                return stale(ring, head, from + seen, header);
            }
            left -= recordBytes(length(header));
            if (left < 0 && seen > 0) {
                return seen;
            }
            words[seen] = word;
            headers[seen++] = header;
        }
        return seen;
    }

    private int end(long word, long tag, int seen) {
        ended = true;
        closed = seen == 0 && isEnd(word) && distance(word, tag) == 0;
        return seen;
    }

    private static int stale(IndexRing ring, long head, long position) {
        ring.requireMoved(head, position);
        return STALE;
    }

    private static int stale(IndexRing ring, long head, long position, long header) {
        if (ring.head() == head) {
            throw new CorruptLaneException(
                    "header " + Long.toHexString(header) + " at position " + position + " of an index");
        }
        return STALE;
    }

    /** Whether the last walk met a slot that no message fills. */
    boolean ended() {
        return ended;
    }

    /** Whether that was the END, with nothing before it. */
    boolean closed() {
        return closed;
    }

    /** The word of the message of this number in the last walk. */
    long word(int i) {
        return words[i];
    }

    /** Its header; a reference has the one it would have in an area. */
    long header(int i) {
        return headers[i];
    }
}
