package io.tandem.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.support.Jvm;
import io.tandem.value.SharedLongArray;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * JVMs that acquire and release permits, killed, stopped and started at random. {@code -Dtandem.storm.seconds} makes it
 * longer, {@code -Dtandem.seed} repeats the same choices.
 */
class SemaphoreStormTest {
    private static final List<String> FLAGS = List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final Tandem tandem = Tandem.open();
    private final SharedSemaphore semaphore =
            SharedSemaphore.createBounded(tandem.path().resolve("semaphore"), StormWorker.PERMITS);
    private final SharedLongArray marks = tandem.newLongArray(new long[StormWorker.MARKS]);
    private final List<Jvm> workers = new ArrayList<>();
    private Random random;

    private Jvm start(int worker) {
        return Jvm.start(
                FLAGS,
                StormWorker.class,
                semaphore.path().toString(),
                marks.path().toString(),
                Integer.toString(worker),
                Long.toString(random.nextLong()));
    }

    private void pause(long most) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1 + random.nextLong(most)));
    }

    private void storm(long seconds) throws Exception {
        long seed = Long.getLong("tandem.seed", System.nanoTime());
        System.out.println("storm of " + seconds + " s, -Dtandem.seed=" + seed);
        random = new Random(seed);
        int kills = 0;
        int stops = 0;
        try {
            for (int worker = 0; worker < StormWorker.WORKERS; worker++) {
                workers.add(start(worker));
            }
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            while (System.nanoTime() - end < 0) {
                int victim = random.nextInt(workers.size());
                Jvm worker = workers.get(victim);
                assertTrue(worker.isAlive(), worker::toString);
                boolean ready = worker.lines().contains("ready");
                if (ready && random.nextInt(3) == 0) {
                    worker.stop();
                    pause(60);
                    worker.signal("CONT");
                    stops++;
                } else if (ready || random.nextInt(20) == 0) {
                    worker.kill();
                    kills++;
                    StormWorker.wipe(marks, victim);
                    workers.set(victim, start(victim));
                }
                pause(60);
            }
            for (Jvm worker : workers) {
                assertTrue(worker.isAlive(), worker::toString);
                worker.kill();
            }
            assertTrue(semaphore.tryAcquire(StormWorker.PERMITS, Duration.ofSeconds(60)), semaphore::toString);
            assertFalse(semaphore.tryAcquire());
            semaphore.release(StormWorker.PERMITS);
            assertEquals(StormWorker.PERMITS, semaphore.availablePermits());
            String all = marks.get(StormWorker.ROUNDS) + " rounds, " + kills + " kills, " + stops + " stops, "
                    + semaphore.recovered() + " permits recovered";
            System.out.println("storm: " + all);
            assertEquals(0, marks.get(StormWorker.TOO_MANY), () -> "-Dtandem.seed=" + seed + ": " + all);
            assertTrue(kills > 0 && stops > 0 && semaphore.recovered() > 0, all);
        } finally {
            workers.forEach(Jvm::close);
            tandem.close();
        }
    }

    @Test
    void neverMoreInsideThanPermitsAndNoneIsLost() throws Exception {
        storm(Long.getLong("tandem.storm.seconds", 10));
    }

    @Test
    @Tag("full")
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void forALongTime() throws Exception {
        storm(Long.getLong("tandem.storm.seconds", 90));
    }
}
