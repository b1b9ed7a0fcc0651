package io.tandem.value;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tandem.Tandem;
import io.tandem.support.Threads;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class SharedBooleanTest {
    private static final boolean[] BOTH = {false, true};

    @Test
    void answersAsAtomicBooleanDoes() {
        try (Tandem tandem = Tandem.open();
                SharedBoolean shared = tandem.newBoolean(true)) {
            assertEquals(true, shared.get());
            for (boolean start : BOTH) {
                for (boolean x : BOTH) {
                    same(shared, start, SharedBoolean::get, AtomicBoolean::get);
                    same(shared, start, SharedBoolean::getPlain, AtomicBoolean::getPlain);
                    same(shared, start, SharedBoolean::getOpaque, AtomicBoolean::getOpaque);
                    same(shared, start, SharedBoolean::getAcquire, AtomicBoolean::getAcquire);
                    same(shared, start, s -> done(() -> s.set(x)), a -> done(() -> a.set(x)));
                    same(shared, start, s -> done(() -> s.setPlain(x)), a -> done(() -> a.setPlain(x)));
                    same(shared, start, s -> done(() -> s.setOpaque(x)), a -> done(() -> a.setOpaque(x)));
                    same(shared, start, s -> done(() -> s.setRelease(x)), a -> done(() -> a.setRelease(x)));
                    same(shared, start, s -> s.getAndSet(x), a -> a.getAndSet(x));
                    same(shared, start, s -> s.compareAndSet(x, !x), a -> a.compareAndSet(x, !x));
                    same(shared, start, s -> s.compareAndExchange(x, !x), a -> a.compareAndExchange(x, !x));
                }
            }
        }
    }

    private static void same(
            SharedBoolean shared,
            boolean start,
            Function<SharedBoolean, Object> ours,
            Function<AtomicBoolean, Object> theirs) {
        shared.set(start);
        AtomicBoolean atomic = new AtomicBoolean(start);
        assertEquals(theirs.apply(atomic), ours.apply(shared));
        assertEquals(atomic.get(), shared.get());
    }

    private static Object done(Runnable action) {
        action.run();
        return null;
    }

    @Test
    void excludes() throws Exception {
        try (Tandem tandem = Tandem.open();
                SharedBoolean taken = tandem.newBoolean(false)) {
            AtomicInteger inside = new AtomicInteger();
            AtomicInteger turns = new AtomicInteger();
            Runnable tryEnter = () -> {
                if (taken.compareAndSet(false, true)) {
                    assertEquals(1, inside.incrementAndGet());
                    turns.incrementAndGet();
                    inside.decrementAndGet();
                    assertEquals(true, taken.getAndSet(false));
                }
            };
            Threads.repeat(50_000, Collections.nCopies(3, tryEnter));
            assertEquals(false, taken.get() || turns.get() == 0);
        }
    }

    @Test
    void hasWhatAtomicBooleanHas() {
        assertEquals(List.of(), Siblings.missing(AtomicBoolean.class, SharedBoolean.class));
    }
}
