package io.tandem.wait;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Waits for the first of several things: queues that have a message, connections that have one or are at their end, events
 * that are set, latches, processes that ended. Any thread. Sleeps on up to 128 of them at a time in the kernel, on more it
 * looks every millisecond. A thing whose process died is ready: the next call on it says so. Takes nothing: between threads
 * that wait for the same, what is ready may be gone a moment later.
 *
 * <p>Python: {@code multiprocessing.connection.wait}.
 */
public final class Wait {
    private Wait() {}

    /** Those that are ready, at least one. */
    public static <T extends Waitable> List<T> any(Collection<? extends T> things) throws InterruptedException {
        return any(things, Long.MAX_VALUE);
    }

    /** Those that are ready; none if that is so until the timeout. Zero or less looks once. */
    public static <T extends Waitable> List<T> any(Collection<? extends T> things, Duration timeout)
            throws InterruptedException {
        return any(things, Waiter.nanos(timeout));
    }

    /** Those that are ready, at least one. */
    public static List<Waitable> any(Waitable... things) throws InterruptedException {
        return any(List.of(things));
    }

    private static <T extends Waitable> List<T> any(Collection<? extends T> things, long nanos)
            throws InterruptedException {
        List<T> ready = ready(things);
        if (!ready.isEmpty()) {
            return ready;
        }
        if (things.isEmpty() && nanos == Long.MAX_VALUE) {
            throw new IllegalArgumentException("nothing to wait for");
        }
        Bell[] bells = things.stream().map(Waitable::bell).toArray(Bell[]::new);
        Waiter waiter = new Waiter(nanos, WaitPolicy.standard(), bells);
        while (ready.isEmpty() && waiter.await()) {
            ready = ready(things);
        }
        return ready;
    }

    private static <T extends Waitable> List<T> ready(Collection<? extends T> things) {
        List<T> ready = new ArrayList<>();
        for (T thing : things) {
            if (thing.isReady()) {
                ready.add(thing);
            }
        }
        return ready;
    }
}
