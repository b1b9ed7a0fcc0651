package io.tandem.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.support.Threads;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedDoubleTest {
    private static final double[] EDGES = {
        0.0, -0.0, 1.5, -7, Double.MAX_VALUE, Double.MIN_VALUE, Double.POSITIVE_INFINITY, Double.NaN
    };
    /** A NaN that is not the canonical one. */
    private static final double ODD_NAN = Double.longBitsToDouble(0x7ff8_0000_0000_0042L);

    private final Tandem tandem = Tandem.open();
    private final SharedDouble shared = tandem.newDouble(2.5);

    @AfterEach
    void close() {
        tandem.close();
    }

    @Test
    void keepsEveryDouble() {
        assertEquals(2.5, shared.get());
        for (double x : EDGES) {
            shared.set(x);
            assertEquals(x, shared.get());
            shared.setPlain(x + 1);
            assertEquals(x + 1, shared.getPlain());
            shared.setRelease(x - 1);
            assertEquals(x - 1, shared.getAcquire());
            assertEquals(x - 1, shared.getAndSet(x));
            assertEquals(x, shared.get());
        }
    }

    @Test
    void computesAsJavaDoes() {
        for (double start : EDGES) {
            for (double x : EDGES) {
                shared.set(start);
                assertEquals(start, shared.getAndAdd(x));
                assertEquals(start + x, shared.get());
                assertEquals(start + x + x, shared.addAndGet(x));
                shared.set(start);
                assertEquals(start, shared.getAndUpdate(v -> v * 3));
                assertEquals(start * 3 * 3, shared.updateAndGet(v -> v * 3));
                shared.set(start);
                assertEquals(start, shared.getAndAccumulate(x, (v, o) -> v / o));
                assertEquals(start / x - x, shared.accumulateAndGet(x, (v, o) -> v - o));
                assertEquals(start / x - x, shared.get());
            }
        }
    }

    @Test
    void comparesBits() {
        shared.set(Double.NaN);
        assertTrue(shared.compareAndSet(Double.NaN, 0.0));
        assertFalse(shared.compareAndSet(-0.0, 1));
        assertTrue(shared.compareAndSet(0.0, ODD_NAN));
        assertFalse(shared.compareAndSet(Double.NaN, 1));
        assertTrue(Double.isNaN(shared.getAndAdd(1)));
        assertTrue(Double.isNaN(shared.get()));
    }

    @Test
    void losesNoUpdateOfAnyThread() throws Exception {
        shared.set(0);
        List<Runnable> adders = List.of(
                () -> shared.getAndAdd(1),
                () -> shared.addAndGet(2),
                () -> shared.updateAndGet(v -> v + 3),
                () -> shared.accumulateAndGet(4, Double::sum));
        Threads.repeat(20_000, adders);
        assertEquals(20_000 * (1 + 2 + 3 + 4), shared.get());
    }
}
