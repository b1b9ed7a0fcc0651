package io.tandem.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.codec.Codecs;
import io.tandem.file.SharedFile;
import io.tandem.file.SharedFileException;
import io.tandem.lease.LeaseLane;
import io.tandem.lease.LeaseTaker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes wrong beside a lease must not take the message along. */
class LeaseMishapTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final int LARGE = 100_000;
    /** Slot 900 never had an owner. */
    private static final long DEAD = 5L << 12 | 900;

    private final Tandem tandem = Tandem.open();

    @AfterEach
    void close() {
        tandem.close();
    }

    private SharedQueue<Long> numbers(QueueOptions options) {
        return tandem.newQueue(Codecs.of(Long.class), options);
    }

    private static LeaseLane lane(SharedQueue<?> queue, int number) {
        SharedFile file = SharedFile.attach(queue.path(), QueueLayout.KIND);
        try {
            LeaseQueue engine = file.engine(() -> null);
            return engine.lanes.lane(number);
        } finally {
            file.release();
        }
    }

    @Test
    void aNewOwnerOfTheLaneLeavesTheFilesOfWhatIsLeased() throws Exception {
        SharedQueue<byte[]> queue = tandem.newQueue(Codecs.of(byte[].class), Queues.SMALL.leased());
        try (QueueProducer first = queue.producer()) {
            assertTrue(first.offer(new UnsafeBuffer(Large.bytes(LARGE, 3)), 0, LARGE));
        }
        Delivery<byte[]> delivery = queue.receive(LONG);
        queue.producer().close();
        delivery.close();
        Large.assertBytes(LARGE, 3, queue.receive(LONG).value());
    }

    /** The dead letters' place is taken by something else; 1 was delivered too often, 2 and 3 follow it. */
    private SharedQueue<Long> withoutPlaceForDeadLetters() throws Exception {
        SharedQueue<Long> queue = numbers(Queues.SMALL.deadLettersAfter(1));
        Path dead = queue.path().resolveSibling(queue.path().getFileName() + "~dead");
        SharedQueue.create(dead, String.class);
        queue.put(1L);
        Delivery<Long> delivery = queue.receive(LONG);
        assertThrows(SharedFileException.class, delivery::close);
        queue.put(2L);
        queue.put(3L);
        return queue;
    }

    @Test
    void aDeadLetterThatCannotBeMovedDoesNotTakeALeaseAlong() throws Exception {
        SharedQueue<Long> queue = withoutPlaceForDeadLetters();
        for (long i = 2; i <= 3; i++) {
            Delivery<Long> delivery =
                    Queues.end(Queues.start(() -> queue.receive(LONG))); // a thread that begins at the head
            assertEquals(i, delivery.value());
            delivery.ack();
        }
        assertThrows(SharedFileException.class, () -> queue.receive(Duration.ZERO));
        assertEquals(1, queue.size());
    }

    @Test
    void aDeadLetterThatCannotBeMovedDoesNotTakeABatchAlong() throws Exception {
        SharedQueue<Long> queue = withoutPlaceForDeadLetters();
        List<Long> taken = new ArrayList<>();
        assertThrows(SharedFileException.class, () -> queue.drainTo(taken));
        assertEquals(List.of(2L, 3L), taken);
    }

    @Test
    void aDeadLetterThatCannotBeMovedDoesNotHideOtherLanes() throws Exception {
        SharedQueue<Long> queue = numbers(Queues.SMALL.deadLettersAfter(1));
        SharedQueue.create(queue.path().resolveSibling(queue.path().getFileName() + "~dead"), String.class);
        queue.put(1L);
        Delivery<Long> delivery = queue.receive(LONG);
        assertThrows(SharedFileException.class, delivery::close);
        try (QueueProducer other = queue.producer()) {
            UnsafeBuffer two = new UnsafeBuffer(new byte[8]);
            two.putLong(0, 2);
            assertTrue(other.offer(two, 0, 8));
        }
        Long found = null;
        for (int i = 0; i < 10 && found == null; i++) {
            try {
                found = queue.poll();
            } catch (SharedFileException deadLetters) {
                // the other lane's turn comes
            }
        }
        assertEquals(2L, found);
    }

    @Test
    void whoOnlyPollsGetsWhatTheDeadHadLeased() throws Exception {
        SharedQueue<Long> queue = numbers(Queues.SMALL.leased());
        queue.put(7L);
        assertTrue(new LeaseTaker(DEAD).lease(lane(queue, 0), 0));
        Long found = null;
        long start = System.nanoTime();
        while (found == null && System.nanoTime() - start < 5_000_000_000L) {
            found = queue.poll();
        }
        assertEquals(7L, found);
    }

    @Test
    void theFileStaysIfTheLeaseWasLost() throws Exception {
        SharedQueue<byte[]> queue = tandem.newQueue(Codecs.of(byte[].class), Queues.SMALL.leased());
        queue.put(Large.bytes(LARGE, 4));
        LeaseLane lane = lane(queue, 0);
        queue.drain((t, b, i, n) -> assertEquals(1, lane.giveBackAll(self())), 1);
        Large.assertBytes(LARGE, 4, queue.receive(LONG).value());
    }

    private long self() {
        try (var directory = new Closing(tandem.path())) {
            return directory.directory.participants().self();
        }
    }

    private record Closing(io.tandem.owner.SharedDirectory directory) implements AutoCloseable {
        Closing(Path path) {
            this(io.tandem.owner.SharedDirectory.open(path, false));
        }

        @Override
        public void close() {
            directory.release();
        }
    }

    @Test
    void whoMovesADeadLetterKeepsNeitherLaneNorCount() throws Exception {
        SharedQueue<Long> queue = numbers(Queues.SMALL.lanes(1).deadLettersAfter(3));
        queue.put(1L);
        for (int i = 0; i < 3; i++) {
            queue.receive(LONG).close();
        }
        try (SharedQueue<Long> dead = queue.deadLetters()) {
            assertEquals(1, dead.size());
            dead.producer().close();
            assertEquals(1L, dead.take());
            dead.put(2L);
            assertEquals(1, dead.receive(LONG).deliveries(), "put by hand, delivered once");
        }
    }

    @Test
    void theEndIsToldThoughADeadLetterFindsNoRoom() throws Exception {
        SharedQueue<Long> queue = numbers(Queues.SMALL.lanes(1).deadLettersAfter(1));
        try (SharedQueue<Long> dead = queue.deadLetters()) {
            while (dead.offer(0L)) {
                continue;
            }
            queue.put(1L);
            queue.receive(LONG).close();
            queue.shutdown();
            assertThrows(QueueShutDownException.class, () -> queue.receive(Duration.ofMillis(100)));
            assertEquals(1, queue.size());
            dead.drainTo(new ArrayList<>());
            assertNull(queue.poll());
            assertEquals(1, dead.size());
        }
    }

    @Test
    void anEndedDeliveryMovesNothingOnceTheQueueIsClosed() throws Exception {
        SharedQueue<Long> queue = numbers(Queues.SMALL.deadLettersAfter(1));
        queue.put(1L);
        Delivery<Long> delivery = queue.receive(LONG);
        queue.close();
        delivery.close();
        Path dead = queue.path().resolveSibling(queue.path().getFileName() + "~dead");
        assertTrue(java.nio.file.Files.notExists(dead), "nobody would close it any more");
    }
}
