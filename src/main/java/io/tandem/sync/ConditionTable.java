package io.tandem.sync;

import static io.tandem.sync.ConditionLayout.*;

import io.tandem.file.CrashPoint;
import io.tandem.file.Memory;
import io.tandem.wait.Bell;
import java.util.function.IntPredicate;

/**
 * Who waits for a condition, in order, and who of them was signalled. Changed by who holds the lock, unless said
 * otherwise. Each change is one store of one word, so whoever dies holding the lock leaves a table that is right: a wait
 * began or not, a signal was given or not. A signal moves on by being given to the next one before it is taken from the
 * dead one: killed in between, both have it, and the second wakes for nothing.
 */
final class ConditionTable {
    /** No entry. */
    static final int NONE = -1;

    private final Object holder;
    private final long address;
    private final int self;
    private final Bell[] bells;

    /** {@code address} is that of the condition's body, {@code bells} those of its entries. */
    ConditionTable(Object holder, long address, int self, Bell[] bells) {
        this.holder = holder;
        this.address = address;
        this.self = self;
        this.bells = bells;
    }

    private long at(int entry) {
        return address + ENTRIES_AT + (long) entry * ENTRY_BYTES;
    }

    /** Acquire: pairs with every change. */
    long read(int entry) {
        return Memory.longAcquire(holder, at(entry));
    }

    int used() {
        return Memory.intAcquire(holder, address + USED_AT);
    }

    /** The calling thread waits from now on. Returns its entry; NONE if all are in use. */
    int enter() {
        int entry = 0;
        int used = used();
        while (entry < used && read(entry) != 0) {
            entry++;
        }
        if (entry == ENTRIES) {
            return NONE;
        }
        int ticket = Memory.intPlain(holder, address + TICKETS_AT) + 1;
        CrashPoint.at("condition.entering");
        Memory.intPlain(holder, address + TICKETS_AT, ticket);
        CrashPoint.at("condition.counted");
        if (entry == used) {
            Memory.intRelease(holder, address + USED_AT, used + 1); // pairs with used()
        }
        CrashPoint.at("condition.found");
        Memory.longRelease(holder, at(entry), waiting(ticket, self));
        CrashPoint.at("condition.entered");
        return entry;
    }

    /** The wait is over. Returns whether it was signalled. */
    boolean leave(int entry) {
        boolean signaled = state(read(entry)) == SIGNALED;
        CrashPoint.at("condition.leaving");
        Memory.longRelease(holder, at(entry), 0);
        CrashPoint.at("condition.left");
        int used = used();
        while (used > 0 && read(used - 1) == 0) {
            used--;
        }
        CrashPoint.at("condition.shrinking");
        Memory.intRelease(holder, address + USED_AT, used); // pairs with used()
        CrashPoint.at("condition.shrunk");
        return signaled;
    }

    /** The wait is over, but its thread cannot get the lock any more: a signal it has counts as a dead one's. */
    void withdraw(int entry) {
        long seen = read(entry);
        boolean waited = state(seen) == WAITING;
        CrashPoint.at("condition.withdrawing");
        boolean gone = waited && Memory.compareAndSetLong(holder, at(entry), seen, 0);
        CrashPoint.at("condition.withdrawn");
        if (!gone) {
            Memory.longRelease(holder, at(entry), ofNobody(read(entry)));
        }
        CrashPoint.at("condition.renounced");
    }

    /** Signals who waits longest; returns false if nobody waits. */
    boolean signal() {
        int entry = longest(null);
        return entry != NONE && signal(entry);
    }

    private boolean signal(int entry) {
        long seen = read(entry);
        CrashPoint.at("condition.signaling");
        // by CAS, for a thread that cannot get the lock any more withdraws without it
        boolean done = state(seen) == WAITING && Memory.compareAndSetLong(holder, at(entry), seen, signaled(seen));
        CrashPoint.at("condition.signaled");
        if (done) {
            bells[entry].ring();
        }
        return done || signal();
    }

    /** Who waits longest; with a predicate, of the living. */
    private int longest(IntPredicate isDead) {
        int found = NONE;
        for (int entry = used() - 1; entry >= 0; entry--) {
            long word = read(entry);
            if (state(word) == WAITING
                    && (found == NONE || before(word, read(found)))
                    && (isDead == null || !isDead.test(ownerOf(word)))) {
                found = entry;
            }
        }
        return found;
    }

    /** Whether a dead waiter has a signal. A hint without the lock, the truth with it. */
    boolean hasOrphan(IntPredicate isDead) {
        for (int entry = used() - 1; entry >= 0; entry--) {
            if (isOrphan(read(entry), isDead)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOrphan(long word, IntPredicate isDead) {
        return state(word) == SIGNALED && isDead.test(ownerOf(word));
    }

    /** Gives the signals of the dead to the living, and their entries back. */
    void passOn(IntPredicate isDead) {
        for (int entry = used() - 1; entry >= 0; entry--) {
            long word = read(entry);
            if (state(word) != EMPTY && isDead.test(ownerOf(word))) {
                int heir = state(word) == SIGNALED ? longest(isDead) : NONE;
                if (heir != NONE) {
                    signal(heir);
                }
                CrashPoint.at("condition.burying");
                Memory.longRelease(holder, at(entry), 0);
                CrashPoint.at("condition.buried");
            }
        }
    }

    /** How many wait, and were not signalled yet. */
    int countWaiting() {
        int count = 0;
        for (int entry = used() - 1; entry >= 0; entry--) {
            count += state(read(entry)) == WAITING ? 1 : 0;
        }
        return count;
    }

    /** Wakes all, so that they see what happened to the condition. */
    void alarm() {
        for (int entry = used() - 1; entry >= 0; entry--) {
            bells[entry].alarm();
        }
    }
}
