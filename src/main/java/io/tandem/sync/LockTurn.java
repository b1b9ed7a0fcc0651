package io.tandem.sync;

import io.tandem.wait.Waiter;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.function.LongFunction;

/**
 * One wait of one thread in the line of a fair lock. Who sees the lock free for 50 ms, while those before it do not take
 * it, passes them over: they are stopped.
 */
final class LockTurn {
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final WaitingLine line;
    private final IntPredicate isDead;
    private final LongFunction<Waiter> waiters;
    private long ticket;
    private int place;
    private Waiter patience;
    private long hold;

    LockTurn(WaitingLine line, IntPredicate isDead, LongFunction<Waiter> waiters) {
        this.line = line;
        this.isDead = isDead;
        this.waiters = waiters;
        join();
    }

    private void join() {
        ticket = line.newTicket();
        place = line.join(ticket, isDead);
    }

    /** Whether this thread may take the lock now, which was taken {@code holds} times. */
    boolean isNow(boolean free, long holds) {
        if (place == WaitingLine.NONE) {
            return true;
        }
        if (!line.has(place, ticket)) {
            join(); // others passed this thread over
            return place == WaitingLine.NONE;
        }
        if (line.isFirst(ticket)) {
            return true;
        }
        if (!free) {
            patience = null;
        } else if (patience == null || hold != holds) {
            patience = waiters.apply(PATIENCE_NANOS);
            hold = holds;
        } else if (patience.isOver()) {
            line.passOver(ticket);
            patience = null;
            return true;
        }
        return false;
    }

    /** What to wait with now. */
    Waiter waiter(Waiter ordinary) {
        return patience == null ? ordinary : patience;
    }

    void bury() {
        line.bury(isDead);
    }

    void leave() {
        if (place != WaitingLine.NONE) {
            line.leave(place, ticket);
        }
    }
}
