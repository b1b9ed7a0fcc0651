package io.tandem.lane;

import static io.tandem.lane.LaneLayout.*;

import io.tandem.file.CrashPoint;

/**
 * The owner's side of a lane: claims room, commits records, publishes them all by one release store of the first one's
 * header. One thread at a time. Never blocks: no room is an answer. Killed before the publication, none of the batch
 * ever existed; after it, all of it: nothing is left to repair, and a successor finds the tail by walking the chain.
 * Allocates nothing.
 *
 * <p>Cached head as in Lee, Bu, Chandranmenon, "A lock-free, cache-efficient multi-core synchronization mechanism for
 * line-rate network traffic monitoring" (MCRingBuffer, IPDPS 2010). Publishing by the header and zeroing only the next
 * one moves one cache line per small message instead of two, and needs no zeroing by consumers.
 */
public final class LaneWriter {
    /** What {@link #claim} returns when there is no room. */
    public static final int NO_ROOM = -1;

    private static final long NONE = -1;

    private final Lane lane;
    private final int capacity;
    private long tail;
    private long headCache;
    private long number;
    private long batchAt = NONE;
    private long batchHeader;
    private int claimed = -1;

    /** Takes over a lane whose owned word is this participant's, wherever its last owner stopped. */
    public LaneWriter(Lane lane) {
        this.lane = lane;
        this.capacity = lane.capacity();
        this.headCache = lane.headAcquire();
        this.number = lane.producedOpaque();
        this.tail = headCache;
        long end = headCache + capacity;
        for (long header = lane.headerAcquire(tail); header != 0; header = lane.headerAcquire(tail)) {
            if (!lane.isSane(tail, header) || tail >= end) {
                throw new CorruptLaneException("header " + Long.toHexString(header) + " at position " + tail);
            }
            tail += recordBytes(length(header));
            number = type(header) == PAD ? number : number(header) + 1L;
        }
        lane.producedOpaque(number);
    }

    public Lane lane() {
        return lane;
    }

    /** Room for a payload of this length: its index in {@link Lane#data()}, or {@link #NO_ROOM}. Replaces a claim. */
    public int claim(int length) {
        if (length < 0 || length > largest(capacity)) {
            throw new IllegalArgumentException(
                    "a message of " + length + " bytes; this lane takes 0 to " + largest(capacity));
        }
        int record = recordBytes(length);
        int toEnd = capacity - lane.index(tail);
        int needed = record <= toEnd ? record : toEnd + record;
        if (tail + needed + HEADER_BYTES - headCache > capacity) {
            headCache = lane.headAcquire();
            if (tail + needed + HEADER_BYTES - headCache > capacity) {
                return NO_ROOM;
            }
        }
        if (record > toEnd) {
            append(header(toEnd - HEADER_BYTES, number, PAD), toEnd);
        }
        claimed = length;
        return lane.index(tail) + HEADER_BYTES;
    }

    /** Adds the claimed record, with a type from 1 to 126, to the batch. Consumers do not see it yet. */
    public void commit(int type) {
        if (claimed < 0) {
            throw new IllegalStateException("nothing is claimed");
        }
        CrashPoint.at("lane.filled");
        int length = claimed;
        claimed = -1;
        append(header(length, number++, type), recordBytes(length));
    }

    /** Gives the claim up. */
    public void abort() {
        claimed = -1;
    }

    private void append(long header, int bytes) {
        lane.headerPlain(tail + bytes, 0);
        CrashPoint.at("lane.ended");
        if (batchAt == NONE) {
            batchAt = tail;
            batchHeader = header;
        } else {
            lane.headerPlain(tail, header);
            CrashPoint.at("lane.chained");
        }
        tail += bytes;
    }

    /** Makes all committed records visible at once. */
    public void publish() {
        if (batchAt == NONE) {
            return;
        }
        CrashPoint.at("lane.committed");
        lane.headerRelease(batchAt, batchHeader); // pairs with the acquire of LaneTaker.take() and LaneReader.drain()
        CrashPoint.at("lane.published");
        batchAt = NONE;
        lane.producedOpaque(number);
        CrashPoint.at("lane.counted");
    }
}
