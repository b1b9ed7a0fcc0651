package io.tandem.sync;

import static io.tandem.sync.BarrierLayout.*;

import io.tandem.file.CrashPoint;
import io.tandem.file.Memory;
import java.util.function.IntPredicate;

/**
 * The words of a barrier; any thread. A party arrives by one CAS of an entry and the phase ends by one CAS of the state,
 * so there is no count that a death could leave wrong: a phase is full when all entries are of it, and whoever sees that
 * may end it. Entries of the phase are never changed while it lasts.
 */
final class Meeting {
    static final int NONE = -1;

    /** Whose place somebody takes: it keeps its own, and leaves the living theirs if it can. */
    private enum Place {
        MINE,
        NOBODYS,
        OF_THE_DEAD,
        ANY
    }

    private static final Place[] PLACES = Place.values();

    private final Object holder;
    private final long body;
    private final int parties;

    Meeting(Object holder, long body, int parties) {
        this.holder = holder;
        this.body = body;
        this.parties = parties;
    }

    int parties() {
        return parties;
    }

    /** Pairs with the CAS of who changed it. */
    long state() {
        return Memory.longAcquire(holder, body + STATE_AT);
    }

    long entry(int index) {
        return Memory.longAcquire(holder, at(index));
    }

    private long at(int index) {
        return body + ENTRIES_AT + (long) index * Long.BYTES;
    }

    /** Takes an entry for this phase; NONE if all are taken. */
    int arrive(int phase, int self, IntPredicate isDead) {
        return claim(Place.ANY, phase, phase, self, isDead);
    }

    /** Of the places up to {@code last} the first that is of a phase before this one, to be of phase {@code as}. */
    private int claim(Place last, int phase, int as, int self, IntPredicate isDead) {
        for (int place = 0; place <= last.ordinal(); place++) {
            for (int i = 0; i < parties; i++) {
                long seen = entry(i);
                while (isOlder(seen, phase) && fits(PLACES[place], ownerOf(seen), self, isDead)) {
                    long to = BarrierLayout.entry(as, self);
                    CrashPoint.at("barrier.arriving");
                    long found = Memory.compareAndExchangeLong(holder, at(i), seen, to);
                    CrashPoint.at("barrier.arrived");
                    if (found == seen) {
                        return i;
                    }
                    seen = found; // may be of an earlier phase still, by one who was late
                }
            }
        }
        return NONE;
    }

    private static boolean fits(Place place, int owner, int self, IntPredicate isDead) {
        return switch (place) {
            case MINE -> owner == self;
            case NOBODYS -> owner == 0;
            case OF_THE_DEAD -> owner != 0 && owner != self && isDead.test(owner);
            case ANY -> true;
        };
    }

    /** Notes who is expected in this phase, unless it is already; returns false if all places are those of the living. */
    boolean register(int phase, int self, IntPredicate isDead) {
        for (int i = 0; i < parties; i++) {
            long seen = entry(i);
            if (ownerOf(seen) == self && (phaseOf(seen) == phase || phaseOf(seen) == before(phase))) {
                return true;
            }
        }
        return claim(Place.OF_THE_DEAD, phase, before(phase), self, isDead) != NONE;
    }

    /** How many arrived in this phase. */
    int arrived(int phase) {
        int count = 0;
        for (int i = 0; i < parties; i++) {
            count += phaseOf(entry(i)) == phase ? 1 : 0;
        }
        return count;
    }

    /** Changes the state from the very word seen; pairs with {@link #state}. */
    private boolean change(long seen, long to) {
        CrashPoint.at("barrier.changing");
        boolean done = Memory.compareAndSetLong(holder, body + STATE_AT, seen, to);
        CrashPoint.at("barrier.changed");
        return done;
    }

    /** Ends a full phase, or an action. */
    boolean trip(long seen) {
        return change(seen, next(seen, true));
    }

    /** Takes the action of a full phase upon the one who has this entry. */
    boolean act(long seen, int runner) {
        return change(seen, acting(seen, runner));
    }

    /** Breaks this phase, unless it is over or broken. */
    boolean breakUp(int phase, Breach cause, long pid) {
        while (true) {
            long seen = state();
            if (phase(seen) != phase || mode(seen) == BROKEN) {
                return false;
            }
            CrashPoint.at("barrier.noting");
            Memory.longRelease(holder, body + BREACH_AT, breach(phase, cause.ordinal(), pid)); // pairs with why()
            CrashPoint.at("barrier.noted");
            if (change(seen, broken(seen))) {
                return true;
            }
        }
    }

    /** Why this phase is broken, for people. */
    String why(int phase) {
        return Breach.describe(Memory.longAcquire(holder, body + BREACH_AT), phase);
    }

    /**
     * Ends the phase, whatever state it is in, for those who wait in it as a failure. One more phase is left out, so that
     * nobody is expected because of the round that failed.
     */
    void reset() {
        long seen;
        do {
            seen = state();
        } while (!change(seen, next(next(seen, false), false)));
    }
}
