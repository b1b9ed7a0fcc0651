package io.tandem.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.support.Jvm;
import io.tandem.value.SharedLongArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Four producers and four consumers, each a JVM, killed, stopped and started at random. {@code -Dtandem.storm.seconds}
 * makes it longer, {@code -Dtandem.seed} repeats the same choices.
 */
class QueueStormTest {
    private static final int EACH = 4;
    private static final int LANES = 8;
    /** Quick starters, and those that optimize more in the end. */
    private static final List<List<String>> FLAGS = List.of(
            List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"), List.of("-Xmx64m", "-XX:+UseSerialGC"));

    private final StormChecker checker = new StormChecker();
    private final List<Worker> workers = new ArrayList<>();
    private Random random;
    private int started;
    private int kills;
    private int stops;

    /** One JVM and its ledger. */
    private record Worker(String role, long number, SharedLongArray ledger, Jvm jvm) {}

    private Worker start(Tandem tandem, SharedQueue<byte[]> queue, String role) {
        long number = ++started;
        SharedLongArray ledger = tandem.newLongArray(new long[StormWorker.LEDGER + 1]);
        return new Worker(
                role,
                number,
                ledger,
                Jvm.start(
                        FLAGS.get(started % 2),
                        StormWorker.class,
                        queue.path().toString(),
                        ledger.path().toString(),
                        role,
                        Long.toString(number),
                        Long.toString(random.nextLong())));
    }

    private void judge(Worker worker, boolean killed) {
        StormWorker.judge(checker, worker.role, worker.number, worker.ledger, killed);
        worker.ledger.destroy();
        worker.jvm.close();
    }

    private void pause(long most) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1 + random.nextLong(most)));
    }

    /** Something happens to one of them; a JVM of the same role takes the place of one that ends. */
    private void strike(Tandem tandem, SharedQueue<byte[]> queue) throws Exception {
        int victim = random.nextInt(workers.size());
        Worker worker = workers.get(victim);
        boolean ready = worker.jvm.lines().contains("ready");
        if (!worker.jvm.isAlive()) {
            worker.jvm.awaitSuccess();
            workers.set(victim, start(tandem, queue, worker.role));
            judge(worker, false);
        } else if (ready && random.nextInt(3) > 0) {
            stops++;
            worker.jvm.stop();
            pause(60);
            worker.jvm.signal("CONT");
        } else if (ready || random.nextInt(20) == 0) {
            kills++;
            worker.jvm.kill();
            workers.set(victim, start(tandem, queue, worker.role));
            judge(worker, true);
        }
    }

    private void storm(long seconds, QueueOptions options) throws Exception {
        long seed = Long.getLong("tandem.seed", System.nanoTime());
        System.out.println("storm of " + seconds + " s, -Dtandem.seed=" + seed + ", " + options);
        random = new Random(seed);
        try (Tandem tandem = Tandem.open()) {
            SharedQueue<byte[]> queue = tandem.newQueue(StormWorker.BYTES, options);
            for (int i = 0; i < EACH; i++) {
                workers.add(start(tandem, queue, i % 2 == 0 ? "put" : "batch"));
                workers.add(start(tandem, queue, options.leases() ? "lease" : "take"));
            }
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            while (System.nanoTime() - end < 0) {
                strike(tandem, queue);
                assertTrue(options.capacity() == 0 || queue.size() <= options.capacity());
                pause(100);
            }
            queue.shutdown();
            for (Worker worker : workers) {
                worker.jvm.awaitSuccess();
                judge(worker, false);
            }
            judgeRest(queue);
            List<String> problems = checker.problems();
            String all = checker + ", " + kills + " kills, " + stops + " stops";
            System.out.println("storm: " + all);
            assertEquals(List.of(), problems, () -> "-Dtandem.seed=" + seed + ": " + all);
            assertTrue(kills > 0 && stops > 0, all);
        } finally {
            workers.forEach(worker -> worker.jvm.close());
        }
    }

    /** What nobody took any more; and no lane is held by a dead producer. */
    private void judgeRest(SharedQueue<byte[]> queue) {
        List<byte[]> rest = new ArrayList<>();
        int size = queue.size();
        queue.drainTo(rest);
        assertEquals(rest.size(), size);
        long[] messages = rest.stream().mapToLong(StormWorker::check).toArray();
        checker.consumer("the test", messages, messages.length);
        List<QueueProducer> producers = new ArrayList<>();
        for (int lane = 0; lane < LANES; lane++) {
            producers.add(queue.producer());
        }
        producers.forEach(QueueProducer::close);
    }

    static Stream<Arguments> options() {
        QueueOptions small = QueueOptions.DEFAULT.lanes(LANES).laneBytes(1 << 14);
        return Stream.of(
                Arguments.of("by producer", small),
                Arguments.of("one order", small.capacity(50)),
                Arguments.of("leased", small.leased()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("options")
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void nothingIsLostButWhatKilledConsumersTookAlong(String name, QueueOptions options) throws Exception {
        storm(Long.getLong("tandem.storm.seconds", 10), options);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("options")
    @Tag("full")
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void forALongTime(String name, QueueOptions options) throws Exception {
        storm(Long.getLong("tandem.storm.seconds", options.capacity() > 0 || options.leases() ? 90 : 180), options);
    }
}
