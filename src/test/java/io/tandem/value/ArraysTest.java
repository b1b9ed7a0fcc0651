package io.tandem.value;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tandem.Tandem;
import io.tandem.support.Threads;
import io.tandem.value.AnyArray.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArraysTest {
    private static final LongUnaryOperator TIMES_3 = v -> v * 3;
    private static final LongBinaryOperator MINUS = (v, o) -> v - o;

    private final Tandem tandem = Tandem.open();
    private final Path path = tandem.path().resolve("array");

    @AfterEach
    void close() {
        tandem.close();
    }

    private static void outside(Runnable call) {
        assertThrows(IndexOutOfBoundsException.class, call::run);
    }

    private static void illegal(Runnable call) {
        assertThrows(IllegalArgumentException.class, call::run);
    }

    @ParameterizedTest
    @EnumSource
    void beginWithZerosOrWithTheGivenValues(Type type) {
        try (AnyArray zeros = type.create(path, 3);
                AnyArray given = type.createOf(tandem.path().resolve("given"), 7, -8, 9)) {
            assertEquals(3, zeros.number("length"));
            assertArrayEquals(new long[3], zeros.toArray());
            assertArrayEquals(new long[] {7, -8, 9}, given.toArray());
            assertArrayEquals(new long[] {7, -8, 9}, given.stream());
        }
    }

    @ParameterizedTest
    @EnumSource
    void elementsAreCells(Type type) {
        try (AnyArray array = type.createOf(path, 1, 20, 3);
                AnyArray other = type.attach(path)) {
            for (String ordering : List.of("", "Plain", "Opaque")) {
                array.call("set" + ordering, 1, 20 + ordering.length());
                assertEquals(20 + ordering.length(), other.number("get" + ordering, 1));
            }
            array.call("setRelease", 1, 20);
            assertEquals(20, other.number("getAcquire", 1));
            assertEquals(false, array.call("compareAndSet", 1, 21, 5));
            assertEquals(true, array.call("compareAndSet", 1, 20, 5));
            assertEquals(5, array.number("compareAndExchange", 1, 6, 7));
            assertEquals(5, array.number("compareAndExchange", 1, 5, 7));
            assertEquals(7, array.number("getAndSet", 1, -4));
            assertEquals(-4, array.number("getAndAdd", 1, 14));
            assertEquals(15, array.number("addAndGet", 1, 5));
            assertEquals(15, array.number("getAndUpdate", 1, TIMES_3));
            assertEquals(3, array.number("updateAndGet", 1, (LongUnaryOperator) v -> v - 42));
            assertEquals(3, array.number("getAndAccumulate", 1, 10, MINUS));
            assertEquals(-8, array.number("accumulateAndGet", 1, 1, MINUS));
            if (type.isInteger()) {
                assertEquals(-8, array.number("getAndIncrement", 1));
                assertEquals(-6, array.number("incrementAndGet", 1));
                assertEquals(-6, array.number("getAndDecrement", 1));
                assertEquals(-8, array.number("decrementAndGet", 1));
            }
            assertArrayEquals(new long[] {1, -8, 3}, other.toArray(), "neighbours must not change");
        }
    }

    @ParameterizedTest
    @EnumSource
    void checkEveryIndex(Type type) {
        try (AnyArray array = type.create(path, 3)) {
            for (long index : new long[] {-1, 3, Long.MIN_VALUE, Long.MAX_VALUE}) {
                Stream.of("get", "getPlain", "getOpaque", "getAcquire")
                        .forEach(name -> outside(() -> array.call(name, index)));
                Stream.of("set", "setPlain", "setOpaque", "setRelease", "getAndSet", "getAndAdd", "addAndGet")
                        .forEach(name -> outside(() -> array.call(name, index, 1)));
                outside(() -> array.call("compareAndSet", index, 0, 1));
                outside(() -> array.call("compareAndExchange", index, 0, 1));
                outside(() -> array.call("updateAndGet", index, TIMES_3));
                outside(() -> array.call("get", index, type.array(1)));
                outside(() -> array.call("set", index, type.array(1)));
            }
            outside(() -> array.call("fill", 2, 4, 1));
            outside(() -> array.call("fill", -1, 2, 1));
            outside(() -> array.call("fill", 2, 1, 1));
            assertArrayEquals(new long[3], array.toArray());
        }
    }

    @ParameterizedTest
    @EnumSource
    void blocksAreCopiedWithOffsets(Type type) {
        try (AnyArray array = type.createOf(path, 0, 1, 2, 3, 4, 5)) {
            Object target = type.array(90, 91, 92, 93);
            array.call("get", 3, target, 1, 2);
            assertArrayEquals(new long[] {90, 3, 4, 93}, AnyArray.numbers(target));
            array.call("get", 2, target);
            assertArrayEquals(new long[] {2, 3, 4, 5}, AnyArray.numbers(target));
            array.call("set", 1, type.array(60, 61, 62, 63), 2, 2);
            assertArrayEquals(new long[] {0, 62, 63, 3, 4, 5}, array.toArray());
            array.call("set", 4, type.array(70, 71));
            assertArrayEquals(new long[] {0, 62, 63, 3, 70, 71}, array.toArray());
            array.call("set", 6, type.array());
            outside(() -> array.call("get", 3, type.array(0, 0, 0, 0)));
            outside(() -> array.call("set", 3, type.array(9, 9, 9, 9)));
            outside(() -> array.call("get", 0, target, 3, 2));
            outside(() -> array.call("set", 0, target, -1, 2));
            outside(() -> array.call("set", 0, target, 0, -1));
            assertArrayEquals(new long[] {0, 62, 63, 3, 70, 71}, array.toArray());
        }
    }

    @ParameterizedTest
    @EnumSource
    void fillsLongerThanABlockReachBothEnds(Type type) {
        try (AnyArray array = type.create(path, 50_001)) {
            array.call("fill", 7);
            array.call("fill", 1, 50_000, 9);
            array.call("fill", 5, 5, 1);
            long[] expected = LongStream.generate(() -> 9).limit(50_001).toArray();
            expected[0] = 7;
            expected[50_000] = 7;
            assertArrayEquals(expected, array.toArray());
        }
    }

    @ParameterizedTest
    @EnumSource
    void slicesFollowPython(Type type) {
        try (AnyArray array = type.createOf(path, 0, 1, 2, 3, 4)) {
            assertArrayEquals(new long[] {3, 4}, AnyArray.numbers(array.call("slice", -2, 99)));
            assertArrayEquals(new long[] {4, 2, 0}, AnyArray.numbers(array.call("slice", 4, -99, -2)));
            assertArrayEquals(new long[0], AnyArray.numbers(array.call("slice", 4, 1)));
            array.call("setSlice", -2, 99, type.array(30, 40));
            array.call("setSlice", 2, -99, -2, type.array(22, 20));
            assertArrayEquals(new long[] {20, 1, 22, 30, 40}, array.toArray());
            array.call("setSlice", 5, 9, type.array());
            illegal(() -> array.call("setSlice", 0, 2, type.array(1, 2, 3)));
            illegal(() -> array.call("setSlice", 0, 4, 2, type.array(1, 2, 3)));
            illegal(() -> array.call("assign", type.array(1, 2, 3, 4)));
            illegal(() -> array.call("slice", 0, 4, 0));
            assertArrayEquals(new long[] {20, 1, 22, 30, 40}, array.toArray());
            array.call("assign", type.array(5, 4, 3, 2, 1));
            assertArrayEquals(new long[] {5, 4, 3, 2, 1}, array.toArray());
        }
    }

    @ParameterizedTest
    @EnumSource
    void mayBeEmptyButNotNegative(Type type) {
        illegal(() -> type.create(path, -1));
        illegal(() -> type.create(path, Long.MIN_VALUE));
        illegal(() -> type.create(path, Long.MAX_VALUE));
        assertEquals(false, Files.exists(path));
        try (AnyArray empty = type.create(path, 0);
                AnyArray alsoEmpty = type.attach(path)) {
            assertEquals(0, alsoEmpty.number("length"));
            assertArrayEquals(new long[0], empty.toArray());
            assertArrayEquals(new long[0], empty.stream());
            empty.call("fill", 1);
            empty.call("assign", type.array());
            outside(() -> empty.call("get", 0));
        }
    }

    @ParameterizedTest
    @EnumSource
    void loseNoUpdateOfAnyThread(Type type) throws Exception {
        int rounds = 5_000;
        try (AnyArray array = type.create(path, 3)) {
            List<Runnable> adders = List.of(
                    () -> array.call("getAndAdd", 1, 1),
                    () -> array.call("addAndGet", 1, 2),
                    () -> array.call("updateAndGet", 1, (LongUnaryOperator) v -> v + 3),
                    () -> array.call("accumulateAndGet", 1, 4, (LongBinaryOperator) Long::sum));
            Threads.repeat(rounds, adders);
            long sum = ((Number) type.box(rounds * 10)).longValue();
            assertEquals("[0, " + sum + ", 0]", Arrays.toString(array.toArray()));
        }
    }
}
