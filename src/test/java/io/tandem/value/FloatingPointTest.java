package io.tandem.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;

class FloatingPointTest {
    private static final float[] FLOATS = {0f, -0f, 0.1f, Float.MAX_VALUE, Float.MIN_VALUE, Float.NaN, 1e30f};
    private static final float ODD_NAN = Float.intBitsToFloat(0x7fc0_0042);
    private static final double ODD_DOUBLE_NAN = Double.longBitsToDouble(0x7ff8_0000_0000_0042L);

    @Test
    void floatsAddAsJavaAddsThem() {
        try (Tandem tandem = Tandem.open();
                SharedFloatArray array = tandem.newFloatArray(1L)) {
            for (float start : FLOATS) {
                for (float x : FLOATS) {
                    array.set(0, start);
                    assertEquals(start, array.getAndAdd(0, x));
                    assertEquals(start + x + x, array.addAndGet(0, x));
                }
            }
        }
    }

    @Test
    void comparisonsAreOfBits() {
        try (Tandem tandem = Tandem.open();
                SharedFloatArray floats = tandem.newFloatArray(Float.NaN);
                SharedDoubleArray doubles = tandem.newDoubleArray(Double.NaN)) {
            assertTrue(floats.compareAndSet(0, Float.NaN, 0f));
            assertFalse(floats.compareAndSet(0, -0f, 1f));
            assertEquals(0f, floats.compareAndExchange(0, 0f, ODD_NAN));
            assertFalse(floats.compareAndSet(0, Float.NaN, 1f));
            assertTrue(floats.compareAndSet(0, ODD_NAN, ODD_NAN));
            assertTrue(doubles.compareAndSet(0, Double.NaN, 0.0));
            assertFalse(doubles.compareAndSet(0, -0.0, 1));
            assertEquals(0.0, doubles.compareAndExchange(0, 0.0, ODD_DOUBLE_NAN));
            assertFalse(doubles.compareAndSet(0, Double.NaN, 1));
            assertTrue(doubles.compareAndSet(0, ODD_DOUBLE_NAN, ODD_DOUBLE_NAN));
        }
    }

    @Test
    void updatesOfNaNEnd() {
        try (Tandem tandem = Tandem.open();
                SharedFloatArray floats = tandem.newFloatArray(ODD_NAN, Float.intBitsToFloat(0x7f80_0001));
                SharedDoubleArray doubles = tandem.newDoubleArray(ODD_DOUBLE_NAN)) {
            assertTrue(Float.isNaN(floats.getAndAdd(0, 1)));
            assertTrue(Float.isNaN(floats.addAndGet(1, 1)));
            assertEquals(7f, floats.updateAndGet(1, v -> 7));
            assertTrue(Double.isNaN(doubles.addAndGet(0, 1)));
            assertTrue(Double.isNaN(doubles.getAndAccumulate(0, 8, Math::max)));
            assertEquals(7, doubles.updateAndGet(0, v -> 7));
        }
    }

    @Test
    void arraysHaveWhatAtomicArraysHave() {
        for (Class<?> array : List.of(SharedLongArray.class, SharedByteArray.class)) {
            assertEquals(List.of(), Siblings.missing(AtomicLongArray.class, array));
        }
        assertEquals(List.of(), Siblings.missing(AtomicIntegerArray.class, SharedIntArray.class));
    }
}
