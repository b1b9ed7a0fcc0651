package io.tandem.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.codec.Codec;
import io.tandem.codec.Codecs;
import io.tandem.file.CrashPoint;
import io.tandem.support.Jvm;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JVMs that are killed at every named point of a queue with a capacity: its bound and its one order stay exact. */
class IndexCrashTest {
    private static final Codec<Long> LONG = Codecs.of(Long.class);
    private static final int CAPACITY = 40;
    /** More than three laps of the index, and of a lane. */
    private static final int LAPS = 3 * 1024 + 100;

    private final Tandem tandem = Tandem.open();
    /** One lane for the victim, one for this JVM: so whoever comes next after a death adopts. */
    private SharedQueue<Long> queue = newQueue(Queues.SMALL);

    private SharedQueue<Long> newQueue(QueueOptions options) {
        return tandem.newQueue(LONG, options.capacity(CAPACITY).lanes(2));
    }

    @AfterEach
    void close() {
        tandem.close();
    }

    private Jvm stoppedAt(String point, Class<?> main, Object argument) throws InterruptedException {
        List<String> flags = List.of("-D" + CrashPoint.PROPERTY + "=" + point);
        Jvm jvm = Jvm.start(flags, main, queue.path().toString(), argument.toString());
        jvm.awaitLine("CRASHPOINT");
        return jvm;
    }

    private static List<Long> range(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    private List<Long> drained() {
        List<Long> all = new ArrayList<>();
        queue.drainTo(all);
        return all;
    }

    private void assertCounts(int waiting) {
        assertEquals(waiting, queue.size());
        assertEquals(CAPACITY - waiting, queue.remainingCapacity());
        assertEquals(waiting == 0, queue.isEmpty());
        assertEquals(waiting == CAPACITY, queue.isFull());
    }

    /** These wait and no others; as many as there is room for get in behind them, and no more. */
    private void assertExact(List<Long> waiting) {
        assertCounts(waiting.size());
        assertEquals(waiting, new ArrayList<>(queue));
        List<Long> all = new ArrayList<>(waiting);
        for (long i = 1000; queue.offer(i); i++) {
            all.add(i);
        }
        assertEquals(CAPACITY, all.size());
        assertCounts(CAPACITY);
        assertEquals(all, drained());
        assertCounts(0);
    }

    private void laps() throws InterruptedException {
        for (long i = 1000; i < 1000 + LAPS; i++) {
            queue.put(i);
            assertEquals(i, queue.take());
        }
    }

    /** This JVM owns one lane, so a producer of its own gets the dead one's; all that was in there is taken by now. */
    private void adopt() {
        try (QueueProducer adopter = queue.producer()) {
            for (long i = 1; i <= 3; i++) {
                adopter.buffer().putLong(adopter.tryClaim(8), i);
                assertTrue(adopter.commitAndPublish());
            }
        }
        assertEquals(range(1, 3), drained());
    }

    @ParameterizedTest
    @CsvSource({
        "owned.free,        Putter, 0",
        "queue.owned,       Putter, 0",
        "queue.used,        Putter, 0",
        "index.filled,      Putter, 0",
        "index.filled#3,    Putter, 2",
        "index.finished#3,  Putter, 2",
        "index.putting#3,   Putter, 2",
        "index.put#3,       Putter, 3",
        "index.fetching#3,  Putter, 3",
        "index.fetched#3,   Putter, 3",
        "index.put#40,      Putter, 40",
        "index.filled#5,    Batcher, 3",
        "index.fetched#6,   Batcher, 3",
        "index.putting#5,   Batcher, 4",
        "index.put#5,       Batcher, 5",
        "index.leaving,     Leaver, 9",
        "index.left,        Leaver, 9",
        "owned.ended,       Leaver, 9"
    })
    void aProducerLeavesWhatItPublished(String point, String main, int published) throws Exception {
        Class<?> crew = Class.forName(Crew.class.getName() + "$" + main);
        try (Jvm producer = stoppedAt(point, crew, point.endsWith("#40") ? 50 : 9)) {
            assertCounts(published);
            producer.kill();
        }
        assertExact(range(1, published));
        laps();
        adopt();
    }

    @ParameterizedTest
    @CsvSource({
        "index.copied, 1, 0",
        "index.taken, 1, 1",
        "index.copied, 4, 0",
        "index.taken, 4, 4",
        "index.taken#2, 4, 8"
    })
    void aConsumerTakesAlongOneBatchAtMost(String point, int limit, int gone) throws Exception {
        for (long i = 1; i <= 20; i++) {
            queue.put(i);
        }
        try (Jvm taker = stoppedAt(point, Crew.Taker.class, limit)) {
            assertCounts(20 - gone);
            taker.kill();
        }
        assertExact(range(gone + 1, 20));
        laps();
    }

    /** Read is what its handler saw; gone is what it gave back. The successor sees the rest. */
    @ParameterizedTest
    @CsvSource({
        "queue.reading,    4, 0,  0",
        "index.read,       4, 4,  0",
        "index.read#3,     4, 12, 8",
        "index.returned,   4, 4,  4",
        "index.returned#3, 4, 12, 12",
        "index.read,      99, 20, 0",
    })
    void theOnlyReaderLosesNothing(String point, int limit, int read, int gone) throws Exception {
        queue = newQueue(Queues.SMALL.exclusiveConsumer());
        for (long i = 1; i <= 20; i++) {
            queue.put(i);
        }
        try (Jvm reader = stoppedAt(point, Crew.Reader.class, limit)) {
            assertCounts(20 - gone);
            assertThrows(IllegalStateException.class, queue::poll);
            reader.kill();
            assertEquals(
                    range(1, read),
                    reader.lines().stream()
                            .filter(line -> line.startsWith("saw"))
                            .map(line -> Long.valueOf(line.substring(4)))
                            .toList());
        }
        assertExact(range(gone + 1, 20));
        laps();
    }

    /** A taker and a putter, both blocked, hear of a shutdown whose caller died in the middle of it. */
    @ParameterizedTest
    @CsvSource({"index.ending, false", "index.ended, true", "queue.shutting, true", "queue.shut, true"})
    void aShutdownIsWholeOrNotAtAll(String point, boolean shut) throws Exception {
        SharedQueue<Long> empty = queue;
        queue = newQueue(Queues.SMALL);
        while (queue.offer(7L)) {
            continue;
        }
        var taking = Queues.start(empty::take);
        var putting = Queues.start(() -> {
            queue.put(8L);
            return null;
        });
        for (SharedQueue<Long> each : List.of(empty, queue)) {
            try (Jvm closer = closing(each, point)) {
                assertEquals(shut, each.isShutdown());
                closer.kill();
            }
        }
        assertEquals(shut, queue.isShutdown());
        if (!shut) {
            assertFalse(queue.offer(9L), "full, and not shut down");
            assertFalse(taking.isDone() || putting.isDone());
            empty.shutdown();
            queue.shutdown();
        }
        assertThrows(QueueShutDownException.class, () -> unwrapped(taking));
        assertThrows(QueueShutDownException.class, () -> unwrapped(putting));
        assertThrows(QueueShutDownException.class, () -> queue.offer(9L));
        assertThrows(QueueShutDownException.class, () -> empty.offer(9L));
        List<Long> rest = new ArrayList<>();
        queue.consume().forEach(rest::add);
        assertEquals(CAPACITY, rest.size());
    }

    private static Jvm closing(SharedQueue<Long> queue, String point) throws InterruptedException {
        Jvm jvm = Jvm.start(
                List.of("-D" + CrashPoint.PROPERTY + "=" + point),
                Crew.Closer.class,
                queue.path().toString());
        jvm.awaitLine("CRASHPOINT");
        return jvm;
    }

    private static void unwrapped(CompletableFuture<?> future) throws Throwable {
        try {
            Queues.end(future);
        } catch (ExecutionException e) {
            throw e.getCause();
        }
    }

    /** What the dead one put is still in the lane: until that is taken, the adopter's messages go into files. */
    @Test
    void anUndrainedLaneIsAdopted() throws Exception {
        try (Jvm dead = stoppedAt("index.put#5", Crew.Putter.class, 9)) {
            dead.kill();
        }
        queue.put(-1L); // the other lane is this JVM's
        try (Jvm adopter = Jvm.start(Crew.Obedient.class, queue.path().toString())) {
            send(adopter, 6, CAPACITY - 1);
            adopter.awaitLine("done");
            assertEquals(CAPACITY - 6, Queues.spilled(tandem.path()), "in files");
            assertCounts(CAPACITY);
            send(adopter, CAPACITY, CAPACITY);
            assertEquals(1, queue.take());
            adopter.awaitLine("done");
            assertCounts(CAPACITY);
            List<Long> all = new ArrayList<>(range(2, 5));
            all.add(-1L);
            all.addAll(range(6, CAPACITY));
            assertEquals(all, drained());
            assertCounts(0);
            send(adopter, 1, CAPACITY);
            adopter.awaitLine("done");
            assertEquals(0, Queues.spilled(tandem.path()), "in the lane again");
            assertExact(range(1, CAPACITY));
        }
    }

    private static void send(Jvm adopter, long first, long last) throws Exception {
        for (long i = first; i <= last; i++) {
            adopter.send(Long.toString(i));
            if (i < last) {
                adopter.awaitLine("done");
            }
        }
    }
}
