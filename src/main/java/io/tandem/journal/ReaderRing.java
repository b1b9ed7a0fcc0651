package io.tandem.journal;

import static io.tandem.journal.ReaderLayout.*;

import io.tandem.file.CrashPoint;
import io.tandem.file.Memory;
import io.tandem.file.SharedFile;
import io.tandem.owner.Participants;
import java.lang.invoke.VarHandle;
import java.util.function.IntPredicate;

/**
 * What a reader group has handed out: one word per message. Who has the turn hands out, and finds again what came back;
 * acknowledging and giving back is one CAS of the word by the owner of the lease, at any time. Killed anywhere, a
 * process leaves words that say what was handed to whom; the place of the next message is a step behind at most.
 */
final class ReaderRing {
    /** How the words of what is handed out are looked through. */
    enum Search {
        RETURNED,
        RETURNED_AND_DEAD
    }

    private final Object holder;
    /** The body is small enough to be in one piece. */
    private final long base;

    private final int self;
    private final IntPredicate verdict;
    private int knownAlive;

    ReaderRing(SharedFile file, Participants participants) {
        this(
                file.mapping(),
                file.body(0),
                Participants.shortName(participants.self()),
                owner -> participants.isDead(participants.idOf(owner)));
    }

    /** {@code verdict} says whether an owner is dead. */
    ReaderRing(Object holder, long base, int self, IntPredicate verdict) {
        this.holder = holder;
        this.base = base;
        this.self = self;
        this.verdict = verdict;
    }

    /** The number of the message to hand out next; pairs with {@link #handOut}. */
    long next() {
        return Memory.longAcquire(holder, base + NEXT_AT);
    }

    /** The first message that is not acknowledged; pairs with {@link #advance}. */
    long head() {
        return Memory.longAcquire(holder, base + HEAD_AT);
    }

    /** Chronicle's index of the message before the next one; with the turn. */
    long lastIndex() {
        return Memory.longPlain(holder, base + LAST_INDEX_AT);
    }

    /** The first number that there is no word for yet. */
    long end() {
        return head() + SLOTS;
    }

    boolean isFull(long next) {
        return next >= end();
    }

    private long word(long number) {
        return Memory.longAcquire(holder, base + wordAt(number));
    }

    long index(long number) {
        return Memory.longPlain(holder, base + wordAt(number) + INDEX_AT);
    }

    int deliveries(long number) {
        return ReaderLayout.deliveries(word(number));
    }

    /** The first thing with the turn: the one who had it before may have died before it noted what it handed out. */
    long settle() {
        long next = next();
        long end = next;
        while (state(word(end), end) != 0) {
            end++;
        }
        note(end, next);
        return end;
    }

    /** The next message is somebody's, or done with; with the turn. */
    void handOut(long next, long index, boolean lease) {
        place(next, index, lease ? leased(next, 1) : done(next));
        note(next + 1, next);
    }

    /** The next message is done with; to be noted, it and those before it. With the turn. */
    void finish(long next, long index) {
        place(next, index, done(next));
    }

    private void place(long next, long index, long word) {
        CrashPoint.at("reader.handing");
        Memory.longPlain(holder, base + wordAt(next) + INDEX_AT, index);
        CrashPoint.at("reader.found");
        Memory.longRelease(holder, base + wordAt(next), word); // pairs with word()
        CrashPoint.at("reader.handed");
    }

    /** Notes which message is the next one, unless that is noted. With the turn. */
    void note(long next, long noted) {
        if (next == noted) {
            return;
        }
        CrashPoint.at("reader.noting");
        Memory.longPlain(holder, base + LAST_INDEX_AT, index(next - 1));
        CrashPoint.at("reader.placed");
        Memory.longRelease(holder, base + NEXT_AT, next); // pairs with next()
        CrashPoint.at("reader.noted");
    }

    private long leased(long number, int deliveries) {
        return ReaderLayout.word(number, LEASED, self, deliveries);
    }

    private static long done(long number) {
        return ReaderLayout.word(number, DONE, 0, 0);
    }

    /** Ends a lease of this JVM; false if it was none any more. */
    boolean acknowledge(long number, int deliveries) {
        CrashPoint.at("reader.acknowledging");
        boolean mine = Memory.compareAndSetLong(
                holder, base + wordAt(number), leased(number, deliveries), done(number)); // pairs with word()
        CrashPoint.at("reader.acknowledged");
        advance();
        return mine;
    }

    /** Lets another one have it. */
    boolean giveBack(long number, int deliveries) {
        boolean mine = returned(number, leased(number, deliveries));
        if (mine) {
            hint(1);
        }
        return mine;
    }

    private boolean returned(long number, long leased) {
        CrashPoint.at("reader.returning");
        boolean mine = Memory.compareAndSetLong(
                holder,
                base + wordAt(number),
                leased,
                ReaderLayout.word(number, READY, 0, ReaderLayout.deliveries(leased)));
        CrashPoint.at("reader.returned");
        return mine;
    }

    private void hint(int returned) {
        CrashPoint.at("reader.hinting");
        Memory.intRelease(holder, base + RETURNED_AT, returned); // pairs with mayHaveReturned()
        CrashPoint.at("reader.hinted");
    }

    boolean mayHaveReturned() {
        return Memory.intAcquire(holder, base + RETURNED_AT) != 0;
    }

    /** Moves head over what is acknowledged. Anybody, any time. */
    void advance() {
        while (true) {
            long head = head();
            long end = head;
            for (long next = next(); end < next && state(word(end), end) == DONE; end++) {
                // the next one, too
            }
            if (end == head) {
                return;
            }
            CrashPoint.at("reader.advancing");
            Memory.compareAndSetLong(holder, base + HEAD_AT, head, end); // pairs with head()
            CrashPoint.at("reader.advanced");
        }
    }

    /** Leases what came back, the oldest first, or what dead owners hold; its number, or 0. With the turn. */
    long leaseAgain(long next, Search search) {
        hint(0);
        VarHandle.fullFence(); // that before the looks; pairs with the CAS before the hint in giveBack()
        for (long number = head(); number < next; number++) {
            long word = word(number);
            if (search == Search.RETURNED_AND_DEAD && state(word, number) == LEASED && isDead(owner(word))) {
                returned(number, word);
                word = word(number);
            }
            if (state(word, number) == READY) {
                CrashPoint.at("reader.leasing");
                boolean mine = Memory.compareAndSetLong(
                        holder,
                        base + wordAt(number),
                        word,
                        leased(number, Math.min(MOST_DELIVERIES, ReaderLayout.deliveries(word) + 1)));
                CrashPoint.at("reader.leased");
                if (mine) {
                    hint(1); // there may be more
                    return number;
                }
            }
        }
        return 0;
    }

    /** Whether this JVM holds any; with the turn. */
    boolean holdsAny(long next) {
        for (long number = head(); number < next; number++) {
            long word = word(number);
            if (state(word, number) == LEASED && owner(word) == self) {
                return true;
            }
        }
        return false;
    }

    /** What this JVM holds goes to the others: its last handle is closed. */
    void giveBackAll() {
        long next = next();
        for (long number = head(); number < next; number++) {
            long word = word(number);
            if (state(word, number) == LEASED && owner(word) == self) {
                returned(number, word);
                hint(1);
            }
        }
    }

    private boolean isDead(int owner) {
        if (owner == self || owner == knownAlive) {
            return false;
        }
        boolean dead = verdict.test(owner);
        knownAlive = dead ? knownAlive : owner;
        return dead;
    }

    /** Every search asks anew. */
    void forgetVerdicts() {
        knownAlive = self;
    }
}
