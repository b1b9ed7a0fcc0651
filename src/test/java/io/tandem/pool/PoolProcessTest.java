package io.tandem.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.support.Await;
import io.tandem.support.Jvm;
import io.tandem.support.Skip;
import io.tandem.value.SharedInt;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pools between JVMs. */
class PoolProcessTest {
    private static Jvm submitter(ProcessPool pool, SharedInt go, SharedInt begun, int tasks) {
        return Jvm.start(
                PoolMain.Submitter.class,
                pool.path().toString(),
                go.path().toString(),
                begun.path().toString(),
                Integer.toString(tasks));
    }

    private static void works(ProcessPool pool) throws Exception {
        assertEquals(ProcessPoolTest.squares(40), pool.map(n -> n * n, ProcessPoolTest.numbers(40)));
    }

    @Test
    void anotherJvmSubmits() throws Exception {
        try (Tandem tandem = Tandem.open();
                ProcessPool pool = tandem.newPool(2)) {
            SharedInt go = tandem.newInt(1);
            SharedInt begun = tandem.newInt(0);
            try (Jvm other = submitter(pool, go, begun, 2000)) {
                works(pool);
                List<String> lines = other.awaitSuccess();
                for (int i = 0; i < 2000; i++) {
                    assertEquals("got " + (i + 1), lines.get(i + 1));
                }
                assertEquals("closed", lines.get(2001));
            }
            works(pool);
        }
    }

    @Test
    void aSubmitterThatIsKilledLeavesNothing() throws Exception {
        try (Tandem tandem = Tandem.open();
                ProcessPool pool = tandem.newPool(2)) {
            SharedInt go = tandem.newInt(0);
            SharedInt begun = tandem.newInt(0);
            try (Jvm other = submitter(pool, go, begun, 1500)) {
                other.awaitLine("submitted");
                Await.until("two run", () -> begun.get() == 2);
                other.kill();
            }
            Await.until("its queue is swept", () -> results(tandem) == 1 || results(tandem) == 0);
            go.set(1);
            works(pool);
            assertEquals(2, begun.get(), "what it had queued does not run");
        }
    }

    private static int results(Tandem tandem) {
        String[] names = tandem.path().toFile().list((folder, name) -> name.matches(".*~results~[0-9]+"));
        return names.length;
    }

    /** P12; pool 177. */
    @Test
    void whenItsOwnerIsKilledWorkersEndAndSubmittersAreTold(@TempDir Path folder) throws Exception {
        Path directory = folder.resolve("d");
        try (Jvm owner = Jvm.start(PoolMain.Owner.class, directory.toString())) {
            String pids = owner.awaitLine("pids ");
            Path path = Path.of(owner.awaitLine("pool ").substring(5));
            try (Tandem tandem = Tandem.open(directory);
                    ProcessPool pool = ProcessPool.attach(path)) {
                SharedInt go = tandem.newInt(0);
                AsyncResult<Integer> pending = pool.submit(() -> {
                    PoolMain.awaitGo(go);
                    return 1;
                });
                owner.kill();
                PoolFailureTest.cause(PoolDiedException.class, pending);
                assertTrue(pool.isTerminated());
                for (String pid : pids.substring(6, pids.length() - 1).split(", ")) {
                    Await.until(
                            "end of worker " + pid,
                            () -> ProcessHandle.of(Long.parseLong(pid)).isEmpty());
                }
            }
        }
    }

    /** 202, 233, 236. */
    @ParameterizedTest
    @ValueSource(strings = {"", "shutdown"})
    void tasksCompleteAlthoughMainReturns(String shutdown) throws Exception {
        String[] arguments = shutdown.isEmpty() ? new String[0] : new String[] {shutdown};
        try (Jvm jvm = Jvm.start(PoolMain.Hasty.class, arguments)) {
            assertEquals(4, Collections.frequency(jvm.awaitSuccess(), "ran"));
        }
    }

    /** 202. */
    @Test
    void anIdlePoolHoldsUpNobody() throws Exception {
        try (Jvm jvm = Jvm.start(PoolMain.Idle.class)) {
            assertEquals(List.of("got 1"), jvm.awaitSuccess());
        }
    }

    /** 196, 236. */
    @Test
    void aForgottenPoolWarnsAndIsShutDown() throws Exception {
        try (Jvm jvm = Jvm.start(PoolMain.Forgetful.class)) {
            List<String> lines = jvm.awaitSuccess();
            assertTrue(lines.contains("last 3") && lines.contains("iterated 90"), jvm::toString);
            List<String> warnings = lines.stream()
                    .filter(line -> line.contains("became garbage"))
                    .toList();
            assertEquals(1, warnings.size(), jvm::toString);
        }
    }

    /** Whoever holds a carrier while it waits holds up others; with a slow tick of an hour, for ever. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void manyVirtualThreadsWaitWithFewCarriers(int carriers) throws Exception {
        Skip.VIRTUAL_THREADS.unless(Runtime.version().feature() >= 21);
        List<String> flags = List.of(
                "-Dio.tandem.noTick=true",
                "-Djdk.virtualThreadScheduler.parallelism=" + carriers,
                "-Djdk.virtualThreadScheduler.maxPoolSize=" + carriers);
        try (Jvm jvm = Jvm.start(flags, PoolMain.Virtual.class, "64", "20")) {
            assertEquals(List.of("sum " + (63 * 64 / 2 + 64) * 20), jvm.awaitSuccess());
        }
    }

    @Test
    void tasksUseThePoolTheyRunIn() throws Exception {
        try (Tandem tandem = Tandem.open();
                ProcessPool pool = tandem.newPool(3)) {
            assertEquals(List.of(30, 31), pool.map(n -> pool.apply(m -> m + 30, n), List.of(0, 1)));
            int inner = pool.submit(() -> {
                        try (Tandem own = Tandem.open();
                                ProcessPool nested = own.newPool(1)) {
                            return nested.<Integer, Integer>apply(n -> n * 2, 21);
                        }
                    })
                    .get();
            assertEquals(42, inner);
        }
    }

    @Test
    void aStoppedSubmitterHoldsUpNobodyElse() throws Exception {
        try (Tandem tandem = Tandem.open();
                ProcessPool pool = tandem.newPool(2)) {
            SharedInt go = tandem.newInt(1);
            SharedInt begun = tandem.newInt(0);
            try (Jvm other = submitter(pool, go, begun, 5000)) {
                Await.until("some ran", () -> begun.get() > 100);
                other.stop();
                works(pool);
                other.signal("CONT");
                assertTrue(other.awaitSuccess().contains("got 5000"));
            }
        }
    }

    @Test
    void filesOfAPoolGoWithIt() throws Exception {
        try (Tandem tandem = Tandem.open()) {
            try (ProcessPool pool = tandem.newPool(1)) {
                works(pool);
            }
            try (var files = Files.list(tandem.path())) {
                assertEquals(
                        List.of(),
                        files.map(file -> file.getFileName().toString())
                                .filter(name -> name.startsWith("pool"))
                                .toList());
            }
        }
    }

    /** It does not wait, and its JVM can end. */
    @Test
    void whoIsInterruptedInCloseLetsGo() throws Exception {
        try (Tandem tandem = Tandem.open();
                ProcessPool pool = tandem.newPool(1)) {
            SharedInt go = tandem.newInt(0);
            SharedInt begun = tandem.newInt(0);
            try (Jvm leaver = Jvm.start(
                    PoolMain.Leaver.class,
                    pool.path().toString(),
                    go.path().toString(),
                    begun.path().toString())) {
                assertEquals(List.of("cancelled true", "cancelled true"), leaver.awaitSuccess());
            }
            go.set(1);
            works(pool);
            assertEquals(1, begun.get());
        }
    }
}
