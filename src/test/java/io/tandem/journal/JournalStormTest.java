package io.tandem.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.support.Jvm;
import io.tandem.value.SharedIntArray;
import io.tandem.value.SharedLong;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Producers and readers, each a JVM, killed, stopped and started at random, while files roll every second.
 * {@code -Dtandem.storm.seconds} makes it longer, {@code -Dtandem.seed} repeats the same choices.
 */
class JournalStormTest {
    private static final int MOST_MESSAGES = 16 << 20;
    private static final int LEAST_KILLS = 5;
    private static final List<String> GROUPS = List.of("billing", "audit");

    @TempDir
    Path folder;

    private final List<Worker> workers = new ArrayList<>();
    private final Map<Long, SharedLong> acknowledged = new HashMap<>();
    private final Map<String, SharedIntArray> seen = new HashMap<>();
    private final Map<String, Integer> readersKilled = new HashMap<>();
    private Random random;
    private long producers;
    private int kills;
    private int stops;

    /** One JVM; {@code group} is empty for a producer. */
    private record Worker(String group, Jvm jvm) {}

    private Worker start(Tandem tandem, Path journal, String group) {
        if (!group.isEmpty()) {
            return new Worker(
                    group,
                    Crew.start(
                            StormWorker.Reader.class,
                            journal,
                            group,
                            seen.get(group).path()));
        }
        long number = ++producers;
        SharedLong done = tandem.newLong(0);
        acknowledged.put(number, done);
        return new Worker(group, Crew.start(StormWorker.Putter.class, journal, number, done.path()));
    }

    private void strike(Tandem tandem, Path journal) throws Exception {
        int victim = random.nextInt(workers.size());
        Worker worker = workers.get(victim);
        if (!worker.jvm.isAlive()) {
            worker.jvm.awaitSuccess();
        } else if (worker.jvm.lines().contains("ready") && random.nextInt(4) == 0) {
            stops++;
            worker.jvm.stop();
            pause(random.nextInt(5) == 0 ? 1500 : 60); // Chronicle's own patience is a third of a second here
            worker.jvm.signal("CONT");
        } else if (worker.jvm.lines().contains("ready") || random.nextInt(400) == 0) {
            kills++;
            worker.jvm.kill();
            readersKilled.merge(worker.group, 1, Integer::sum);
            workers.set(victim, start(tandem, journal, worker.group));
        }
    }

    private void pause(int most) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1 + random.nextInt(most)));
    }

    private void storm(long seconds) throws Exception {
        long seed = Long.getLong("tandem.seed", System.nanoTime());
        System.out.println("journal storm of " + seconds + " s, -Dtandem.seed=" + seed);
        random = new Random(seed);
        Path path = folder.resolve("j");
        try (Tandem tandem = Tandem.open();
                JournalQueue<Long> journal = JournalQueue.createOrAttach(path, Crew.LONGS, StormWorker.OPTIONS)) {
            for (String group : GROUPS) {
                seen.put(group, tandem.newIntArray((long) MOST_MESSAGES));
                journal.reader(group).close();
                workers.add(start(tandem, path, group));
                workers.add(start(tandem, path, group));
            }
            for (int i = 0; i < 2; i++) {
                workers.add(start(tandem, path, ""));
            }
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            while ((System.nanoTime() - end < 0 || kills < LEAST_KILLS || stops < 2)
                    && journal.lastNumber() < MOST_MESSAGES - 1000) {
                strike(tandem, path);
                pause(100);
            }
            journal.shutdown();
            for (Worker worker : workers) {
                worker.jvm.awaitSuccess();
            }
            judge(journal, seed);
        } finally {
            workers.forEach(worker -> worker.jvm.close());
        }
    }

    private void judge(JournalQueue<Long> journal, long seed) throws Exception {
        List<String> problems = new ArrayList<>();
        Map<Long, Long> last = new HashMap<>();
        try (Stream<Long> all = journal.replay(1)) {
            all.forEach(message -> {
                long producer = message >>> StormWorker.SHIFT;
                long number = message & 0xffffffffL;
                if (last.getOrDefault(producer, 0L) + 1 != number) {
                    problems.add("producer " + producer + ": " + number + " after " + last.get(producer));
                }
                last.put(producer, number);
            });
        }
        acknowledged.forEach((producer, done) -> {
            long there = last.getOrDefault(producer, 0L);
            if (there < done.get() || there > done.get() + 1) {
                problems.add("producer " + producer + ": " + there + " of " + done.get() + " are there");
            }
        });
        int again = 0;
        for (String group : GROUPS) {
            int lost = 0;
            int doubled = 0;
            for (long number = 1; number <= journal.lastNumber(); number++) {
                int times = seen.get(group).get(number);
                lost += times == 0 ? 1 : 0;
                doubled += times > 1 ? times - 1 : 0;
            }
            again += doubled;
            if (lost > 0 || doubled > readersKilled.getOrDefault(group, 0)) {
                problems.add(group + ": " + lost + " lost, " + doubled + " again after "
                        + readersKilled.getOrDefault(group, 0) + " deaths");
            }
            try (JournalReader<Long> reader = journal.reader(group)) {
                assertEquals(0, reader.lag());
            }
        }
        String all = journal.lastNumber() + " messages, " + kills + " kills, " + stops + " stops, " + again
                + " delivered again";
        System.out.println("journal storm: " + all);
        assertEquals(
                List.of(),
                problems.subList(0, Math.min(10, problems.size())),
                () -> "-Dtandem.seed=" + seed + ": " + all);
        assertTrue(kills > 0 && stops > 0 && journal.lastNumber() > 100, all);
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void nothingAcknowledgedIsLost() throws Exception {
        storm(Long.getLong("tandem.storm.seconds", 10));
    }

    @Test
    @Tag("full")
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void forAMinute() throws Exception {
        storm(Long.getLong("tandem.storm.seconds", 60));
    }
}
