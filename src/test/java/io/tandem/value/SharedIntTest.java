package io.tandem.value;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tandem.Tandem;
import io.tandem.support.Threads;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class SharedIntTest {
    private static final int[] EDGES = {0, 1, -1, 42, Integer.MAX_VALUE, Integer.MIN_VALUE};

    @Test
    void answersAsAtomicIntegerDoes() {
        try (Tandem tandem = Tandem.open();
                SharedInt shared = tandem.newInt(7)) {
            assertEquals(7, shared.get());
            for (int start : EDGES) {
                for (int operand : EDGES) {
                    compare(shared, start, operand);
                }
            }
        }
    }

    private static void compare(SharedInt shared, int start, int x) {
        same(shared, start, SharedInt::get, AtomicInteger::get);
        same(shared, start, SharedInt::getPlain, AtomicInteger::getPlain);
        same(shared, start, SharedInt::getOpaque, AtomicInteger::getOpaque);
        same(shared, start, SharedInt::getAcquire, AtomicInteger::getAcquire);
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
        same(shared, start, SharedInt::getAndIncrement, AtomicInteger::getAndIncrement);
        same(shared, start, SharedInt::getAndDecrement, AtomicInteger::getAndDecrement);
        same(shared, start, SharedInt::incrementAndGet, AtomicInteger::incrementAndGet);
        same(shared, start, SharedInt::decrementAndGet, AtomicInteger::decrementAndGet);
        same(shared, start, s -> s.getAndUpdate(v -> v * 3), a -> a.getAndUpdate(v -> v * 3));
        same(shared, start, s -> s.updateAndGet(v -> v * 3), a -> a.updateAndGet(v -> v * 3));
        same(shared, start, s -> s.getAndAccumulate(x, (v, o) -> v - o), a -> a.getAndAccumulate(x, (v, o) -> v - o));
        same(shared, start, s -> s.accumulateAndGet(x, (v, o) -> v - o), a -> a.accumulateAndGet(x, (v, o) -> v - o));
    }

    private static void same(
            SharedInt shared, int start, Function<SharedInt, Object> ours, Function<AtomicInteger, Object> theirs) {
        shared.set(start);
        AtomicInteger atomic = new AtomicInteger(start);
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
                SharedInt shared = tandem.newInt(0)) {
            List<Runnable> adders = List.of(
                    shared::getAndIncrement,
                    () -> shared.addAndGet(2),
                    () -> shared.updateAndGet(v -> v + 3),
                    () -> shared.accumulateAndGet(4, Integer::sum));
            Threads.repeat(20_000, adders);
            assertEquals(20_000 * (1 + 2 + 3 + 4), shared.get());
        }
    }

    @Test
    void hasWhatAtomicIntegerHas() {
        assertEquals(List.of(), Siblings.missing(AtomicInteger.class, SharedInt.class));
    }
}
