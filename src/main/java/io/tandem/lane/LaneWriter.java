package io.tandem.lane;

import static io.tandem.lane.LaneLayout.*;

import io.tandem.file.CrashPoint;
import java.lang.invoke.VarHandle;

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
    private long counted;
    private long batchAt = NONE;
    private long batchHeader;
    private int claimed = -1;
    /** Bytes of the PAD before the claimed record. */
    private int pad;

    /** Takes over a lane whose owned word is this participant's, wherever its last owner stopped. */
    public LaneWriter(Lane lane) {
        this.lane = lane;
        this.capacity = lane.capacity();
        long head = lane.headAcquire();
        this.tail = head;
        long produced = lane.producedAcquire();
        this.number = produced < 0 ? ~produced : produced;
        long next = number;
        for (long header = lane.headerAcquire(tail); header != 0; header = lane.headerAcquire(tail)) {
            boolean follows = tail == head || number(header) == (next & NUMBER_MASK);
            if (!follows || !lane.isSane(tail, header) || tail - head >= capacity) {
                throw lane.corrupt(tail, header);
            }
            tail += recordBytes(length(header));
            next = number(header) + (type(header) == PAD ? 0 : 1);
        }
        number += next - number & NUMBER_MASK; // the dead one may not have counted its last batch
        CrashPoint.at("lane.walked");
        lane.producedOpaque(number);
        CrashPoint.at("lane.adopted");
        counted = number;
        refreshHead();
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

    /** Room for a payload of this length: its index in {@link Lane#data()}, or {@link #NO_ROOM}. Replaces a claim. */
    public int claim(int length) {
        if (length < 0 || length > largest(capacity)) {
            throw new IllegalArgumentException(
                    "a message of " + length + " bytes; this lane takes 0 to " + largest(capacity));
        }
        claimed = -1;
        int record = recordBytes(length);
        int toEnd = capacity - lane.index(tail);
        int skipped = record <= toEnd ? 0 : toEnd;
        long end = tail + skipped + record + HEADER_BYTES;
        if (end - headCache > capacity) {
            refreshHead();
            if (end - headCache > capacity) {
                return NO_ROOM;
            }
        }
        claimed = length;
        pad = skipped;
        return lane.index(tail + pad) + HEADER_BYTES;
    }

    /** Adds the claimed record, with a type from 1 to 126, to the batch. Consumers do not see it yet. */
    public void commit(int type) {
        if (claimed < 0) {
            throw new IllegalStateException("nothing is claimed");
        }
        if (type < 1 || type >= PAD) {
            throw new IllegalArgumentException("type " + type + " is not between 1 and " + (PAD - 1));
        }
        CrashPoint.at("lane.filled");
        if (pad > 0) {
            append(header(pad - HEADER_BYTES, number, PAD), pad);
        }
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
        lane.producedOpaque(~counted);
        CrashPoint.at("lane.counting");
        lane.headerRelease(batchAt, batchHeader); // pairs with the acquire of LaneTaker.take() and LaneReader.drain()
        CrashPoint.at("lane.published");
        batchAt = NONE;
        counted = number;
        lane.producedOpaque(counted);
        CrashPoint.at("lane.counted");
    }
}
