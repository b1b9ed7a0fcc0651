package io.tandem.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Tasks that may not run for ever: those with a timeout, which counts from when they are seen running, and those that were
 * interrupted, whose workers are killed when the grace period is over. Looked at every few milliseconds while there are any.
 */
final class Limits {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Client client;
    private final Board board;
    private final List<Call> calls = new ArrayList<>();
    private volatile boolean some;

    Limits(Client client, Board board) {
        this.client = client;
        this.board = board;
    }

    void add(Call call) {
        synchronized (calls) {
            if (!calls.contains(call)) {
                calls.add(call);
            }
            some = true;
        }
        client.bell().alarm();
    }

    /** Returns in how many nanoseconds to look again. */
    long look(long now) {
        if (!some) {
            return Long.MAX_VALUE;
        }
        List<Call> looked;
        synchronized (calls) {
            looked = new ArrayList<>(calls);
        }
        List<Call> late = new ArrayList<>();
        for (Call call : looked) {
            boolean over;
            synchronized (call) {
                over = look(call, now, late);
            }
            if (over) {
                synchronized (calls) {
                    calls.remove(call);
                    some = !calls.isEmpty();
                }
            }
        }
        late.forEach(call -> call.done(Answer.Outcome.failed(
                new TimeoutException("the task ran longer than " + call.timeoutNanos / 1_000_000 + " ms"))));
        return LOOK_NANOS;
    }

    /** Holding the call; returns whether nothing more can happen to it. */
    private boolean look(Call call, long now, List<Call> late) {
        if (call.over) {
            return true;
        }
        if (call.slot == Call.NOWHERE) {
            return false; // waits for another try
        }
        if (call.interrupted) {
            if (now - call.since >= client.file.graceNanos()) {
                if (board.kill(call.slot, call.generation) >= 0) {
                    client.file.keeperBell().alarm();
                }
                return true;
            }
        } else if (board.isRunning(call.slot, call.generation)) {
            call.since = call.since == 0 ? now : call.since;
            if (call.timeoutNanos > 0 && now - call.since >= call.timeoutNanos) {
                late.add(call);
                client.interrupt(call);
            }
        } else {
            call.since = 0;
        }
        return false;
    }
}
