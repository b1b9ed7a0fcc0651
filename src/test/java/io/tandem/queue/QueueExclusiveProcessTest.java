package io.tandem.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.file.CrashPoint;
import io.tandem.support.Await;
import io.tandem.support.Jvm;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Processes that want to be the one consumer: who has the role, who gets it next, and what is read twice. */
class QueueExclusiveProcessTest extends ExclusiveQueue {
    private Jvm reader(List<String> flags, int limit) {
        return Jvm.start(flags, Crew.Reader.class, queue.path().toString(), Integer.toString(limit));
    }

    private Jvm stoppedAt(String point, int limit) throws InterruptedException {
        return Jvm.stoppedAt(point, Crew.Reader.class, queue.path(), limit);
    }

    private static List<Long> seenBy(Jvm reader) {
        return reader.lines().stream()
                .filter(line -> line.startsWith("saw"))
                .map(line -> Long.valueOf(line.substring(4)))
                .toList();
    }

    private void assertRefused(Jvm holder) {
        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> queue.drain(this::see, ALL));
        assertTrue(refused.getMessage().contains(queue.path() + " has one consumer"), refused.getMessage());
        assertThrows(IllegalStateException.class, queue::take);
        assertThrows(IllegalStateException.class, queue::poll);
        assertTrue(holder.isAlive());
        assertEquals(List.of(), seen);
    }

    /** Three laps, in order. */
    private void laps() {
        for (long i = 1000; i < 2000; i++) {
            assertTrue(queue.offer(i));
            assertEquals(i, queue.poll());
        }
    }

    @Test
    void aSecondProcessIsRefusedByNameWhileTheFirstLives() throws Exception {
        put(1, 3);
        try (Jvm reader = reader(List.of(), 10)) {
            reader.awaitLine("saw 3");
            put(4, 4);
            reader.awaitLine("saw 4");
            assertRefused(reader);
            Await.until("it gave the room of what it saw back", queue::isEmpty);
            reader.stop();
            put(5, 20);
            assertRefused(reader);
            assertEquals(16, queue.size());
            reader.signal("CONT");
            reader.awaitLine("saw 20");
            reader.kill();
        }
        queue.clear();
        laps();
    }

    /** Read is what its handler saw; gone is what it gave back. The successor sees the rest: nothing is lost. */
    @ParameterizedTest
    @CsvSource({
        "owned.free,      4, 0,  0",
        "queue.reading,   4, 0,  0",
        "lane.read,       4, 4,  0",
        "lane.read#3,     4, 12, 8",
        "lane.returned,   4, 4,  4",
        "lane.returned#3, 4, 12, 12",
        "lane.read,      99, 20, 0",
        "lane.read#2,     1, 2,  1",
    })
    void killedAnywhereAtMostOneBatchIsReadAgain(String point, int limit, int read, int gone) throws Exception {
        put(1, 20);
        try (Jvm reader = stoppedAt(point, limit)) {
            if (!point.equals("owned.free")) {
                assertRefused(reader);
            }
            assertEquals(20 - gone, queue.size());
            reader.kill();
            assertEquals(range(1, read), seenBy(reader));
        }
        assertEquals(20 - gone, queue.drain(this::see, ALL));
        assertEquals(range(gone + 1, 20), seen);
        assertTrue(read - gone <= limit, "more than a batch is repeated");
        laps();
    }

    @ParameterizedTest
    @CsvSource({"owned.dead, 4", "queue.reading, 4", "lane.read, 4", "lane.returned, 8"})
    void aSuccessorKilledInTurnLeavesTheRoleToTheNext(String point, int gone) throws Exception {
        put(1, 20);
        try (Jvm first = stoppedAt("lane.read#2", 4)) {
            first.kill();
        }
        try (Jvm second = stoppedAt(point, 4)) {
            second.kill();
        }
        queue.drain(this::see, ALL);
        assertEquals(range(gone + 1, 20), seen);
        laps();
    }

    /** Killed at no point in particular, while producers are at work. */
    @Test
    void killedAtRandomNothingIsLost() throws Exception {
        int limit = 7;
        long put = 0;
        List<Long> all = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            try (Jvm reader = reader(List.of(), limit)) {
                reader.awaitLine("ready");
                for (long end = put + 1000 + 100 * round; put < end; ) {
                    queue.put(++put);
                }
                reader.kill();
                reader.awaitOutputEnd();
                List<Long> its = seenBy(reader);
                long expected = all.isEmpty() ? 1 : all.get(all.size() - 1) + 1;
                long first = its.isEmpty() ? expected : its.get(0);
                assertTrue(first <= expected && expected - first <= limit, first + " after " + (expected - 1));
                assertEquals(range(first, first + its.size() - 1), its);
                all.addAll(its);
            }
        }
        long last = all.get(all.size() - 1);
        queue.drain(this::see, ALL);
        assertTrue(seen.isEmpty() || seen.get(0) <= last + 1 && seen.get(0) > last - limit);
        assertEquals(put, seen.isEmpty() ? last : seen.get(seen.size() - 1));
    }

    @Test
    void closingHandsTheRoleOver() throws Exception {
        put(1, 6);
        try (Jvm reader = reader(List.of(), 2)) {
            reader.awaitLine("saw 6");
            assertRefused(reader);
            reader.send("close");
            reader.awaitLine("closed");
            put(7, 9);
            assertEquals(3, queue.drain(this::see, ALL));
            assertEquals(range(7, 9), seen);
            assertTrue(reader.isAlive());
        }
        try (Jvm refused = reader(List.of(), 2)) {
            assertTrue(refused.awaitExit() != 0);
            assertTrue(refused.toString().contains("has one consumer at a time"), refused::toString);
        }
        queue.close();
        try (Jvm next = reader(List.of(), 2)) {
            next.awaitLine("ready");
            try (SharedQueue<Long> again = SharedQueue.attach(queue.path(), LONG)) {
                again.put(10L);
                next.awaitLine("saw 10");
                assertThrows(IllegalStateException.class, again::poll);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"owned.ending", "owned.ended"})
    void killedWhileItCloses(String point) throws Exception {
        put(1, 6);
        try (Jvm reader = reader(List.of("-D" + CrashPoint.PROPERTY + "=" + point), 2)) {
            reader.awaitLine("saw 6");
            reader.send("close");
            reader.awaitLine("CRASHPOINT");
            if (point.equals("owned.ending")) {
                assertRefused(reader);
            }
            reader.kill();
        }
        put(7, 9);
        assertEquals(3, queue.drain(this::see, ALL));
        assertFalse(seen.contains(6L));
        laps();
    }

    @Test
    void aHandleThatIsClosedWhileItReadsKeepsTheRoleUntilItIsThrough() throws Exception {
        put(1, 3);
        Semaphore reading = new Semaphore(0);
        Semaphore go = new Semaphore(0);
        var drain = Queues.start(() -> queue.drain(
                (type, buffer, index, length) -> {
                    reading.release();
                    go.acquireUninterruptibly();
                    see(type, buffer, index, length);
                },
                1));
        reading.acquire();
        queue.close();
        try (Jvm refused = reader(List.of(), 10)) {
            assertTrue(refused.awaitExit() != 0, "two consumers");
            assertEquals(List.of(), seenBy(refused));
        }
        go.release();
        assertEquals(1, Queues.end(drain));
        try (Jvm next = reader(List.of(), 10)) {
            next.awaitLine("saw 3");
            assertEquals(range(2, 3), seenBy(next));
        }
        assertThrows(io.tandem.file.ClosedException.class, () -> queue.drain(this::see, 1));
    }

    @Test
    void aHandlerMayCloseTheQueue() throws Exception {
        put(1, 3);
        queue.drain((type, buffer, index, length) -> queue.close(), 1);
        try (Jvm next = reader(List.of(), 10)) {
            next.awaitLine("saw 3");
            assertEquals(range(2, 3), seenBy(next));
        }
    }
}
