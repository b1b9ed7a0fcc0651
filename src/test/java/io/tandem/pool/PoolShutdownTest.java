package io.tandem.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.support.Await;
import io.tandem.value.SharedInt;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The ends of a pool. */
class PoolShutdownTest {
    private final Tandem tandem = Tandem.open();

    @AfterEach
    void close() {
        tandem.close();
    }

    private void leavesNothing(ProcessPool pool, List<Long> pids) throws Exception {
        for (long pid : pids) {
            Await.until("end of " + pid, () -> ProcessHandle.of(pid).isEmpty());
        }
        try (var files = Files.list(tandem.path())) {
            String name = pool.path().getFileName().toString();
            List<String> left = files.map(file -> file.getFileName().toString())
                    .filter(file -> file.startsWith(name) || file.endsWith(".fn") || file.endsWith(".task"))
                    .toList();
            assertEquals(List.of(), left);
        }
    }

    private static void begin(ProcessPool pool) throws Exception {
        pool.map(n -> n, ProcessPoolTest.numbers(10));
        Await.until("all workers", () -> pool.pids().size() == pool.workers());
    }

    /** 190, 214. */
    @Test
    void sizes() throws Exception {
        assertThrows(IllegalArgumentException.class, () -> tandem.newPool(0));
        assertThrows(IllegalArgumentException.class, () -> tandem.newPool(-1));
        try (ProcessPool pool = tandem.newPool(3)) {
            begin(pool);
            assertEquals(3, Set.copyOf(pool.pids()).size());
        }
        assertEquals(Runtime.getRuntime().availableProcessors(), PoolOptions.DEFAULT.workers());
    }

    /** 206, 215, 229, 232, 236, E20. */
    @Test
    void shutdownRunsWhatWasSubmitted() throws Exception {
        ProcessPool pool = tandem.newPool(2);
        begin(pool);
        List<Long> pids = pool.pids();
        assertThrows(IllegalStateException.class, pool::join);
        List<AsyncResult<Integer>> results = new ArrayList<>();
        SharedInt go = tandem.newInt(0);
        PoolFunction<Integer, Integer> square = n -> {
            PoolMain.awaitGo(go);
            return n * n;
        };
        for (int i = 0; i < 3000; i++) {
            results.add(pool.applyAsync(square, i)); // more than the board holds
        }
        pool.shutdown();
        pool.shutdown();
        assertFalse(pool.awaitTermination(200, TimeUnit.MILLISECONDS), "it has work to do");
        go.set(1);
        assertTrue(pool.isShutdown());
        assertThrows(RejectedExecutionException.class, () -> pool.submit(() -> 1));
        pool.join();
        assertTrue(pool.isTerminated());
        for (int i = 0; i < 3000; i++) {
            assertTrue(results.get(i).isDone());
            assertEquals(i * i, results.get(i).get());
        }
        assertTrue(pool.awaitTermination(0, TimeUnit.SECONDS));
        leavesNothing(pool, pids);
        pool.close();
        pool.close();
        assertThrows(RejectedExecutionException.class, () -> pool.submit(() -> 1));
    }

    @Test
    void closeWaitsAndLeavesNothing() throws Exception {
        ProcessPool pool = tandem.newPool(2);
        PoolFunction<Integer, Integer> shipped = n -> n + 1;
        for (int i = 0; i < 5; i++) {
            pool.apply(shipped, i);
        }
        begin(pool);
        List<Long> pids = pool.pids();
        AsyncResult<Integer> slow = pool.submit(() -> {
            Thread.sleep(300);
            return 1;
        });
        pool.close();
        assertTrue(slow.isDone());
        assertTrue(pool.isTerminated());
        leavesNothing(pool, pids);
    }

    /** 191, 227, E25, P14. */
    @Test
    void terminateIsPromptWithManyEndlessTasks() throws Exception {
        ProcessPool pool = tandem.newPool(2);
        begin(pool);
        List<Long> pids = pool.pids();
        List<AsyncResult<Integer>> results = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            results.add(pool.applyAsync(
                    n -> {
                        while (true) {
                            Thread.onSpinWait();
                        }
                    },
                    i));
        }
        pool.terminate();
        pool.join();
        int died = 0;
        for (AsyncResult<Integer> result : results) {
            assertTrue(result.isDone());
            if (!result.isCancelled()) {
                assertInstanceOf(
                        WorkerDiedException.class,
                        assertThrows(ExecutionException.class, result::get).getCause());
                died++;
            }
        }
        assertTrue(died <= 2, died + " tasks ran");
        leavesNothing(pool, pids);
    }

    @Test
    void shutdownNowReturnsTheQueuedAndInterruptsTheRunning() throws Exception {
        SharedInt begun = tandem.newInt(0);
        ProcessPool pool = tandem.newPool(2);
        begin(pool);
        List<AsyncResult<Integer>> results = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            results.add(pool.submit(() -> {
                begun.getAndIncrement();
                Thread.sleep(60_000);
                return 1;
            }));
        }
        Await.until("two run", () -> begun.get() == 2);
        assertFalse(pool.awaitTermination(Duration.ofMillis(1)));
        assertEquals(3, pool.shutdownNow().size());
        pool.join();
        assertEquals(3, results.stream().filter(AsyncResult::isCancelled).count());
        for (AsyncResult<Integer> result : results) {
            if (!result.isCancelled()) {
                assertInstanceOf(
                        InterruptedException.class,
                        assertThrows(ExecutionException.class, result::get).getCause());
            }
        }
        assertEquals(2, begun.get());
    }

    /** Our own thread, which drops what a stopped pool will not run, does not come before the one that stopped it. */
    @Test
    void shutdownNowReturnsAllThatWasQueued() throws Exception {
        for (int round = 0; round < 5; round++) {
            SharedInt begun = tandem.newInt(0);
            ProcessPool pool = tandem.newPool(1);
            for (int i = 0; i < 100; i++) {
                pool.submit(() -> {
                    begun.getAndIncrement();
                    Thread.sleep(60_000);
                    return 1;
                });
            }
            Await.until("one runs", () -> begun.get() == 1);
            Thread dropper = new Thread(() -> {
                while (!pool.isShutdown()) {
                    Thread.onSpinWait();
                }
                pool.client().dropUnanswered(false, null);
            });
            dropper.start();
            int returned = pool.shutdownNow().size();
            dropper.join();
            pool.terminate();
            pool.join();
            assertEquals(99, returned);
        }
    }

    /** 199, 221, 223. */
    @Test
    void workersAreReplacedAfterSoManyTasks() throws Exception {
        try (ProcessPool pool = tandem.newPool(PoolOptions.DEFAULT.workers(2).maxTasksPerChild(10))) {
            List<AsyncResult<Long>> results = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                results.add(pool.submit(() -> ProcessHandle.current().pid()));
            }
            Set<Long> pids = new HashSet<>();
            for (AsyncResult<Long> result : results) {
                pids.add(result.get());
            }
            assertTrue(pids.size() >= 4, pids::toString);
        }
    }

    /** 200, 224. */
    @Test
    void shutdownWhileWorkersAreReplaced() throws Exception {
        ProcessPool pool = tandem.newPool(PoolOptions.DEFAULT.workers(2).maxTasksPerChild(1));
        List<AsyncResult<Integer>> results = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            results.add(pool.applyAsync(n -> n * 2, i));
        }
        pool.shutdown();
        pool.join();
        for (int i = 0; i < 6; i++) {
            assertEquals(i * 2, results.get(i).get());
        }
    }

    /** 220. */
    @Test
    void thereAreNeverMoreWorkersThanAsked() throws Exception {
        SharedInt go = tandem.newInt(0);
        try (ProcessPool pool = tandem.newPool(2)) {
            for (int i = 0; i < 30; i++) {
                pool.submit(() -> {
                    while (go.get() == 0) {
                        LockSupport.parkNanos(1_000_000);
                    }
                });
            }
            Await.until("all workers", () -> pool.pids().size() == 2);
            assertEquals(
                    2,
                    io.tandem.process.ChildProcess.activeChildren().stream()
                            .filter(child -> child.name().startsWith("PoolWorker"))
                            .count());
            go.set(1);
        }
    }

    @Test
    void closingTheTandemEndsItsPools() throws Exception {
        List<Long> pids;
        AsyncResult<Integer> running;
        try (Tandem other = Tandem.open()) {
            ProcessPool pool = other.newPool(2);
            begin(pool);
            pids = pool.pids();
            running = pool.submit(() -> {
                Thread.sleep(60_000);
                return 1;
            });
        }
        for (long pid : pids) {
            Await.until("end of " + pid, () -> ProcessHandle.of(pid).isEmpty());
        }
        assertTrue(running.isDone());
    }
}
