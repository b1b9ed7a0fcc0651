package io.tandem.lane;

import static io.tandem.lane.LaneLayout.*;

import io.tandem.file.CrashPoint;
import java.util.function.LongConsumer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The side of one of many consumers: walks over records, copies them as one block, then takes them by one CAS of the
 * head, which fails if anybody took one of them meanwhile; so the CAS also validates the copy, as in a sequence lock.
 * Killed before the CAS, the records stay for others; after it, they are lost with this consumer. One thread at a time;
 * lock-free.
 */
public final class LaneTaker {
    private static final int LEAST_BYTES = 4096;

    private final LaneWalk walk = new LaneWalk();
    private final UnsafeBuffer copy = new UnsafeBuffer(new byte[LEAST_BYTES]);
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
            if (copy.capacity() < length) {
                copy.wrap(new byte[Math.max(length, 2 * copy.capacity())]);
            }
            lane.data().getBytes(lane.index(from), copy, 0, length);
            CrashPoint.at("lane.copied");
            if (length > 0 && type(copy.getLong(0)) == MessageWriter.REFERENCE && lane.headAcquire() == head) {
                sight.accept(copy.getLong(HEADER_BYTES));
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

    /**
     * Hands out what the last {@link #take} took, in order: all of it, for nobody else can get it any more. What the
     * handler threw is thrown at the end, the first time with the others added to it.
     */
    public void forEach(MessageHandler handler) {
        Throwable failure = null;
        int at = 0;
        for (int i = 0; i < count; i++) {
            long header = copy.getLong(at);
            int index = at + HEADER_BYTES;
            at += recordBytes(length(header));
            try {
                handler.onMessage(type(header), copy, index, length(header));
            } catch (Throwable e) {
                if (failure == null) {
                    failure = e;
                } else if (failure != e) {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            LaneTaker.<RuntimeException>rethrow(failure);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void rethrow(Throwable failure) throws T {
        throw (T) failure; // not checked: what it is, it stays
    }
}
