package io.tandem.lane;

import static io.tandem.lane.LaneLayout.*;

/**
 * How a consumer looks ahead: from header to header, before it touches any payload. Records are mostly of one length; a
 * run of them is walked by adding a number that is known beforehand, so that the processor fetches many lines from the
 * writer's core at once, where following each length would fetch one after the other. For one thread.
 */
final class LaneWalk {
    /** What {@link #from} returns when others took what was seen. */
    static final long STALE = -1;

    /** Is no header. */
    private static final long NONE = -1;

    private int count;
    private int record;
    private boolean ended;

    /**
     * The position after the published records from {@code from} on, which is the head or follows a PAD there: up to
     * {@code limit} of them in {@code bytes} bytes of ring, but one if there is one; none beyond the end of the ring.
     */
    long from(Lane lane, long head, long from, int limit, int bytes) {
        long expected = NONE;
        long at = from;
        long most = from + Math.min(bytes, lane.capacity() - lane.index(from));
        int bytesEach = 0;
        int kinds = 0;
        count = 0;
        ended = false;
        int seen = 0;
        while (seen < limit && (seen == 0 || at + bytesEach <= most)) {
            long header = lane.headerAcquire(at); // pairs with the release of LaneWriter.publish()
            if (header != expected) {
                if (isEnd(header)) {
                    ended = true;
                    break;
                }
                if (!lane.isSane(at, header) || expected != NONE && number(header) != number(expected)) {
                    if (lane.headAcquire() == head) {
                        throw lane.corrupt(at, header);
                    }
                    return STALE;
                }
                if (type(header) == PAD || type(header) == MessageWriter.REFERENCE && seen > 0) {
                    break; // a reference comes alone
                }
                bytesEach = recordBytes(length(header));
                if (at + bytesEach > most && seen > 0) {
                    break;
                }
                kinds++;
                if (type(header) == MessageWriter.REFERENCE) {
                    most = at;
                }
            }
            at += bytesEach;
            seen++;
            expected = next(header);
        }
        if (at - head >= lane.capacity() && lane.headAcquire() == head) {
            throw lane.corrupt(at, expected); // a chain has an end
        }
        count = seen;
        record = kinds == 1 ? bytesEach : 0;
        return at;
    }

    /** The position of the first record: the head, or after a PAD there. */
    static long skipPad(Lane lane, long head) {
        long header = lane.headerAcquire(head);
        return type(header) == PAD && lane.isSane(head, header) ? head + recordBytes(length(header)) : head;
    }

    /** Records in the last walk. */
    int count() {
        return count;
    }

    /** Bytes of ring of each record in the last walk, if they are alike in all but their numbers; else 0. */
    int record() {
        return record;
    }

    /** Whether the last walk met the end of the chain. */
    boolean ended() {
        return ended;
    }
}
