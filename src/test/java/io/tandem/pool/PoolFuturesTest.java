package io.tandem.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.sync.SharedEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What Python's {@code wait} and {@code as_completed} do for several futures, by what {@link CompletableFuture} has for that.
 * Nobody waits in a {@code get} of the pool: answers are taken all the same.
 */
class PoolFuturesTest {
    private static final long LONG_SECONDS = 60;

    private final Tandem tandem = Tandem.open();
    private final ProcessPool pool = tandem.newPool(3);
    private final SharedEvent go = tandem.newEvent();

    @AfterEach
    void close() {
        go.set();
        pool.close();
        tandem.close();
    }

    private AsyncResult<Integer> at(int number) {
        return pool.applyAsync(n -> n, number);
    }

    /** A task that ends when told. */
    private AsyncResult<Integer> held(int number) {
        SharedEvent event = go;
        return pool.applyAsync(
                n -> {
                    event.await();
                    return n;
                },
                number);
    }

    private static CompletableFuture<?>[] array(List<? extends CompletableFuture<?>> futures) {
        return futures.toArray(new CompletableFuture<?>[0]);
    }

    private static Set<Integer> done(List<AsyncResult<Integer>> results) throws Exception {
        Set<Integer> done = new HashSet<>();
        for (AsyncResult<Integer> result : results) {
            if (result.isDone()) {
                done.add(result.get());
            }
        }
        return done;
    }

    /** 244: FIRST_COMPLETED, with duplicates, and with some done before. */
    @Test
    void theFirstThatIsDone() throws Exception {
        AsyncResult<Integer> late = held(1);
        AsyncResult<Integer> early = at(2);
        List<AsyncResult<Integer>> all = List.of(late, late, early, early);
        assertEquals(2, CompletableFuture.anyOf(array(all)).get(LONG_SECONDS, TimeUnit.SECONDS));
        assertEquals(Set.of(2), done(all));
        assertEquals(2, CompletableFuture.anyOf(array(all)).getNow(0));
        go.set();
        assertEquals(1, CompletableFuture.anyOf(late).get(LONG_SECONDS, TimeUnit.SECONDS));
        assertEquals(Set.of(1, 2), done(all));
    }

    /** 244: FIRST_EXCEPTION: all, or the first that failed. */
    @Test
    void theFirstThatFails() throws Exception {
        AsyncResult<Integer> late = held(1);
        AsyncResult<Integer> failing = pool.applyAsync(n -> 1 / n, 0);
        AsyncResult<Integer> early = at(2);
        List<AsyncResult<Integer>> all = List.of(late, failing, early);
        CompletableFuture<Void> failed = new CompletableFuture<>();
        for (AsyncResult<Integer> each : all) {
            each.exceptionally(failure -> {
                failed.completeExceptionally(failure);
                return 0;
            });
        }
        CompletableFuture<Object> first = CompletableFuture.anyOf(CompletableFuture.allOf(array(all)), failed);
        ExecutionException e = assertThrows(ExecutionException.class, () -> first.get(LONG_SECONDS, TimeUnit.SECONDS));
        assertInstanceOf(ArithmeticException.class, e.getCause());
        assertTrue(failing.isDone() && !late.isDone());
        go.set();
        assertEquals(1, late.get());
        assertEquals(2, early.get());
    }

    /** 244: ALL_COMPLETED, and a timeout that cuts it short. */
    @Test
    void allOfThemOrATimeout() throws Exception {
        AsyncResult<Integer> late = held(1);
        AsyncResult<Integer> early = at(2);
        List<AsyncResult<Integer>> all = List.of(late, early, early);
        assertEquals(2, early.get());
        CompletableFuture<Void> both = CompletableFuture.allOf(array(all));
        assertThrows(TimeoutException.class, () -> both.get(0, TimeUnit.SECONDS));
        assertThrows(TimeoutException.class, () -> both.get(20, TimeUnit.MILLISECONDS));
        assertEquals(Set.of(2), done(all));
        go.set();
        both.get(LONG_SECONDS, TimeUnit.SECONDS);
        assertEquals(Set.of(1, 2), done(all));
        CompletableFuture.allOf(array(all)).get(0, TimeUnit.SECONDS);
    }

    /** 245: each once as it is done, duplicates once; a look without waiting finds nothing while none is done. */
    @Test
    void eachAsItIsDone() throws Exception {
        AsyncResult<Integer> late = held(100);
        List<AsyncResult<Integer>> all = new ArrayList<>(List.of(late, late));
        for (int i = 0; i < 20; i++) {
            all.add(at(i));
        }
        LinkedBlockingQueue<AsyncResult<Integer>> completed = new LinkedBlockingQueue<>();
        for (AsyncResult<Integer> each : new LinkedHashSet<>(all)) {
            each.whenComplete((value, failure) -> completed.add(each));
        }
        Set<Integer> seen = new TreeSet<>();
        for (int i = 0; i < 20; i++) {
            seen.add(completed.poll(LONG_SECONDS, TimeUnit.SECONDS).get());
        }
        assertEquals(new TreeSet<>(ProcessPoolTest.numbers(20)), seen);
        assertNull(completed.poll());
        assertNull(completed.poll(20, TimeUnit.MILLISECONDS));
        go.set();
        assertEquals(100, completed.poll(LONG_SECONDS, TimeUnit.SECONDS).get());
        assertNull(completed.poll());
    }

    /** 245: the same for the results of one function, with a timeout that can be followed by another look. */
    @Test
    void resultsAsTheyComeWithATimeout() throws Exception {
        SharedEvent event = go;
        PoolFunction<Integer, Integer> heldIfZero = n -> {
            if (n == 0) {
                event.await();
            }
            return n;
        };
        try (PoolIterator<Integer> results = pool.imapUnordered(heldIfZero, ProcessPoolTest.numbers(8))) {
            Set<Integer> seen = new TreeSet<>();
            for (int i = 1; i < 8; i++) {
                seen.add(results.next(Duration.ofSeconds(LONG_SECONDS)));
            }
            assertEquals(Set.of(1, 2, 3, 4, 5, 6, 7), seen);
            assertThrows(TimeoutException.class, () -> results.next(Duration.ZERO));
            TimeoutException e = assertThrows(TimeoutException.class, () -> results.next(Duration.ofMillis(20)));
            assertEquals("no result within 20 ms: 7 were taken, 1 sent and not done", e.getMessage());
            go.set();
            assertEquals(0, results.next(Duration.ofSeconds(LONG_SECONDS)));
            assertTrue(!results.hasNext());
        }
    }
}
