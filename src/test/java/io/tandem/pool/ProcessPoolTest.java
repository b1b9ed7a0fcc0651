package io.tandem.pool;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.support.Threads;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One pool, many tasks. */
class ProcessPoolTest {
    private static Tandem tandem;
    private static ProcessPool pool;

    @BeforeAll
    static void open() {
        tandem = Tandem.open();
        pool = tandem.newPool(3);
    }

    @AfterAll
    static void close() {
        pool.close();
        tandem.close();
    }

    static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    static List<Integer> squares(int count) {
        return IntStream.range(0, count).map(n -> n * n).boxed().toList();
    }

    @Test
    void aTaskRunsInAnotherProcess() throws Exception {
        long pid = pool.submit(() -> ProcessHandle.current().pid()).get();
        assertTrue(pool.pids().contains(pid), pool.toString());
        int square = pool.apply(n -> n * n, 7);
        assertEquals(49, square);
    }

    /** 178, 211. */
    @Test
    void mapEqualsTheLocalResult() throws Exception {
        assertEquals(squares(10), pool.map(n -> n * n, numbers(10)));
        for (int chunk : new int[] {1, 20, 99, 100, 101}) {
            assertEquals(squares(100), pool.map(n -> n * n, numbers(100), chunk));
        }
        assertEquals(List.of(), pool.map(n -> n, List.of()));
        assertThrows(IllegalArgumentException.class, () -> pool.map(n -> n, numbers(3), 0));
        assertThrows(IllegalArgumentException.class, () -> pool.map(n -> n, numbers(3), -1));
    }

    @Test
    void manyTasksWithOneFunction() throws Exception {
        PoolFunction<Integer, Integer> square = n -> n * n;
        List<AsyncResult<Integer>> results = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            results.add(pool.applyAsync(square, i % 100));
        }
        for (int i = 0; i < results.size(); i++) {
            assertEquals(i % 100 * (i % 100), results.get(i).get());
        }
    }

    /** 179. */
    @Test
    void starmapUnpacksPairs() throws Exception {
        List<Map.Entry<Integer, String>> pairs = List.of(Map.entry(2, "a"), Map.entry(3, "b"));
        assertEquals(List.of("aa", "bbb"), pool.starmap((n, text) -> text.repeat(n), pairs));
        assertEquals(
                List.of("aa", "bbb"),
                pool.starmapAsync((Integer n, String text) -> text.repeat(n), pairs)
                        .get());
    }

    /** All kinds that have a way of their own, and some that have not. */
    @Test
    void valuesArriveAsTheyAre() throws Exception {
        List<Object> values = new ArrayList<>(List.of(
                true, false, 1, -1L, 1.5, "text", "\ud83d\ude00", "\ud83d", "", new ArrayList<>(List.of(1, "x")), 'c'));
        values.add(null);
        assertEquals(values, pool.map(value -> value, values));
        byte[] bytes = {1, 2, 3};
        assertArrayEquals(bytes, pool.apply(value -> value, bytes));
        byte[] large = new byte[5 << 20];
        large[large.length - 1] = 7;
        assertArrayEquals(large, pool.apply(value -> value, large));
        assertEquals(Double.NaN, pool.apply(value -> value, Double.NaN));
    }

    /** 187, 212. */
    @Test
    void imapYieldsInOrderAndReadsAheadNoFurtherThanItsWindow() {
        AtomicInteger read = new AtomicInteger();
        Iterable<Integer> endless = () -> Stream.generate(read::getAndIncrement).iterator();
        try (PoolIterator<Integer> results = pool.imap(n -> n * n, endless)) {
            for (int i = 0; i < 100; i++) {
                assertEquals(i * i, results.next());
            }
            assertTrue(read.get() <= 100 + 4 * 3, () -> read + " read");
        }
    }

    @Test
    void imapGoesOnAfterAFailure() {
        PoolIterator<Integer> results = pool.imap(n -> 6 / n, List.of(1, 0, 2));
        assertEquals(6, results.next());
        CompletionException e = assertThrows(CompletionException.class, results::next);
        assertInstanceOf(ArithmeticException.class, e.getCause());
        assertEquals(3, results.next());
        assertFalse(results.hasNext());
        assertThrows(NoSuchElementException.class, results::next);
    }

    /** 188. */
    @Test
    void imapUnorderedYieldsAllOnce() {
        Set<Integer> seen = new HashSet<>();
        try (Stream<Integer> results = pool.imapUnordered(n -> n, numbers(100), 7, Progress.NONE).stream()) {
            results.forEach(n -> assertTrue(seen.add(n)));
        }
        assertEquals(Set.copyOf(numbers(100)), seen);
    }

    private static Iterable<Integer> failingAfter(int count) {
        return () -> Stream.iterate(0, n -> n + 1)
                .map(n -> {
                    if (n == count) {
                        throw new IllegalStateException("after " + count);
                    }
                    return n;
                })
                .iterator();
    }

    /** 184, 187, 188, 193. */
    @Test
    void anErrorOfTheInputComesOutAtItsPlace() {
        for (int count : new int[] {0, 1, 50}) {
            assertEquals(
                    "after " + count,
                    assertThrows(IllegalStateException.class, () -> pool.map(n -> n, failingAfter(count)))
                            .getMessage());
            for (boolean ordered : new boolean[] {true, false}) {
                PoolIterator<Integer> results = ordered
                        ? pool.imap(n -> n, failingAfter(count))
                        : pool.imapUnordered(n -> n, failingAfter(count));
                for (int i = 0; i < count; i++) {
                    results.next();
                }
                CompletionException e = assertThrows(CompletionException.class, results::next);
                assertEquals("after " + count, e.getCause().getMessage());
                assertFalse(results.hasNext());
            }
        }
    }

    /** 181, 197, E24. */
    @Test
    void eachCallbackRunsOnceBeforeTheFutureIsDone() throws Exception {
        List<Object> called = new CopyOnWriteArrayList<>();
        assertEquals(
                5,
                pool.applyAsync(n -> n, 5, called::add, e -> called.add("error"))
                        .get());
        assertEquals(List.of(5), called);
        AsyncResult<Integer> failing = pool.applyAsync(n -> 1 / n, 0, called::add, e -> called.add(e.getMessage()));
        assertThrows(ExecutionException.class, failing::get);
        assertEquals(List.of(5, "/ by zero"), called);
        pool.mapAsync(n -> n, numbers(3), called::add, null).get();
        assertEquals(numbers(3), called.get(2));
    }

    /** 242: and a dependent that blocks holds up nobody. */
    @Test
    void dependentsRunElsewhere() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        AsyncResult<Integer> slow = pool.applyAsync(
                n -> {
                    Thread.sleep(50);
                    return n;
                },
                1);
        CompletableFuture<Integer> dependent = slow.thenApply(n -> {
            begun.countDown();
            try {
                held.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return n + 1;
        });
        assertTrue(begun.await(60, TimeUnit.SECONDS));
        for (int i = 0; i < 100; i++) {
            assertEquals(i, (int) pool.<Integer, Integer>apply(n -> n, i));
        }
        CountDownLatch told = new CountDownLatch(1);
        AsyncResult<Integer> second = pool.applyAsync(n -> n, 2);
        second.thenAccept(n -> told.countDown());
        assertTrue(told.await(20, TimeUnit.SECONDS), "answers are taken although nobody waits in get");
        held.countDown();
        assertEquals(2, dependent.get(60, TimeUnit.SECONDS));
        CountDownLatch after = new CountDownLatch(1);
        slow.whenComplete((value, failure) -> after.countDown());
        assertTrue(after.await(60, TimeUnit.SECONDS), "at once on a done future");
    }

    /** 185, 205, E23. */
    @Test
    void asyncResultBeforeItsEnd() throws Exception {
        AsyncResult<Integer> slow = pool.applyAsync(
                n -> {
                    Thread.sleep(300);
                    return n;
                },
                1);
        assertFalse(slow.ready());
        assertThrows(IllegalStateException.class, slow::successful);
        assertThrows(TimeoutException.class, () -> slow.get(Duration.ZERO));
        assertThrows(TimeoutException.class, () -> slow.get(1, TimeUnit.MILLISECONDS));
        assertFalse(slow.await(Duration.ofMillis(1)));
        assertEquals(1, slow.join());
        assertTrue(slow.await(Duration.ZERO));
        assertTrue(slow.successful());
    }

    @Test
    void invokeAllAndInvokeAny() throws Exception {
        List<PoolTask<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            int value = i;
            tasks.add(() -> value);
        }
        List<Future<Integer>> all = pool.invokeAll(tasks);
        for (int i = 0; i < 5; i++) {
            assertEquals(i, all.get(i).get());
        }
        assertTrue(pool.invokeAny(tasks) < 5);
        List<PoolTask<Integer>> failing = List.of(() -> 1 / 0, () -> Integer.parseInt("x"));
        assertThrows(ExecutionException.class, () -> pool.invokeAny(failing));
        List<PoolTask<Integer>> endless = List.of(
                () -> {
                    Thread.sleep(60_000);
                    return 1;
                },
                () -> 2);
        assertEquals(2, pool.invokeAny(endless));
        List<Future<Integer>> late = pool.invokeAll(endless, 500, TimeUnit.MILLISECONDS);
        assertTrue(late.get(0).isCancelled());
        assertThrows(TimeoutException.class, () -> pool.invokeAny(endless.subList(0, 1), 100, TimeUnit.MILLISECONDS));
        pool.execute(() -> {});
        assertEquals(
                "done", pool.submit((Runnable & Serializable) () -> {}, "done").get());
    }

    @Test
    void progressIsDrawnAndCounted() throws Exception {
        ByteArrayOutputStream drawn = new ByteArrayOutputStream();
        Progress progress = Progress.bar("squares", new PrintStream(drawn));
        pool.map(n -> n * n, numbers(50), progress);
        assertEquals(50, progress.done());
        assertEquals(50, progress.total());
        String text = drawn.toString();
        assertTrue(text.endsWith("\rsquares [" + "#".repeat(40) + "] 50/50" + System.lineSeparator()), text);
        Progress quiet = Progress.bar("quiet");
        pool.imap(n -> n, numbers(5), 2, quiet).stream().count();
        assertEquals(5, quiet.done());
    }

    @Test
    void virtualAndManyThreadsSubmitAndWait() throws Exception {
        Threads.repeat(300, Collections.nCopies(4, () -> {
            try {
                assertEquals(9, pool.<Integer, Integer>apply(n -> n * n, 3));
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }));
    }
}
