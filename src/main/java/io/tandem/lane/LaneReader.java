package io.tandem.lane;

import static io.tandem.lane.LaneLayout.*;

import io.tandem.file.CrashPoint;

/**
 * The side of the only consumer: reads records in place and gives their room back by one release store per batch.
 * Killed before that store, a batch is read again by the successor; nothing is lost. One thread at a time. Allocates
 * nothing.
 */
public final class LaneReader {
    /** How far it looks ahead: what was walked past should be in the core's nearest cache when it is handed out. */
    private static final int AHEAD = 32;

    private static final int AHEAD_BYTES = 16 << 10;

    private final Lane lane;
    private final LaneWalk walk = new LaneWalk();
    private final Pace pace = new Pace();
    private long head;
    private boolean draining;
    private int stopped;

    /** Begins where the last reader gave room back. */
    public LaneReader(Lane lane) {
        this.lane = lane;
        this.head = lane.headAcquire();
    }

    public Lane lane() {
        return lane;
    }

    /** Hands at most {@code limit} messages to the handler, in place; returns how many. One that throws is consumed. */
    public int drain(MessageHandler handler, int limit) {
        return drain(handler, limit, PAD);
    }

    /** The same, but ends before a message of a type above {@code highest}. */
    public int drain(MessageHandler handler, int limit, int highest) {
        if (draining) {
            throw new IllegalStateException("a handler cannot take from what it reads");
        }
        pace.settle();
        stopped = 0;
        long header = lane.headerAcquire(head);
        if (limit <= 0 || isEnd(header)) { // most looks of who waits end here
            pace.ended();
            return 0;
        }
        long next = head + recordBytes(length(header));
        return type(header) <= highest && lane.isSane(head, header) && isEnd(lane.headerAcquire(next))
                ? drainLone(handler, header, next)
                : drainSome(handler, limit, highest);
    }

    /** A request or its answer: there is nothing to walk ahead to. */
    private int drainLone(MessageHandler handler, long header, long next) {
        draining = true;
        try {
            handler.onMessage(type(header), lane.data(), lane.index(head) + HEADER_BYTES, length(header));
        } finally {
            draining = false;
            pace.took(1, next - head);
            pace.ended();
            giveBack(next);
        }
        return 1;
    }

    private void giveBack(long to) {
        head = to;
        CrashPoint.at("lane.read");
        lane.headRelease(to); // pairs with the writer's headAcquire()
        CrashPoint.at("lane.returned");
    }

    private int drainSome(MessageHandler handler, int limit, int highest) {
        draining = true;
        long at = head;
        int count = 0;
        boolean more = true;
        try {
            while (more) {
                long next = LaneWalk.skipPad(lane, at);
                long end = walk.from(lane, head, next, Math.min(limit - count, AHEAD), AHEAD_BYTES);
                if (end == LaneWalk.STALE) {
                    throw new CorruptLaneException("head moved away from " + head + " under its only reader");
                }
                more = !walk.ended() && count + walk.count() < limit;
                int record = walk.record();
                long first = lane.headerPlain(next);
                if (record != 0 && type(first) <= highest) { // nothing to be read of the others
                    int index = lane.index(next) + HEADER_BYTES;
                    for (int left = walk.count(); left > 0; left--) {
                        at = next += record;
                        count++;
                        handler.onMessage(type(first), lane.data(), index, length(first));
                        index += record;
                    }
                }
                while (next < end) {
                    long header = lane.headerPlain(next);
                    if (type(header) > highest) {
                        more = false;
                        stopped = type(header);
                        break;
                    }
                    int index = lane.index(next) + HEADER_BYTES;
                    next += recordBytes(length(header));
                    at = next;
                    count++;
                    handler.onMessage(type(header), lane.data(), index, length(header));
                }
            }
        } finally {
            draining = false;
            pace.took(count, at - head);
            if (walk.ended()) {
                pace.ended();
            }
            if (at != head) {
                giveBack(at);
            }
        }
        return count;
    }

    /** Whether a handler is at work in {@link #drain}. */
    public boolean isDraining() {
        return draining;
    }

    /** The type before which the last {@link #drain} ended, 0 if it ended for another reason. */
    public int stoppedBefore() {
        return stopped;
    }

    /** True if a message waits. */
    public boolean hasNext() {
        return nextType() != 0; // a PAD is never alone
    }

    /** Type of the next message, 0 if none waits. Takes nothing. */
    public int nextType() {
        return type(nextHeader());
    }

    /** Length of the next message; 0 also if none waits. */
    public int nextLength() {
        return length(nextHeader());
    }

    private long nextHeader() {
        pace.settle();
        long header = lane.headerAcquire(head);
        if (type(header) == PAD && lane.isSane(head, header)) {
            header = lane.headerAcquire(head + recordBytes(length(header)));
        }
        if (isEnd(header)) {
            pace.ended();
        }
        return header;
    }
}
