package io.tandem.sync;

import static io.tandem.sync.LockLayout.*;

import io.tandem.file.CrashPoint;
import io.tandem.file.Memory;

/**
 * The word of a lock, and what its holder writes beside it: free, or held by one participant; dirty if a holder died and
 * nobody has said since that what it guarded is whole. Threads of one JVM compete for it like those of several.
 *
 * <p>Killed before its CAS, a taker changed nothing; after it, it died holding. The value of a dead holder is replaced
 * once, by a CAS from that very value; nobody else ever stores it, for the dead one's name is not used again. A holder
 * frees with a store: alive, it cannot have lost the lock.
 */
final class LockWord {
    private final Object holder;
    private final long address;
    private final long mine;

    /** {@code self} is this JVM's short name. */
    LockWord(Object holder, long address, int self) {
        this.holder = holder;
        this.address = address;
        this.mine = heldBy(self);
    }

    /** Acquire: pairs with {@link #free}. */
    long get() {
        return Memory.longAcquire(holder, address + WORD_AT);
    }

    boolean isMine(long seen) {
        return (seen & ~DIRTY) == mine;
    }

    /**
     * Takes it if it is free, and returns what it was: {@link LockLayout#isHeld} says that it was not. The CAS pairs with {@link #free} and
     * {@link #bury}. It expects a clean free word without looking: after a store to it, as the last holder's, a load costs as much as a third of the CAS.
     */
    long take() {
        CrashPoint.at("lock.taking");
        long seen = 0;
        long found;
        while ((found = Memory.compareAndExchangeLong(holder, address + WORD_AT, seen, seen | mine)) != seen) {
            if (isHeld(found)) {
                return found;
            }
            seen = found; // dirty, or not any more
        }
        CrashPoint.at("lock.taken");
        // Killed before this, it used the number of no hold: the next holder counts on from the same one.
        Memory.longPlain(holder, address + HOLDS_AT, Memory.longPlain(holder, address + HOLDS_AT) + 1);
        Memory.longPlain(holder, address + THREAD_AT, Thread.currentThread().getId());
        CrashPoint.at("lock.counted");
        return seen;
    }

    /** Frees it; release, pairs with {@link #take}. Only the holder may, who knows whether it is dirty. */
    void free(boolean dirty) {
        CrashPoint.at("lock.freeing");
        Memory.longRelease(holder, address + WORD_AT, dirty ? DIRTY : 0);
        CrashPoint.at("lock.freed");
    }

    /** Not dirty any more, at once: a death from now on makes it dirty anew. Only the holder may. */
    void clean() {
        CrashPoint.at("lock.cleaning");
        Memory.longRelease(holder, address + WORD_AT, mine); // pairs with get()
        CrashPoint.at("lock.cleaned");
    }

    /** Frees it for a holder that can never act again, whose word was {@code seen}. True for one caller. */
    boolean bury(long seen) {
        CrashPoint.at("lock.burying");
        boolean buried = Memory.compareAndSetLong(holder, address + WORD_AT, seen, DIRTY); // pairs with take()
        CrashPoint.at("lock.buried");
        return buried;
    }

    /** How often it was taken; identifies a hold. */
    long holds() {
        return Memory.longPlain(holder, address + HOLDS_AT);
    }

    long thread() {
        return Memory.longPlain(holder, address + THREAD_AT);
    }

    /** Notes when this hold was first noticed, unless somebody did: so holders need not look at a clock. */
    void notice() {
        long hold = Memory.longPlain(holder, address + HOLDS_AT);
        if (Memory.longPlain(holder, address + NOTICED_HOLD_AT) != hold) {
            CrashPoint.at("lock.noticing");
            Memory.longPlain(holder, address + NOTICED_AT, System.nanoTime());
            Memory.longPlain(holder, address + NOTICED_HOLD_AT, hold);
            CrashPoint.at("lock.noticed");
        }
    }

    /** How long ago the present hold was noticed. */
    long noticedNanos() {
        return System.nanoTime() - Memory.longPlain(holder, address + NOTICED_AT);
    }
}
