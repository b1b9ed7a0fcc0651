package io.tandem.sync;

import static io.tandem.sync.LockLayout.*;

import io.tandem.file.CrashPoint;
import io.tandem.file.Memory;
import java.util.function.IntPredicate;

/**
 * Who waits for a fair lock, in order of arrival: 64 places, and a word whose bits say which of them to look at. A place
 * is taken by CAS and then shown; it is hidden and then emptied, by who has it, or by anybody once that one is dead or
 * lets others wait. Order is a courtesy: whatever is written here, the lock's own word keeps two holders apart. So a bit
 * that is lost to a race is set again at the next look, and who finds no place competes without one.
 */
final class WaitingLine {
    /** No place was left. */
    static final int NONE = -1;

    private final Object holder;
    private final long address;
    private final int self;

    /** {@code address} is that of the lock's body. */
    WaitingLine(Object holder, long address, int self) {
        this.holder = holder;
        this.address = address;
        this.self = self;
    }

    private long at(int place) {
        return address + PLACES_AT + (long) place * Long.BYTES;
    }

    long shown() {
        return Memory.longAcquire(holder, address + LINE_AT); // pairs with show()
    }

    boolean isEmpty() {
        return shown() == 0;
    }

    private long read(int place) {
        return Memory.longAcquire(holder, at(place));
    }

    /** What this thread's place is to hold. */
    long newTicket() {
        CrashPoint.at("line.counting");
        int ticket = Memory.getAndAddInt(holder, address + TICKETS_AT, 1);
        CrashPoint.at("line.counted");
        return place(ticket | 1 << 31, self); // never 0
    }

    /** Takes a place that is empty, or whose owner is dead, and shows it. */
    int join(long ticket, IntPredicate isDead) {
        for (boolean ofDead : new boolean[] {false, true}) {
            for (int i = 0; i < PLACES; i++) {
                long seen = read(i);
                boolean usable = seen == 0 || ofDead && isDead.test(ownerOf(seen));
                CrashPoint.at("line.joining");
                if (usable && Memory.compareAndSetLong(holder, at(i), seen, ticket)) {
                    CrashPoint.at("line.joined");
                    show(i, true);
                    return i;
                }
            }
        }
        return NONE;
    }

    private void show(int place, boolean visible) {
        long bit = 1L << place;
        long seen;
        long next;
        do {
            seen = shown();
            next = visible ? seen | bit : seen & ~bit;
            CrashPoint.at("line.showing");
        } while (seen != next && !Memory.compareAndSetLong(holder, address + LINE_AT, seen, next));
        CrashPoint.at("line.shown");
    }

    /** Whether the place still is this thread's; shown again if it was not. */
    boolean has(int place, long ticket) {
        if (read(place) != ticket) {
            return false;
        }
        if ((shown() & 1L << place) == 0) {
            show(place, true);
        }
        return true;
    }

    /** Whether nobody came before this ticket. */
    boolean isFirst(long ticket) {
        for (long left = shown(); left != 0; left &= left - 1) {
            if (before(read(Long.numberOfTrailingZeros(left)), ticket)) {
                return false;
            }
        }
        return true;
    }

    private static boolean before(long other, long ticket) {
        return other != 0 && (ticket(other) - ticket(ticket) << 1) < 0; // 31 bits, which go round
    }

    /** Empties a place unless it holds something else by now. */
    void leave(int place, long ticket) {
        if (read(place) == ticket) {
            show(place, false);
            CrashPoint.at("line.leaving");
            Memory.compareAndSetLong(holder, at(place), ticket, 0);
            CrashPoint.at("line.left");
        }
    }

    /** Puts out who came before this ticket: they let others wait. Who is there again finds it out and joins anew. */
    void passOver(long ticket) {
        for (long left = shown(); left != 0; left &= left - 1) {
            int place = Long.numberOfTrailingZeros(left);
            long other = read(place);
            if (before(other, ticket)) {
                leave(place, other);
            }
        }
    }

    /** Puts out the dead. */
    void bury(IntPredicate isDead) {
        for (long left = shown(); left != 0; left &= left - 1) {
            int place = Long.numberOfTrailingZeros(left);
            long other = read(place);
            if (other != 0 && isDead.test(ownerOf(other))) {
                leave(place, other);
            }
        }
    }
}
