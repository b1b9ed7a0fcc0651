package io.tandem.lane;

import static io.tandem.lane.LaneLayout.*;

import io.tandem.file.CrashPoint;
import java.util.function.LongConsumer;

/**
 * The side of one of many consumers: walks over records, copies them as one block, then takes them by one CAS of the
 * head, which fails if anybody took one of them meanwhile; so the CAS also validates the copy, as in a sequence lock.
 * Killed before the CAS, the records stay for others; after it, they are lost with this consumer. One thread at a time;
 * lock-free.
 */
public final class LaneTaker {
    private final LaneWalk walk = new LaneWalk();
    private final Batch batch = new Batch();
    private final LongConsumer sight;
    private int copied;
    private int count;

    /** For lanes without references. */
    public LaneTaker() {
        this(reference -> {});
    }

    /** Shows each reference to {@code sight} before it is taken: what it names can still be opened then. */
    public LaneTaker(LongConsumer sight) {
        this.sight = sight;
    }

    /**
     * Takes up to {@code limit} records and {@code bytes} bytes of ring, but at least one record if there is one; never
     * across the end of the ring.
     */
    public int take(Lane lane, int limit, int bytes) {
        count = 0;
        copied = 0;
        while (limit > 0) {
            long head = lane.headAcquire();
            long from = LaneWalk.skipPad(lane, head);
            long next = walk.from(lane, head, from, limit, bytes);
            if (next == LaneWalk.STALE) {
                continue;
            }
            if (next == head) {
                if (lane.headAcquire() == head) {
                    return 0;
                }
                continue;
            }
            int length = (int) (next - from);
            batch.clear();
            batch.add(lane.data(), lane.index(from), length);
            CrashPoint.at("lane.copied");
            if (length > 0 && type(batch.word(0)) == MessageWriter.REFERENCE && lane.headAcquire() == head) {
                sight.accept(batch.word(HEADER_BYTES));
            }
            if (lane.compareAndSetHead(head, next)) { // pairs with the writer's headAcquire()
                CrashPoint.at("lane.taken");
                if (walk.count() > 0) {
                    copied = length;
                    count = walk.count();
                    return count;
                }
            }
        }
        return 0;
    }

    /** Whether nothing more was published when the last {@link #take} looked. */
    public boolean reachedEnd() {
        return walk.ended();
    }

    /** Bytes of ring that the last {@link #take} took. */
    public int taken() {
        return copied;
    }

    /** Hands out what the last {@link #take} took, as {@link Batch#forEach} does. */
    public void forEach(MessageHandler handler) {
        batch.forEach(count, handler);
    }
}
