package io.tandem.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.codec.EncodeException;
import io.tandem.process.RemoteFailure;
import io.tandem.support.Await;
import io.tandem.support.Jvm;
import io.tandem.value.SharedInt;
import java.io.ObjectInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks that fail, and workers that die. */
class PoolFailureTest {
    private final Tandem tandem = Tandem.open();

    @AfterEach
    void close() {
        tandem.close();
    }

    static <T extends Throwable> T cause(Class<T> type, Future<?> future) {
        return assertInstanceOf(
                type, assertThrows(ExecutionException.class, future::get).getCause());
    }

    private static void works(ProcessPool pool) throws Exception {
        assertEquals(ProcessPoolTest.squares(40), pool.map(n -> n * n, ProcessPoolTest.numbers(40)));
        Await.until(() -> "all workers in " + pool, () -> pool.pids().size() == pool.workers());
    }

    static void die(String how) throws Exception {
        switch (how) {
            case "KILL", "SEGV" -> Jvm.signal(ProcessHandle.current().pid(), how);
            case "exit" -> System.exit(7);
            case "halt" -> Runtime.getRuntime().halt(8);
            default -> throw new IllegalArgumentException(how);
        }
        new CountDownLatch(1).await();
    }

    /** P1, P2, P3, 208, 217, 230. */
    @ParameterizedTest
    @ValueSource(strings = {"KILL", "SEGV", "exit", "halt"})
    void aWorkersDeathFailsItsTaskOnly(String how) throws Exception {
        try (ProcessPool pool = tandem.newPool(
                PoolOptions.DEFAULT.workers(2).jvmFlags("-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=/dev/null"))) {
            AsyncResult<Object> victim = pool.applyAsync(
                    way -> {
                        die(way);
                        return 1;
                    },
                    how);
            List<AsyncResult<Integer>> others = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                others.add(pool.applyAsync(n -> n + 1, i));
            }
            WorkerDiedException died = cause(WorkerDiedException.class, victim);
            switch (how) {
                case "KILL" -> assertEquals(9, died.signal().getAsInt(), died.toString());
                case "exit" -> assertEquals(7, died.exitCode(), died.toString());
                case "halt" -> assertEquals(8, died.exitCode(), died.toString());
                default -> assertTrue(died.exitCode() != 0, died.toString()); // without a core dump the JVM says 1
            }
            for (int i = 0; i < 20; i++) {
                assertEquals(i + 1, others.get(i).get());
            }
            assertFalse(pool.pids().contains(died.pid()));
            works(pool);
        }
    }

    @Test
    void aTaskOfARepeatablePoolRunsAgain() throws Exception {
        SharedInt deaths = tandem.newInt(0);
        try (ProcessPool pool = tandem.newPool(PoolOptions.DEFAULT.workers(1).retries(2))) {
            assertEquals(
                    "survived",
                    pool.submit(() -> {
                                if (deaths.getAndIncrement() < 2) {
                                    die("halt");
                                }
                                return "survived";
                            })
                            .get());
            assertEquals(3, deaths.get());
            AsyncResult<Integer> hopeless = pool.submit(() -> {
                deaths.getAndIncrement();
                die("halt");
                return 1;
            });
            cause(WorkerDiedException.class, hopeless);
            assertEquals(6, deaths.get());
            works(pool);
        }
    }

    @Test
    void outOfMemoryIsToldAndEndsTheWorker() throws Exception {
        try (ProcessPool pool = tandem.newPool(PoolOptions.DEFAULT.workers(1).jvmFlags("-Xmx64m"))) {
            long before = pool.submit(() -> ProcessHandle.current().pid()).get();
            AsyncResult<Integer> greedy = pool.submit(() -> {
                List<byte[]> all = new ArrayList<>();
                while (true) {
                    all.add(new byte[1 << 20]);
                }
            });
            cause(OutOfMemoryError.class, greedy);
            long after = pool.submit(() -> ProcessHandle.current().pid()).get();
            assertTrue(before != after);
            works(pool);
        }
    }

    static final class Fragile extends RuntimeException {
        private static final long serialVersionUID = 1;

        Fragile(String message) {
            super(message);
        }

        private void readObject(ObjectInputStream in) throws java.io.IOException {
            throw new java.io.IOException("cannot be read anywhere");
        }
    }

    static final class Local extends Exception {
        private static final long serialVersionUID = 1;
        private final transient Object unused = new Object();
        final Object held = new Object();

        Local() {
            super("not serializable");
        }
    }

    static final class Plain {
        @Override
        public String toString() {
            return "plain thing";
        }
    }

    /** 193, 194, 209, 218; results that cannot be sent. */
    @Test
    void errorsArriveWithTheirTraces() throws Exception {
        try (ProcessPool pool = tandem.newPool(2)) {
            ArithmeticException e = cause(ArithmeticException.class, pool.applyAsync(n -> 1 / n, 0));
            assertEquals("/ by zero", e.getMessage());
            assertTrue(Arrays.stream(e.getStackTrace())
                    .anyMatch(at -> at.getClassName().equals(Runner.class.getName())));
            RemoteFailure fragile = cause(
                    RemoteFailure.class,
                    pool.applyAsync(
                            n -> {
                                throw new Fragile("broken glass");
                            },
                            0));
            assertTrue(fragile.getMessage().contains("broken glass"), fragile.toString());
            assertEquals(Fragile.class.getName(), fragile.className());
            RemoteFailure local = cause(RemoteFailure.class, pool.submit(() -> {
                throw new Local();
            }));
            assertTrue(local.getMessage().contains("not serializable"));
            EncodeException result = cause(EncodeException.class, pool.submit(() -> new Plain()));
            assertTrue(result.getMessage().contains("Plain (plain thing)"), result.getMessage());
            cause(StackOverflowError.class, pool.applyAsync(PoolFailureTest::forEver, 1));
            ExecutionException first = assertThrows(
                    ExecutionException.class,
                    () -> pool.map(
                            n -> {
                                if (n % 10 == 5) {
                                    throw new IllegalStateException("x".repeat(100_000) + n);
                                }
                                return n;
                            },
                            ProcessPoolTest.numbers(100)));
            assertTrue(first.getCause().getMessage().endsWith("x5"), "the first by place");
            works(pool);
        }
    }

    private static int forEver(int n) {
        return forEver(n + 1) + 1;
    }

    private Plain field = new Plain();

    /** 182. */
    @Test
    void whatCannotBeSentIsToldAtOnce() throws Exception {
        try (ProcessPool pool = tandem.newPool(1)) {
            EncodeException argument = cause(EncodeException.class, pool.applyAsync(n -> 1, new Plain()));
            assertTrue(argument.getMessage().contains("Plain"), argument.getMessage());
            ExecutionException mapped =
                    assertThrows(ExecutionException.class, () -> pool.map(n -> 1, List.of(1, 2, new Plain(), 3), 1));
            assertInstanceOf(EncodeException.class, mapped.getCause());
            String captured = assertThrows(IllegalArgumentException.class, () -> pool.submit(() -> field.toString()))
                    .getMessage();
            assertTrue(captured.contains(getClass().getName()) && captured.contains("(this)"), captured);
            Callable<Integer> made = () -> 1;
            String uncast = assertThrows(IllegalArgumentException.class, () -> pool.submit(made))
                    .getMessage();
            assertTrue(uncast.contains("(Callable<T> & Serializable)"), uncast);
            works(pool);
        }
    }

    /** 203, 226. */
    @Test
    void anInitializerThatThrowsBreaksThePool() throws Exception {
        SharedInt runs = tandem.newInt(0);
        try (ProcessPool pool = tandem.newPool(PoolOptions.DEFAULT.workers(2).initializer(() -> {
            runs.getAndIncrement();
            throw new IllegalStateException("no licence");
        }))) {
            AsyncResult<Integer> queued = pool.submit(() -> 1);
            PoolBrokenException broken = cause(PoolBrokenException.class, queued);
            assertEquals("no licence", broken.getCause().getMessage());
            RejectedExecutionException later =
                    assertThrows(RejectedExecutionException.class, () -> pool.submit(() -> 1));
            assertInstanceOf(PoolBrokenException.class, later.getCause());
            assertTrue(runs.get() <= 2, () -> runs.get() + " starts");
        }
    }

    @Test
    void theInitializerRunsOncePerWorker() throws Exception {
        SharedInt runs = tandem.newInt(0);
        try (ProcessPool pool =
                tandem.newPool(PoolOptions.DEFAULT.workers(2).initializer(() -> runs.getAndIncrement()))) {
            works(pool);
            assertEquals(2, runs.get());
        }
    }

    @Test
    void aWorkerThatCannotStartBreaksThePool() {
        try (ProcessPool pool = tandem.newPool(PoolOptions.DEFAULT.workers(1).jvmFlags("-Xmx1k"))) {
            cause(PoolBrokenException.class, pool.submit(() -> 1));
        }
    }

    /** It is begun before it is copied: else it would be given back, and kill one worker after the other. */
    @Test
    void aTaskThatIsTooLargeForAWorkerFails() throws Exception {
        try (ProcessPool pool = tandem.newPool(PoolOptions.DEFAULT.workers(1).jvmFlags("-Xmx32m"))) {
            cause(WorkerDiedException.class, pool.applyAsync(bytes -> bytes.length, new byte[64 << 20]));
            assertEquals(
                    3, (int) pool.applyAsync(bytes -> bytes.length, new byte[3]).get());
        }
    }

    /** A word that names a worker which cannot be, as no program writes it: everybody is told, and nobody waits. */
    @Test
    void whenItsKeeperFailsThePoolIsBroken() throws Exception {
        ProcessPool pool = tandem.newPool(1);
        AsyncResult<Integer> pending = pool.submit(() -> {
            new CountDownLatch(1).await();
            return 1;
        });
        Board board = pool.file().board(0);
        int slot = PoolLayout.SLOTS - 1;
        board.begin(slot, board.queue(slot), pool.workers());
        cause(PoolBrokenException.class, pending);
        pool.close();
        assertTrue(pool.isTerminated());
    }
}
