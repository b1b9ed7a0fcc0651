package io.tandem.sync;

import static io.tandem.sync.SemaphoreLayout.*;

import io.tandem.file.CrashPoint;
import io.tandem.file.Memory;
import io.tandem.file.SharedFile;
import io.tandem.wait.Bell;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongPredicate;
import org.agrona.collections.LongHashSet;

/**
 * The permits of a semaphore, seen by one participant: one for all its handles and threads. Each step is one CAS of one word, so a process
 * that is killed between two of them owns what it owns. A counter with a tally for each owner could not do that: the two
 * are not written at once, and a death in between would lose or invent a permit. Recovery is the set of used elements of
 * iceoryx2: CAS from the dead one's id, which nobody else ever has.
 *
 * <p>It begins with permits that have owners. Once somebody releases what it does not own, permits are signals: what is
 * acquired from then on is gone, for giving it back at a death would invent an event.
 *
 * <p>Which words a participant's threads have changes while one of them looks for its own, so a look may miss them all. Who has
 * missed says that it searches, and looks until no thread of this JVM took a permit meanwhile: then there was none. For a
 * word that was missed was freed by another thread, for one of its own that it took while the search was on, and said so.
 */
final class Permits implements SharedFile.Engine {
    private final Object holder;
    private final long body;
    private final int words;
    private final boolean bounded;
    private final long self;
    private final Bell bell;
    /** Where this participant took or freed a word last; any value is right. */
    private int hint;
    /** Threads of this JVM that missed a permit of theirs. */
    private final AtomicInteger searching = new AtomicInteger();
    /** Counts what threads of this JVM took during searches. */
    private final AtomicInteger moved = new AtomicInteger();

    Permits(Object holder, long body, int words, long self, Bell bell) {
        this.holder = holder;
        this.body = body;
        this.words = words;
        this.self = self;
        this.bell = bell;
        this.bounded = Memory.intPlain(holder, body + BOUNDED_AT) != 0;
        this.hint = words == 0 ? 0 : (int) (self % words);
    }

    @Override
    public void lastReleased() {}

    boolean isBounded() {
        return bounded;
    }

    int words() {
        return words;
    }

    long recovered() {
        return Memory.longAcquire(holder, body + RECOVERED_AT);
    }

    private boolean isSignalling() {
        return Memory.intAcquire(holder, body + SIGNALLING_AT) != 0; // pairs with signal()
    }

    private long word(int index) {
        return body + PERMITS_AT + (long) index * Long.BYTES;
    }

    private int count(long content) {
        int found = 0;
        for (int i = 0; i < words; i++) {
            found += Memory.longAcquire(holder, word(i)) == content ? 1 : 0;
        }
        return found;
    }

    long available() {
        return Memory.longAcquire(holder, body + COUNTER_AT) + count(FREE);
    }

    /** Takes so many, one by one, or none: if others were quicker it gives all back. */
    boolean take(int wanted) {
        if (wanted > 1 && available() < wanted) {
            return false;
        }
        long gone = isSignalling() ? takeSignals(wanted) : 0;
        int mine = 0;
        while (gone + mine < wanted) {
            long taken = takeWord();
            if (taken == GONE) {
                gone++;
            } else if (taken == self) {
                mine++;
            } else {
                long more = takeSignals(wanted - mine - gone);
                gone += more;
                if (more == 0) {
                    giveBack(mine, gone);
                    return false;
                }
            }
        }
        return true;
    }

    /** Returns what it made of a free word, or FREE if two looks found the same and none free. The CAS pairs with the one that freed it. */
    private long takeWord() {
        long before;
        long seen = 0;
        do {
            before = seen;
            long mark = isSignalling() ? GONE : self;
            int begin = hint;
            seen = 1;
            for (int i = 0; i < words; i++) {
                int index = begin + i < words ? begin + i : begin + i - words;
                long content = Memory.longAcquire(holder, word(index));
                if (content == FREE) {
                    CrashPoint.at("semaphore.taking");
                    boolean mine = Memory.compareAndSetLong(holder, word(index), FREE, mark);
                    CrashPoint.at("semaphore.taken");
                    if (mine) {
                        hint = index;
                        if (searching.get() > 0) { // after the CAS; pairs with beginSearch()
                            moved.incrementAndGet();
                        }
                        return mark;
                    }
                }
                seen += content * (2L * index + 1);
            }
        } while (seen != before);
        return FREE;
    }

    /** Up to so many from the counter, at once. The CAS pairs with the addition in {@link #signal}. */
    private long takeSignals(long most) {
        long counter = Memory.longAcquire(holder, body + COUNTER_AT);
        while (counter > 0) {
            long taken = Math.min(counter, most);
            CrashPoint.at("semaphore.counting");
            long found = Memory.compareAndExchangeLong(holder, body + COUNTER_AT, counter, counter - taken);
            CrashPoint.at("semaphore.counted");
            if (found == counter) {
                return taken;
            }
            counter = found;
        }
        return 0;
    }

    private void giveBack(int mine, long gone) {
        if (mine + gone > 0) {
            int freed = free(mine);
            long rest = gone + (bounded ? 0 : mine - freed); // another thread released what it did not own
            if (rest > 0) {
                signal(rest);
            }
            bell.ring();
        }
    }

    void release(int count) {
        if (bounded && count > 1 && !owns(count)) {
            throw tooMany(count);
        }
        int freed = free(count);
        if (freed < count) {
            if (bounded) {
                throw tooMany(count - freed);
            }
            signal(count - freed);
        }
        bell.ring();
    }

    private IllegalStateException tooMany(int count) {
        return new IllegalStateException("released more often than acquired: this JVM owns " + count(self)
                + " permits of a bounded semaphore and cannot release " + count
                + " more; release only where you acquired, or create it without a bound");
    }

    private boolean owns(int count) {
        boolean found = count(self) >= count;
        if (!found) {
            beginSearch();
            int before;
            do {
                before = moved.get();
                found = count(self) >= count;
            } while (!found && before != moved.get());
            searching.decrementAndGet();
        }
        return found;
    }

    private void beginSearch() {
        searching.incrementAndGet();
        VarHandle.fullFence(); // before the look; pairs with the CAS in takeWord()
    }

    private int free(int most) {
        int freed = sweep(most);
        if (freed < most) {
            beginSearch();
            int before;
            do {
                before = moved.get();
                freed += sweep(most - freed);
            } while (freed < most && before != moved.get());
            searching.decrementAndGet();
        }
        return freed;
    }

    /** Frees at most so many words of this participant; the CAS pairs with the one of who takes. */
    private int sweep(int most) {
        int freed = 0;
        int begin = hint;
        for (int i = 0; i < words && freed < most; i++) {
            int index = begin + i < words ? begin + i : begin + i - words;
            if (Memory.longAcquire(holder, word(index)) == self) {
                CrashPoint.at("semaphore.freeing");
                boolean mine = Memory.compareAndSetLong(holder, word(index), self, FREE); // threads may race
                CrashPoint.at("semaphore.freed");
                if (mine) {
                    hint = index;
                    freed++;
                }
            }
        }
        return freed;
    }

    private void signal(long count) {
        if (!isSignalling()) {
            CrashPoint.at("semaphore.switching");
            Memory.intRelease(holder, body + SIGNALLING_AT, 1); // pairs with isSignalling()
            CrashPoint.at("semaphore.switched");
        }
        CrashPoint.at("semaphore.signalling");
        Memory.getAndAddLong(holder, body + COUNTER_AT, count);
        CrashPoint.at("semaphore.signalled");
    }

    /** Frees what the dead own, and returns how many permits that were. One verdict for each owner. */
    int recover(LongPredicate isDead) {
        LongHashSet living = null;
        int freed = 0;
        for (int i = 0; i < words; i++) {
            long owner = Memory.longAcquire(holder, word(i));
            if (owner == FREE || owner == GONE || owner == self || living != null && living.contains(owner)) {
                continue;
            }
            if (isDead.test(owner)) {
                CrashPoint.at("semaphore.recovering");
                freed += Memory.compareAndSetLong(holder, word(i), owner, FREE) ? 1 : 0;
                CrashPoint.at("semaphore.recovered");
            } else {
                living = living == null ? new LongHashSet() : living;
                living.add(owner);
            }
        }
        if (freed > 0) {
            CrashPoint.at("semaphore.noting");
            Memory.getAndAddLong(holder, body + RECOVERED_AT, freed);
            CrashPoint.at("semaphore.noted");
            bell.ring();
        }
        return freed;
    }
}
