package io.tandem.lane;

import static io.tandem.lane.LaneLayout.*;

import io.tandem.file.CrashPoint;

/**
 * The side of the only consumer: reads records in place and gives their room back by one release store per batch.
 * Killed before that store, a batch is read again by the successor; nothing is lost. One thread at a time. Allocates
 * nothing.
 */
public final class LaneReader {
    private final Lane lane;
    private long head;

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
        long at = head;
        int count = 0;
        try {
            while (count < limit) {
                long header = lane.headerAcquire(at); // pairs with the release of LaneWriter.publish()
                if (header == 0) {
                    break;
                }
                if (!lane.isSane(at, header)) {
                    throw new CorruptLaneException("header " + Long.toHexString(header) + " at position " + at);
                }
                int length = length(header);
                int index = lane.index(at) + HEADER_BYTES;
                at += recordBytes(length);
                if (type(header) != PAD) {
                    count++;
                    handler.onMessage(type(header), lane.data(), index, length);
                }
            }
        } finally {
            if (at != head) {
                head = at;
                CrashPoint.at("lane.read");
                lane.headRelease(at); // pairs with the writer's headAcquire()
                CrashPoint.at("lane.returned");
            }
        }
        return count;
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
        long header = lane.headerAcquire(head);
        if (header != 0 && type(header) == PAD && lane.isSane(head, header)) {
            header = lane.headerAcquire(head + recordBytes(length(header)));
        }
        return header;
    }
}
