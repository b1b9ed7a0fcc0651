package io.tandem.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.process.ChildProcess;
import io.tandem.support.Await;
import io.tandem.support.Jvm;
import io.tandem.value.SharedLongArray;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Workers are killed at random under load. {@code -Dtandem.storm.seconds} makes it longer, {@code -Dtandem.seed} repeats the
 * same choices.
 */
class PoolStormTest {
    private static final int WORKERS = 3;
    private static final int NOTES = 1 << 20;
    private static final int AHEAD = 2000;

    private final Tandem tandem = Tandem.open();
    private final Set<Long> killed = new HashSet<>();
    private int kills;
    private int lost;
    private int tasks;

    /** Notes who runs a task; the square of its number, after a while. */
    private static PoolFunction<Integer, Long> noting(SharedLongArray notes) {
        return n -> {
            notes.set(n, ProcessHandle.current().pid());
            if (n % 64 == 0) {
                LockSupport.parkNanos(n % 7 * 1_000_000L);
            }
            return (long) n * n;
        };
    }

    private void judge(int task, AsyncResult<Long> result, SharedLongArray notes, Set<Long> victims) throws Exception {
        try {
            assertEquals((long) task * task, result.get(60, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            WorkerDiedException died = assertInstanceOf(WorkerDiedException.class, e.getCause());
            assertTrue(killed.contains(died.pid()), () -> "nobody killed " + died.pid());
            assertTrue(victims.add(died.pid()), () -> died.pid() + " took more than one task along");
            assertTrue(notes.get(task) == died.pid() || notes.get(task) == 0, "it ran elsewhere");
            lost++;
        }
    }

    private void storm(long seconds, int retries) throws Exception {
        long seed = Long.getLong("tandem.seed", System.nanoTime());
        Random random = new Random(seed);
        SharedLongArray notes = tandem.newLongArray(NOTES);
        Set<Long> victims = new HashSet<>();
        ProcessPool pool = tandem.newPool(PoolOptions.DEFAULT
                .workers(WORKERS)
                .retries(retries)
                .jvmFlags("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        PoolFunction<Integer, Long> function = noting(notes);
        List<AsyncResult<Long>> results = new ArrayList<>();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        long nextKill = System.nanoTime();
        int judged = 0;
        while (System.nanoTime() - end < 0 && tasks < NOTES) {
            results.add(pool.applyAsync(function, tasks++));
            if (results.size() - judged > AHEAD) {
                judge(judged, results.get(judged), notes, victims);
                results.set(judged++, null);
            }
            if (System.nanoTime() - nextKill > 0) {
                nextKill = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(random.nextInt(300));
                kill(pool, random);
            }
        }
        for (; judged < results.size(); judged++) {
            judge(judged, results.get(judged), notes, victims);
        }
        System.out.println("storm: " + tasks + " tasks, " + kills + " kills, " + lost + " lost, -Dtandem.seed=" + seed);
        assertTrue(kills > 0 && tasks > 1000);
        assertTrue(retries == 0 || lost == 0, lost + " lost with retries");
        Await.until("all workers", () -> pool.pids().size() == WORKERS);
        List<Long> pids = pool.pids();
        pool.close();
        leavesNothing(pids);
    }

    private void kill(ProcessPool pool, Random random) {
        List<Long> pids = pool.pids();
        pids.removeAll(killed);
        if (!pids.isEmpty()) {
            long pid = pids.get(random.nextInt(pids.size()));
            killed.add(pid);
            kills++;
            Jvm.signal(pid, "KILL");
        }
    }

    private void leavesNothing(List<Long> pids) throws Exception {
        pids.forEach(
                pid -> Await.until("end of " + pid, () -> ProcessHandle.of(pid).isEmpty()));
        assertFalse(ChildProcess.activeChildren().stream()
                .anyMatch(child -> child.name().startsWith("PoolWorker")));
        try (var files = Files.list(tandem.path())) {
            assertEquals(
                    List.of(),
                    files.map(file -> file.getFileName().toString())
                            .filter(name -> name.startsWith("pool") || name.endsWith(".fn") || name.endsWith(".task"))
                            .toList());
        }
        tandem.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1000})
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void exactlyTheKilledTasksFail(int retries) throws Exception {
        storm(Long.getLong("tandem.storm.seconds", 10), retries);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1000})
    @Tag("full")
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void theSameForAMinute(int retries) throws Exception {
        storm(60, retries);
    }
}
