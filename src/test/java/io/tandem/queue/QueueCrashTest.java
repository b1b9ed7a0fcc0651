package io.tandem.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.support.Jvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JVMs that are killed or stopped at every named point of a put and a take; the others go on. */
class QueueCrashTest extends MortalQueue {
    /** Both lanes are owned, so whoever comes next can only adopt the dead one's. */
    private void adopt(List<Long> expected) throws Exception {
        queue.put(-1L);
        try (Jvm next = Jvm.start(Crew.Putter.class, queue.path().toString(), "2")) {
            next.awaitSuccess();
        }
        List<Long> found = drained();
        assertTrue(found.remove(-1L));
        List<Long> all = new ArrayList<>(expected);
        all.addAll(upTo(2));
        assertEquals(all, found);
        assertEquals(0, queue.size());
    }

    @ParameterizedTest
    @CsvSource({
        "lane.lone.filled#2,    1",
        "lane.lone.ended#2,     1",
        "lane.lone.published#2, 2",
        "lane.lone.published#5, 5",
        "lane.lone.filled#1,    0",
        "lane.fetching,         1",
        "lane.fetched,          1",
        "lane.fetching#2,       33",
        "lane.fetched#2,        33",
    })
    void aProducerKilledInAPutLeavesWhatItPublished(String point, int published) throws Exception {
        try (Jvm putter = stoppedAt(point, Crew.Putter.class, 40)) {
            assertEquals(published, queue.size());
            assertEquals(upTo(published), new ArrayList<>(queue));
            putter.kill();
        }
        assertEquals(published, queue.size(), "exact after a death");
        assertEquals(upTo(published), new ArrayList<>(queue));
        adopt(upTo(published));
    }

    /** The mark is moved after 4 KiB, which is all that this lane holds: so somebody takes meanwhile. */
    @ParameterizedTest
    @ValueSource(strings = {"lane.marking#2", "lane.marked#2", "lane.marking#5"})
    void aProducerKilledWhileItMovesTheMarkLeavesAnExactSize(String point) throws Exception {
        AtomicBoolean stopped = new AtomicBoolean();
        var taken = Queues.start(() -> {
            List<Long> all = new ArrayList<>();
            while (!stopped.get()) {
                all.addAll(drained());
            }
            return all;
        });
        try (Jvm putter = stoppedAt(point, Crew.Putter.class, 3000)) {
            stopped.set(true);
            List<Long> all = Queues.end(taken);
            putter.kill();
            List<Long> left = new ArrayList<>(queue);
            assertEquals(left.size(), queue.size());
            all.addAll(left);
            assertEquals(upTo(all.size()), all);
            assertTrue(all.size() >= 256, () -> all.size() + " in a lane that holds fewer");
            adopt(left);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "lane.filled#5,    3",
        "lane.ended#6,     3",
        "lane.chained#3,   3",
        "lane.committed#2, 3",
        "lane.published#2, 6",
    })
    void aBatchIsLeftWholeOrNotAtAll(String point, int published) throws Exception {
        try (Jvm batcher = stoppedAt(point, Crew.Batcher.class, 9)) {
            assertEquals(published, queue.size());
            batcher.kill();
        }
        if (published > 3) {
            assertEquals(1, queue.poll());
            assertEquals(published - 1, queue.size(), "exact, although the dead one did not count");
            adopt(upTo(published).subList(1, published));
        } else {
            adopt(upTo(published));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "owned.free",
                "queue.owned",
                "queue.made",
                "queue.ready",
                "queue.used",
                "lane.walked",
                "lane.marked"
            })
    void aProducerKilledWhileItGetsItsLaneLeavesTheLane(String point) throws Exception {
        try (Jvm putter = stoppedAt(point, Crew.Putter.class, 9)) {
            assertEquals(0, queue.size());
            laps();
            putter.kill();
        }
        assertNull(queue.poll());
        adopt(List.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"queue.owned", "lane.walked", "lane.marked", "lane.lone.ended", "owned.dead"})
    void anAdopterKilledInTurnLeavesTheLaneToTheNext(String point) throws Exception {
        try (Jvm dead = stoppedAt("lane.lone.published#3", Crew.Putter.class, 9)) {
            queue.put(0L);
            dead.kill();
        }
        try (Jvm adopter = stoppedAt(point, Crew.Putter.class, 9)) {
            assertEquals(4, queue.size());
            adopter.kill();
        }
        assertEquals(0L, drained().stream().filter(n -> n == 0).findFirst().orElseThrow());
        adopt(List.of());
    }

    @ParameterizedTest
    @CsvSource({"lane.copied, 1, 0", "lane.taken, 1, 1", "lane.copied, 4, 0", "lane.taken, 4, 4", "lane.taken#2, 4, 8"})
    void aConsumerKilledInATakeTakesAlongOneBatchAtMost(String point, int limit, int gone) throws Exception {
        for (long i = 1; i <= 20; i++) {
            queue.put(i);
        }
        try (Jvm taker = stoppedAt(point, Crew.Taker.class, limit)) {
            taker.kill();
            int named = 0;
            for (String line : taker.lines()) {
                named += line.startsWith("took") ? line.split(",").length : 0;
            }
            assertTrue(gone - named <= limit, "more than a batch without a trace");
        }
        assertEquals(20 - gone, queue.size());
        assertEquals(upTo(20).subList(gone, 20), drained());
        laps();
    }

    /** Ended from inside, without any hook, by another thread: as good as killed. */
    @ParameterizedTest
    @CsvSource({"lane.lone.ended#2, 1", "lane.lone.published#2, 2", "queue.ready, 0"})
    void haltedInTheMiddle(String point, int published) throws Exception {
        try (Jvm putter = stoppedAt(point, Crew.Putter.class, 9)) {
            putter.send("halt");
            assertEquals(7, putter.awaitExit());
        }
        assertEquals(published, queue.size());
        adopt(upTo(published));
    }

    @Test
    void aQueueOfTheDeadIsDestroyedWithAllItsFiles() throws Exception {
        try (Jvm putter = stoppedAt("queue.made", Crew.Putter.class, 9)) {
            putter.kill();
        }
        String name = queue.path().getFileName().toString();
        queue.destroy();
        try (Stream<Path> files = Files.list(tandem.path())) {
            assertFalse(files.anyMatch(file -> file.getFileName().toString().startsWith(name)));
        }
    }
}
