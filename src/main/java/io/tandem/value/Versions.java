package io.tandem.value;

import static io.tandem.value.ValueLayout.*;

import io.tandem.file.CrashPoint;
import io.tandem.file.Memory;
import java.lang.invoke.VarHandle;

/**
 * Whole versions of some bytes: one writer at a time fills the copy that is not whole and flips the version last;
 * readers copy the whole one and look again. A writer killed anywhere before the flip leaves the old version. Two
 * copies make a reader's retry necessary only if a writer finished and the next one began during its copy.
 *
 * <p>After left-right and the sequence lock; see H.-J. Boehm, "Can seqlocks get along with programming language memory
 * models?", MSPC 2012, for the fences.
 */
final class Versions {
    private final Object holder;
    private final long body;
    private final int capacity;

    /** {@code holder} keeps the memory from {@code body} on reachable. */
    Versions(Object holder, long body, int capacity) {
        this.holder = holder;
        this.body = body;
        this.capacity = capacity;
    }

    /** Where the writer's owned word is. */
    long writer() {
        return body + WRITER_AT;
    }

    int capacity() {
        return capacity;
    }

    /** Only for the writer. {@code length} is {@link ValueLayout#NULL} or at most the capacity. */
    void write(byte[] bytes, int length) {
        long next = Memory.longPlain(holder, body + VERSION_AT) + 1;
        // Whoever reads a byte of this copy also sees the version that made it stale. Pairs with read().
        VarHandle.releaseFence();
        CrashPoint.at("value.begun");
        Memory.intPlain(holder, body + lengthAt(next, capacity), length);
        CrashPoint.at("value.length");
        if (length > 0) {
            int half = length / 2;
            Memory.copyIn(holder, body + bytesAt(next, capacity), bytes, Memory.BYTES, half);
            CrashPoint.at("value.half");
            Memory.copyIn(holder, body + bytesAt(next, capacity) + half, bytes, Memory.BYTES + half, length - half);
        }
        CrashPoint.at("value.written");
        Memory.longRelease(holder, body + VERSION_AT, next); // pairs with the acquire in read()
        CrashPoint.at("value.flipped");
    }

    /** How long the newest version probably is. */
    int lengthHint() {
        long version = Memory.longAcquire(holder, body + VERSION_AT);
        return Math.max(0, Math.min(capacity, Memory.intPlain(holder, body + lengthAt(version, capacity))));
    }

    /**
     * One attempt: the length of a whole version, now in {@code into}; or {@code CORRUPT}; or {@code RETRY}, also if
     * {@code into} was too short.
     */
    int read(byte[] into) {
        long version = Memory.longAcquire(holder, body + VERSION_AT); // pairs with the release in write()
        int length = Memory.intPlain(holder, body + lengthAt(version, capacity));
        boolean sane = length >= NULL && length <= capacity;
        if (sane && length > into.length) {
            return RETRY;
        }
        if (sane && length > 0) {
            Memory.copyOut(holder, body + bytesAt(version, capacity), into, Memory.BYTES, length);
        }
        VarHandle.acquireFence(); // pairs with the release fence in write()
        if (Memory.longOpaque(holder, body + VERSION_AT) != version) {
            return RETRY;
        }
        return sane ? length : CORRUPT;
    }

    static final int RETRY = -2;
    static final int CORRUPT = -3;
}
