package io.tandem.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.support.Await;
import io.tandem.support.Jvm;
import io.tandem.value.SharedLongArray;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Several JVMs on one lock, killed, stopped and started at random; what they guard with it is checked by each of them.
 * {@code -Dtandem.storm.seconds} makes it longer, {@code -Dtandem.seed} repeats the same choices.
 */
class LockStormTest {
    private static final int JVMS = 5;
    private static final int MOST_WORKERS = 100_000;
    private static final List<String> FLAGS = List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    private static final Duration DEADLINE = Duration.ofSeconds(Jvm.DEADLINE_SECONDS);

    private final Tandem tandem = Tandem.open();
    private final SharedLongArray cells = tandem.newLongArray(LockStormWorker.DONE + MOST_WORKERS);
    private final List<Jvm> workers = new ArrayList<>();
    private final long seed = Long.getLong("tandem.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private int started;
    private int kills;
    private int stops;

    @AfterEach
    void close() {
        workers.forEach(Jvm::close);
        tandem.close();
    }

    private Jvm start(Class<?> worker, Path path) {
        return Jvm.start(
                FLAGS,
                worker,
                path.toString(),
                cells.path().toString(),
                Integer.toString(++started),
                Long.toString(random.nextLong()));
    }

    private void pause(long most) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1 + random.nextLong(most)));
    }

    private void strike(Class<?> worker, Path path) throws Exception {
        int victim = random.nextInt(workers.size());
        Jvm jvm = workers.get(victim);
        assertTrue(jvm.isAlive(), () -> "-Dtandem.seed=" + seed + ": " + jvm);
        boolean ready = jvm.lines().contains("ready");
        if (ready && random.nextBoolean()) {
            stops++;
            jvm.stop();
            pause(150);
            jvm.signal("CONT");
        } else if (ready || random.nextInt(20) == 0) {
            kills++;
            jvm.kill();
            workers.set(victim, start(worker, path));
            jvm.close();
        }
    }

    private void end() throws Exception {
        cells.set(LockStormWorker.OVER, 1);
        for (Jvm jvm : workers) {
            jvm.awaitSuccess();
        }
        long done = 0;
        for (int number = 1; number <= started; number++) {
            done += cells.get(LockStormWorker.DONE + number);
        }
        long counted = cells.get(LockStormWorker.ONE);
        String all = counted + " holds, " + done + " in order, " + kills + " kills, " + stops + " stops, -Dtandem.seed="
                + seed;
        System.out.println("storm: " + all);
        assertTrue(counted >= done && counted <= done + kills, all);
        assertTrue(done > 1000 && kills > 0 && stops > 0, all);
    }

    private void locks(LockKind kind, long seconds) throws Exception {
        System.out.println("storm of " + seconds + " s, -Dtandem.seed=" + seed + ", " + kind);
        RobustLock lock = kind.create(tandem.path().resolve("lock"));
        for (int i = 0; i < JVMS; i++) {
            workers.add(start(LockStormWorker.Locking.class, lock.path()));
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() - end < 0) {
            strike(LockStormWorker.Locking.class, lock.path());
            assertTrue(lock.tryLock(DEADLINE), lock::toString);
            lock.unlock();
            pause(60);
        }
        end();
    }

    private void conditions(long seconds) throws Exception {
        System.out.println("storm of " + seconds + " s, -Dtandem.seed=" + seed + ", of a condition");
        RobustLock lock = LockKind.LOCK.create(tandem.path().resolve("lock"));
        SharedCondition condition = lock.newCondition();
        for (int i = 0; i < JVMS; i++) {
            workers.add(start(LockStormWorker.Taking.class, condition.path()));
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() - end < 0) {
            for (int i = random.nextInt(20); i >= 0; i--) {
                put(lock, condition, 1);
            }
            strike(LockStormWorker.Taking.class, condition.path());
            if (random.nextInt(10) == 0) {
                Await.until(
                        () -> "an item for each signal, -Dtandem.seed=" + seed + " " + condition + workers,
                        this::isEmpty);
            }
        }
        Await.until(() -> "an item for each signal, -Dtandem.seed=" + seed + " " + condition + workers, this::isEmpty);
        cells.set(LockStormWorker.OVER, 1);
        Await.until("the end of all", () -> {
            put(lock, condition, Integer.MAX_VALUE);
            return workers.stream().noneMatch(Jvm::isAlive);
        });
        end();
    }

    private boolean isEmpty() {
        return cells.get(LockStormWorker.ITEMS) == 0;
    }

    private void put(RobustLock lock, SharedCondition condition, int signals) {
        try (LockGuard held = lock.acquire()) {
            cells.setPlain(LockStormWorker.ITEMS, cells.getPlain(LockStormWorker.ITEMS) + 1);
            condition.signal(signals);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LOCK", "FAIR"})
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void oneInsideAndDeathsAreTold(LockKind kind) throws Exception {
        locks(kind, Long.getLong("tandem.storm.seconds", 10));
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void noSignalIsLost() throws Exception {
        conditions(Long.getLong("tandem.storm.seconds", 10));
        assertEquals(0, cells.get(LockStormWorker.INSIDE));
    }

    @ParameterizedTest
    @EnumSource(names = {"LOCK", "FAIR", "REENTRANT"})
    @Tag("full")
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void forALongTime(LockKind kind) throws Exception {
        locks(kind, Long.getLong("tandem.storm.seconds", 60));
    }

    @Test
    @Tag("full")
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void conditionsForALongTime() throws Exception {
        conditions(Long.getLong("tandem.storm.seconds", 60));
    }
}
