package io.tandem.owner;

import io.tandem.file.CrashPoint;
import io.tandem.file.Memory;
import io.tandem.wait.Waiter;
import java.util.function.LongPredicate;
import java.util.function.Supplier;

/**
 * A role that one participant at a time plays, as one long in shared memory: 0 or the owner's id. Taken by CAS from 0,
 * or from the id of a dead owner (then the taker has to look what the dead one left). Threads of one JVM are kept apart
 * by a lock of that JVM before they come here. Killed before its CAS, a taker changed nothing; after it, the next one
 * adopts. A stopped owner is waited for.
 */
public final class OwnedWord {
    /** How the role was taken. */
    public enum Taken {
        NO,
        FREE,
        ADOPTED
    }

    /** An id that nobody ever has: it always was dead. */
    private static final long NOBODY = -1;

    private OwnedWord() {}

    /** One attempt; looks for a dead owner only if told to, for that costs system calls. */
    public static Taken tryAcquire(Object holder, long address, long self, LongPredicate isDead) {
        long owner = Memory.longAcquire(holder, address);
        if (owner == 0) {
            CrashPoint.at("owned.free");
            return Memory.compareAndSetLong(holder, address, 0, self) ? Taken.FREE : Taken.NO; // pairs with release()
        }
        if (isDead == null || !isDead.test(owner)) {
            return Taken.NO;
        }
        CrashPoint.at("owned.dead");
        return Memory.compareAndSetLong(holder, address, owner, self) ? Taken.ADOPTED : Taken.NO;
    }

    /** What may end a wait. */
    public interface Check {
        /** Throws if the wait is over; {@code tick} says that it is time for what costs system calls. */
        void stillWanted(boolean tick);
    }

    /** Waits until the role is this participant's; not ended by interrupts, which stay set. */
    public static Taken acquire(Object holder, long address, long self, LongPredicate isDead) {
        return acquire(holder, address, self, isDead, Waiter::new, tick -> {});
    }

    /** The same on a waiter that is made if it is needed; who gives the role back rings its bell. */
    public static Taken acquire(
            Object holder, long address, long self, LongPredicate isDead, Supplier<Waiter> waits, Check check) {
        Taken taken = tryAcquire(holder, address, self, null);
        Waiter waiter = taken == Taken.NO ? waits.get() : null;
        while (taken == Taken.NO) {
            waiter.pause();
            boolean tick = waiter.tick();
            check.stillWanted(tick);
            taken = tryAcquire(holder, address, self, tick ? isDead : null);
        }
        return taken;
    }

    /** Gives the role up as a death would: the next one adopts it. Pairs as {@link #release}. Only its owner may. */
    public static void abandon(Object holder, long address) {
        CrashPoint.at("owned.abandoning");
        Memory.longRelease(holder, address, NOBODY);
        CrashPoint.at("owned.abandoned");
    }

    /** Gives the role back; release, pairs with the CAS of {@link #tryAcquire}. Only its owner may. */
    public static void release(Object holder, long address) {
        CrashPoint.at("owned.ending");
        Memory.longRelease(holder, address, 0);
        CrashPoint.at("owned.ended");
    }
}
