package io.tandem.value;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tandem.Tandem;
import io.tandem.support.Threads;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class SharedLongTest {
    private static final long[] EDGES = {0, 1, -1, 42, Long.MAX_VALUE, Long.MIN_VALUE};

    @Test
    void answersAsAtomicLongDoes() {
        try (Tandem tandem = Tandem.open();
                SharedLong shared = tandem.newLong(7)) {
            assertEquals(7, shared.get());
            for (long start : EDGES) {
                for (long operand : EDGES) {
                    compare(shared, start, operand);
                }
            }
        }
    }

    private static void compare(SharedLong shared, long start, long x) {
        same(shared, start, SharedLong::get, AtomicLong::get);
        same(shared, start, SharedLong::getPlain, AtomicLong::getPlain);
        same(shared, start, SharedLong::getOpaque, AtomicLong::getOpaque);
        same(shared, start, SharedLong::getAcquire, AtomicLong::getAcquire);
        same(shared, start, s -> done(() -> s.set(x)), a -> done(() -> a.set(x)));
        same(shared, start, s -> done(() -> s.setPlain(x)), a -> done(() -> a.setPlain(x)));
        same(shared, start, s -> done(() -> s.setOpaque(x)), a -> done(() -> a.setOpaque(x)));
        same(shared, start, s -> done(() -> s.setRelease(x)), a -> done(() -> a.setRelease(x)));
        same(shared, start, s -> s.compareAndSet(x, 9), a -> a.compareAndSet(x, 9));
        same(shared, start, s -> s.compareAndSet(start, x), a -> a.compareAndSet(start, x));
        same(shared, start, s -> s.compareAndExchange(x, 9), a -> a.compareAndExchange(x, 9));
        same(shared, start, s -> s.getAndSet(x), a -> a.getAndSet(x));
        same(shared, start, s -> s.getAndAdd(x), a -> a.getAndAdd(x));
        same(shared, start, s -> s.addAndGet(x), a -> a.addAndGet(x));
        same(shared, start, SharedLong::getAndIncrement, AtomicLong::getAndIncrement);
        same(shared, start, SharedLong::getAndDecrement, AtomicLong::getAndDecrement);
        same(shared, start, SharedLong::incrementAndGet, AtomicLong::incrementAndGet);
        same(shared, start, SharedLong::decrementAndGet, AtomicLong::decrementAndGet);
        same(shared, start, s -> s.getAndUpdate(v -> v * 3), a -> a.getAndUpdate(v -> v * 3));
        same(shared, start, s -> s.updateAndGet(v -> v * 3), a -> a.updateAndGet(v -> v * 3));
        same(shared, start, s -> s.getAndAccumulate(x, (v, o) -> v - o), a -> a.getAndAccumulate(x, (v, o) -> v - o));
        same(shared, start, s -> s.accumulateAndGet(x, (v, o) -> v - o), a -> a.accumulateAndGet(x, (v, o) -> v - o));
    }

    private static void same(
            SharedLong shared, long start, Function<SharedLong, Object> ours, Function<AtomicLong, Object> theirs) {
        shared.set(start);
        AtomicLong atomic = new AtomicLong(start);
        assertEquals(theirs.apply(atomic), ours.apply(shared));
        assertEquals(atomic.get(), shared.get());
    }

    private static Object done(Runnable action) {
        action.run();
        return null;
    }

    @Test
    void losesNoUpdateOfAnyThread() throws Exception {
        try (Tandem tandem = Tandem.open();
                SharedLong shared = tandem.newLong(0)) {
            List<Runnable> adders = List.of(
                    shared::getAndIncrement,
                    () -> shared.addAndGet(2),
                    () -> shared.updateAndGet(v -> v + 3),
                    () -> shared.accumulateAndGet(4, Long::sum));
            Threads.repeat(20_000, adders);
            assertEquals(20_000 * (1 + 2 + 3 + 4), shared.get());
        }
    }

    @Test
    void hasWhatAtomicLongHas() {
        assertEquals(List.of(), Siblings.missing(AtomicLong.class, SharedLong.class));
    }
}
