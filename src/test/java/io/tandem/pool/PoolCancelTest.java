package io.tandem.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.support.Await;
import io.tandem.value.SharedInt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tasks that are cancelled, or run too long. */
class PoolCancelTest {
    private final Tandem tandem = Tandem.open();
    private final SharedInt begun = tandem.newInt(0);
    private final SharedInt ended = tandem.newInt(0);

    @AfterEach
    void close() {
        tandem.close();
    }

    /** Heeds an interrupt. */
    private AsyncResult<Integer> sleeper(ProcessPool pool) {
        SharedInt begins = begun;
        SharedInt ends = ended;
        return pool.submit(() -> {
            begins.getAndIncrement();
            try {
                Thread.sleep(60_000);
            } finally {
                ends.getAndIncrement();
            }
            return 1;
        });
    }

    /** Does not. */
    private AsyncResult<Integer> stubborn(ProcessPool pool) {
        SharedInt begins = begun;
        return pool.submit(() -> {
            begins.getAndIncrement();
            while (true) {
                Thread.onSpinWait();
            }
        });
    }

    private void awaitBegun(int count) {
        Await.until("begin", () -> begun.get() == count);
    }

    private static long pid(ProcessPool pool) throws Exception {
        return pool.submit(() -> ProcessHandle.current().pid()).get();
    }

    /** 235, 238, 239, 241. */
    @Test
    void aQueuedTaskThatIsCancelledNeverRuns() throws Exception {
        try (ProcessPool pool = tandem.newPool(1)) {
            AsyncResult<Integer> running = sleeper(pool);
            awaitBegun(1);
            List<AsyncResult<Integer>> queued = new ArrayList<>();
            for (int i = 0; i < 2000; i++) {
                queued.add(sleeper(pool)); // more than the board holds
            }
            for (AsyncResult<Integer> each : queued) {
                assertTrue(each.cancel(false));
                assertTrue(each.isCancelled() && each.isDone());
                assertThrows(CancellationException.class, each::get);
            }
            assertFalse(running.isDone());
            assertTrue(running.cancel(true));
            assertEquals(5, (int) pool.submit(() -> 5).get());
            assertEquals(1, begun.get());
        }
    }

    @Test
    void aRunningTaskIsInterruptedAndItsWorkerStays() throws Exception {
        try (ProcessPool pool = tandem.newPool(1)) {
            long pid = pid(pool);
            AsyncResult<Integer> running = sleeper(pool);
            awaitBegun(1);
            assertTrue(running.cancel(true));
            Await.until("the interrupt", () -> ended.get() == 1);
            assertEquals(pid, pid(pool));
            assertTrue(running.isCancelled());
        }
    }

    @Test
    void aTaskThatHeedsNoInterruptIsKilledAfterTheGracePeriod() throws Exception {
        try (ProcessPool pool = tandem.newPool(PoolOptions.DEFAULT.workers(1).grace(Duration.ofMillis(100)))) {
            long pid = pid(pool);
            AsyncResult<Integer> running = stubborn(pool);
            awaitBegun(1);
            assertTrue(running.cancel(true));
            assertTrue(pid != pid(pool), "another worker");
        }
    }

    @Test
    void withoutAnInterruptARunningTaskGoesOnAndItsResultIsDropped() throws Exception {
        SharedInt go = tandem.newInt(0);
        SharedInt ends = ended;
        SharedInt begins = begun;
        try (ProcessPool pool = tandem.newPool(1)) {
            AsyncResult<Integer> running = pool.submit(() -> {
                begins.getAndIncrement();
                PoolMain.awaitGo(go);
                return ends.incrementAndGet();
            });
            awaitBegun(1);
            assertTrue(running.cancel(false));
            go.set(1);
            Await.until("its end", () -> ended.get() == 1);
            assertTrue(running.isCancelled());
            assertFalse(running.complete(1));
            assertEquals(5, (int) pool.submit(() -> 5).get());
        }
    }

    @Test
    void aTaskThatRunsTooLongFails() throws Exception {
        try (ProcessPool pool = tandem.newPool(PoolOptions.DEFAULT
                .workers(1)
                .taskTimeout(Duration.ofSeconds(3))
                .grace(Duration.ofMillis(100)))) {
            long pid = pid(pool);
            AsyncResult<Integer> sleeping = sleeper(pool);
            AsyncResult<Integer> waiting = pool.submit(() -> 2);
            ExecutionException late = assertThrows(ExecutionException.class, sleeping::get);
            assertTrue(late.getCause() instanceof TimeoutException, late.toString());
            assertEquals(2, waiting.get(), "its time began when it ran");
            assertEquals(pid, pid(pool), "the interrupt was enough");
            AsyncResult<Integer> endless = stubborn(pool);
            assertTrue(assertThrows(ExecutionException.class, endless::get).getCause() instanceof TimeoutException);
            assertTrue(pid != pid(pool));
            assertThrows(
                    ExecutionException.class,
                    () -> pool.applyAsync(
                                    n -> {
                                        Thread.sleep(60_000);
                                        return n;
                                    },
                                    1,
                                    Duration.ofMillis(10))
                            .get());
        }
    }

    @Test
    void aMapThatIsCancelledStops() throws Exception {
        SharedInt begins = begun;
        try (ProcessPool pool = tandem.newPool(2)) {
            AsyncResult<List<Integer>> map = pool.mapAsync(
                    n -> {
                        begins.getAndIncrement();
                        Thread.sleep(60_000);
                        return n;
                    },
                    ProcessPoolTest.numbers(100));
            Await.until("begin", () -> begun.get() == 2);
            assertTrue(map.cancel(true));
            assertEquals(5, (int) pool.submit(() -> 5).get());
            assertEquals(2, begun.get());
        }
    }
}
