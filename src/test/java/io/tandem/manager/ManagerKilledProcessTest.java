package io.tandem.manager;

import static org.junit.jupiter.api.Assertions.*;

import io.tandem.Tandem;
import io.tandem.manager.Kinds.Counter;
import io.tandem.support.Await;
import io.tandem.support.Jvm;
import io.tandem.sync.SharedLock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How long it takes until others know of a death; the figures are printed, the deadline is a generous one. */
class ManagerKilledProcessTest {
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(5);

    @TempDir
    Path directory;

    private static <T> FutureTask<T> start(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        Thread thread = new Thread(task, "caller");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    /** Until the call fails, and when. */
    private static FutureTask<Long> ends(Callable<?> call) {
        return start(() -> {
            ManagerDiedException died = assertThrows(ManagerDiedException.class, call::call);
            assertNotNull(died.getMessage());
            return System.nanoTime();
        });
    }

    private static long kill(long pid) {
        Jvm.signal(pid, "KILL");
        return System.nanoTime();
    }

    private static String millis(long nanos) {
        return nanos / 1_000_000 + " ms";
    }

    /** Two threads that wait in a method, three that call all the time, so that one receives for all. */
    private long longestAfterTheServersDeath(Tandem tandem, int number) throws Exception {
        try (Manager manager = Manager.start(tandem, Crew.options("m" + number))) {
            Counter counter = manager.create(Counter.class);
            ManagedMap<Integer, Integer> map = manager.dict();
            List<FutureTask<Long>> calls = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                calls.add(ends(counter::take));
            }
            for (int i = 0; i < 3; i++) {
                int key = i;
                calls.add(ends(() -> {
                    while (true) {
                        map.merge(key, 1, Integer::sum);
                    }
                }));
            }
            Await.until("calls", () -> counter.waiting() == 2 && map.size() == 3);
            long killed = kill(manager.pid());
            long longest = 0;
            for (FutureTask<Long> call : calls) {
                longest = Math.max(longest, call.get(Jvm.DEADLINE_SECONDS, TimeUnit.SECONDS) - killed);
            }
            return longest;
        }
    }

    private void serversDie(int times) throws Exception {
        long longest = 0;
        try (Tandem tandem = Tandem.open(directory)) {
            for (int i = 0; i < times; i++) {
                longest = Math.max(longest, longestAfterTheServersDeath(tandem, i));
            }
        }
        System.out.println("manager: " + times + " servers killed, five calls pending each; the last one failed after "
                + millis(longest) + " at most");
        assertTrue(longest < MOST_NANOS, () -> "a call of a dead server's waited too long");
    }

    @Test
    void pendingCallsFailSoonAfterTheServersDeath() throws Exception {
        serversDie(3);
    }

    @Test
    @Tag("full")
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void pendingCallsFailSoonAfterTwentyServersDeaths() throws Exception {
        serversDie(20);
    }

    private static long count(Manager manager, String what) {
        String counts = manager.counts();
        return Long.parseLong(
                counts.substring(counts.indexOf(what) + what.length() + 1).replaceAll("\\D.*", ""));
    }

    private static void collect(Manager manager) {
        manager.computeOnServer(manager.dict("any"), map -> {
            System.gc();
            return null;
        });
    }

    /** Returns when its lock had passed on, and when the server had forgotten it. */
    private static long[] afterTheClientsDeath(Manager manager) throws Exception {
        try (Jvm client = Jvm.start(Crew.LockHolder.class, manager.path().toString());
                SharedLock lock = manager.lock("lock")) {
            client.awaitLine("holds");
            FutureTask<Long> next = start(() -> {
                try (var held = lock.acquire()) {
                    assertTrue(lock.ownerDied());
                    lock.markConsistent();
                    return System.nanoTime();
                }
            });
            assertTrue(count(manager, "objects") >= 50);
            assertFalse(next.isDone());
            long killed = kill(client.pid());
            Await.until(manager::counts, () -> count(manager, "clients") == 1);
            long forgotten = System.nanoTime() - killed;
            return new long[] {next.get(Jvm.DEADLINE_SECONDS, TimeUnit.SECONDS) - killed, forgotten};
        }
    }

    private void clientsDie(int times) throws Exception {
        long passed = 0;
        long forgotten = 0;
        try (Tandem tandem = Tandem.open(directory);
                Manager manager = Manager.start(tandem, Crew.options("m"))) {
            collect(manager);
            long objects = count(manager, "objects");
            for (int i = 0; i < times; i++) {
                long[] after = afterTheClientsDeath(manager);
                passed = Math.max(passed, after[0]);
                forgotten = Math.max(forgotten, after[1]);
            }
            Await.until(manager::counts, () -> {
                collect(manager);
                return count(manager, "objects") <= objects;
            });
        }
        System.out.println("manager: " + times + " clients killed; its lock passed on after " + millis(passed)
                + ", its references were gone after " + millis(forgotten) + " at most");
        assertTrue(Math.max(passed, forgotten) < MOST_NANOS, () -> "a dead client was noticed too late");
    }

    @Test
    void whatAClientHadIsFreeSoonAfterItsDeath() throws Exception {
        clientsDie(3);
    }

    @Test
    @Tag("full")
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void whatTwentyClientsHadIsFreeSoonAfterTheirDeaths() throws Exception {
        clientsDie(20);
    }
}
