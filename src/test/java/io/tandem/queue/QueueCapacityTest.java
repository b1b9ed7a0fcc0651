package io.tandem.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.codec.Codecs;
import io.tandem.support.Jvm;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A queue with a capacity: so many messages and no more, in one order. */
class QueueCapacityTest {
    private final Tandem tandem = Tandem.open();

    @AfterEach
    void close() {
        tandem.close();
    }

    private SharedQueue<Long> numbers(int capacity) {
        return tandem.newQueue(Codecs.of(Long.class), Queues.SMALL.capacity(capacity));
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 1000})
    void holdsExactlySoMany(int capacity) {
        SharedQueue<Long> queue = numbers(capacity);
        for (int lap = 0; lap < 5; lap++) {
            for (long i = 1; i <= capacity; i++) {
                assertFalse(queue.isFull());
                assertEquals(capacity - i + 1, queue.remainingCapacity());
                assertTrue(queue.offer(i));
                assertEquals(i, queue.size());
            }
            assertTrue(queue.isFull());
            assertEquals(0, queue.remainingCapacity());
            assertFalse(queue.offer(0L));
            assertThrows(IllegalStateException.class, () -> queue.add(0L));
            assertEquals(upTo(capacity), new ArrayList<>(queue));
            for (long i = 1; i <= capacity; i++) {
                assertEquals(i, queue.poll());
            }
            assertTrue(queue.isEmpty());
            assertNull(queue.poll());
        }
    }

    /** Its messages together are far larger than the lane. */
    @Test
    void isExactWhateverTheirLength() {
        SharedQueue<byte[]> queue = tandem.newQueue(Codecs.of(byte[].class), Queues.SMALL.capacity(20));
        for (int i = 0; i < 20; i++) {
            assertTrue(queue.offer(Large.bytes(i * 1000, i)), "message " + i);
        }
        assertFalse(queue.offer(new byte[0]));
        for (int i = 0; i < 20; i++) {
            Large.assertBytes(i * 1000, i, queue.poll());
        }
        assertTrue(queue.isEmpty());
    }

    @Test
    void soItIsForAProducerHandle() {
        SharedQueue<byte[]> queue = tandem.newQueue(Codecs.of(byte[].class), Queues.SMALL.capacity(20));
        try (QueueProducer producer = queue.producer()) {
            for (int i = 0; i < 20; i++) {
                assertTrue(producer.offer(new UnsafeBuffer(Large.bytes(i * 500, i)), 0, i * 500), "message " + i);
            }
            assertFalse(producer.offer(new UnsafeBuffer(new byte[1]), 0, 1));
        }
        for (int i = 0; i < 20; i++) {
            Large.assertBytes(i * 500, i, queue.poll());
        }
    }

    @Test
    void putWaitsForRoomAndOfferForItsTimeout() throws Exception {
        SharedQueue<Long> queue = numbers(1);
        queue.put(1L);
        assertFalse(queue.offer(2L, Duration.ofMillis(20)));
        assertFalse(queue.offer(2L, 20, TimeUnit.MILLISECONDS));
        var putting = Queues.start(() -> {
            queue.put(2L);
            return true;
        });
        assertEquals(1L, queue.take());
        assertTrue(Queues.end(putting));
        assertEquals(2L, queue.take());
    }

    @Test
    void oneOrderForAllProducers() {
        SharedQueue<Long> queue = numbers(100);
        try (QueueProducer a = queue.producer();
                QueueProducer b = queue.producer()) {
            for (long i = 1; i <= 30; i += 3) {
                put(a, i);
                put(b, i + 1);
                queue.add(i + 2);
            }
        }
        List<Long> all = new ArrayList<>();
        assertEquals(30, queue.drainTo(all));
        assertEquals(upTo(30), all);
    }

    private static void put(QueueProducer producer, long number) {
        int at = producer.tryClaim(Long.BYTES);
        producer.buffer().putLong(at, number);
        assertTrue(producer.commitAndPublish());
    }

    @Test
    void aBatchThatDoesNotFitGoesOnLater() {
        SharedQueue<Long> queue = numbers(3);
        try (QueueProducer producer = queue.producer()) {
            for (long i = 1; i <= 5; i++) {
                producer.buffer().putLong(producer.tryClaim(Long.BYTES), i);
                producer.commit();
            }
            assertFalse(producer.publish());
            assertEquals(3, queue.size());
            assertEquals(1L, queue.poll());
            assertFalse(producer.publish());
            assertEquals(2L, queue.poll());
            assertTrue(producer.publish());
            assertEquals(List.of(3L, 4L, 5L), new ArrayList<>(queue));
        }
    }

    @Test
    void aProducerWithoutRoomIsTold() {
        SharedQueue<Long> queue = numbers(1);
        try (QueueProducer producer = queue.producer()) {
            UnsafeBuffer eight = new UnsafeBuffer(new byte[8]);
            assertTrue(producer.offer(eight, 0, 8));
            assertFalse(producer.offer(eight, 0, 8));
            assertEquals(-1, producer.tryClaim(8));
        }
    }

    @Test
    void afterAShutdownNothingGetsIn() throws Exception {
        SharedQueue<Long> queue = numbers(2);
        queue.put(1L);
        queue.put(2L);
        queue.shutdown();
        queue.shutdown();
        assertTrue(queue.isShutdown());
        assertEquals(2, queue.size());
        assertThrows(QueueShutDownException.class, () -> queue.put(3L));
        List<Long> rest = new ArrayList<>();
        queue.consume().forEach(rest::add);
        assertEquals(upTo(2), rest);
        assertThrows(QueueShutDownException.class, queue::take);
        assertThrows(QueueShutDownException.class, () -> queue.offer(3L));
    }

    @Test
    void anExclusiveConsumerReadsInPlace() {
        SharedQueue<Long> queue =
                tandem.newQueue(Codecs.of(Long.class), Queues.SMALL.capacity(7).exclusiveConsumer());
        for (long i = 1; i <= 1000; i++) {
            queue.add(i);
            if (i % 7 == 0) {
                List<Long> seen = new ArrayList<>();
                queue.drain((type, buffer, index, length) -> seen.add(buffer.getLong(index)), 100);
                assertEquals(LongStream.rangeClosed(i - 6, i).boxed().toList(), seen);
            }
        }
    }

    @Test
    void otherOptionsAreRefused() {
        SharedQueue<Long> queue = numbers(10);
        assertThrows(
                RuntimeException.class,
                () -> SharedQueue.createOrAttach(queue.path(), Codecs.of(Long.class), Queues.SMALL.capacity(11)));
        assertThrows(IllegalArgumentException.class, () -> Queues.SMALL.capacity(0));
        assertThrows(
                IllegalArgumentException.class, () -> Queues.SMALL.capacity(5).leased());
        assertThrows(IllegalStateException.class, () -> queue.receive(Duration.ZERO));
        assertThrows(IllegalStateException.class, () -> queue.join(Duration.ZERO));
    }

    @Test
    void itsFilesGoWithIt() throws Exception {
        SharedQueue<Long> queue = numbers(10);
        queue.put(1L);
        String name = queue.path().getFileName().toString();
        queue.destroy();
        try (Stream<java.nio.file.Path> files = Files.list(tandem.path())) {
            assertEquals(
                    List.of(),
                    files.filter(file -> file.getFileName().toString().startsWith(name))
                            .toList());
        }
    }

    /** Producers in three JVMs, more than they find room for; one order is seen by all takers. */
    @Test
    void manyProducersNeverExceedIt() throws Exception {
        SharedQueue<Long> queue = numbers(5);
        List<Jvm> putters = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            putters.add(Jvm.start(Crew.Putter.class, queue.path().toString(), "2000"));
        }
        long sum = 0;
        for (int i = 0; i < 6000; i++) {
            assertTrue(queue.size() <= 5);
            Long next = queue.poll(Jvm.DEADLINE_SECONDS, TimeUnit.SECONDS);
            sum += next;
        }
        assertEquals(3 * 2000L * 2001 / 2, sum);
        for (Jvm putter : putters) {
            putter.awaitSuccess();
            putter.close();
        }
    }
}
