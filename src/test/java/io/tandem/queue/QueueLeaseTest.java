package io.tandem.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.codec.Codecs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Leases, in one JVM; the deaths are in {@code LeaseCrashTest}. */
class QueueLeaseTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Tandem tandem = Tandem.open();
    private SharedQueue<Long> queue;

    @BeforeEach
    void make() {
        queue = tandem.newQueue(Codecs.of(Long.class), Queues.SMALL.leased());
    }

    @AfterEach
    void close() {
        tandem.close();
    }

    private static long acked(Delivery<Long> delivery) {
        delivery.ack();
        return delivery.value();
    }

    @Test
    void whatIsAcknowledgedIsGone() throws Exception {
        for (long i = 1; i <= 1000; i++) {
            queue.put(i);
            Delivery<Long> delivery = queue.receive(LONG);
            assertEquals(1, delivery.deliveries());
            assertEquals(0, queue.size());
            assertEquals(i, acked(delivery));
            assertThrows(IllegalStateException.class, delivery::ack);
            delivery.close();
        }
        assertNull(queue.receive(Duration.ZERO));
        assertTrue(queue.join(Duration.ZERO));
    }

    @Test
    void whatIsClosedComesAgainWithACount() throws Exception {
        queue.put(7L);
        for (int n = 1; n <= 5; n++) {
            try (Delivery<Long> delivery = queue.receive(LONG)) {
                assertEquals(7L, delivery.value());
                assertEquals(n, delivery.deliveries());
                assertFalse(queue.join(Duration.ofMillis(5)));
            }
        }
        Delivery<Long> given = queue.receive(LONG);
        given.close();
        assertThrows(IllegalStateException.class, given::ack);
        assertEquals(7L, queue.take());
        assertTrue(queue.isEmpty());
    }

    @Test
    void acknowledgementsComeInAnyOrder() throws Exception {
        List<Delivery<Long>> held = new ArrayList<>();
        for (long lap = 0; lap < 50; lap++) {
            for (long i = 0; i < 20; i++) {
                queue.put(i);
                held.add(queue.receive(LONG));
            }
            for (int i = 19; i >= 0; i--) {
                assertEquals(i, acked(held.remove(i)));
            }
        }
        queue.join();
    }

    @Test
    void joinWaitsForAll() throws Exception {
        queue.put(1L);
        queue.put(2L);
        Delivery<Long> first = queue.receive(LONG);
        Delivery<Long> second = queue.receive(LONG);
        var joined = Queues.start(() -> queue.join(LONG));
        second.ack();
        assertFalse(queue.join(Duration.ofMillis(5)));
        assertFalse(joined.isDone());
        first.ack();
        assertTrue(Queues.end(joined));
    }

    @Test
    void takeAndDrainAcknowledge() throws Exception {
        for (long i = 1; i <= 9; i++) {
            queue.put(i);
        }
        assertEquals(1L, queue.take());
        assertEquals(2L, queue.poll());
        List<Long> all = new ArrayList<>();
        assertEquals(3, queue.drainTo(all, 3));
        assertEquals(4, queue.drain((type, buffer, index, length) -> all.add(buffer.getLong(index)), 100));
        assertEquals(List.of(3L, 4L, 5L, 6L, 7L, 8L, 9L), all);
        assertTrue(queue.join(Duration.ZERO));
    }

    @Test
    void aHandlerThatThrowsGivesBack() throws Exception {
        queue.put(1L);
        IllegalStateException mine = new IllegalStateException("mine");
        assertSame(
                mine,
                assertThrows(
                        IllegalStateException.class,
                        () -> queue.drain(
                                (t, b, i, n) -> {
                                    throw mine;
                                },
                                1)));
        assertEquals(2, queue.receive(LONG).deliveries());
    }

    @Test
    void deliveredTooOftenItIsADeadLetter() throws Exception {
        SharedQueue<Long> limited = tandem.newQueue(Codecs.of(Long.class), Queues.SMALL.deadLettersAfter(3));
        limited.put(13L);
        for (int n = 1; n <= 3; n++) {
            Delivery<Long> delivery = limited.receive(LONG);
            assertEquals(n, delivery.deliveries());
            delivery.close();
        }
        assertNull(limited.receive(Duration.ZERO));
        assertNull(limited.poll());
        assertTrue(limited.join(Duration.ZERO), "a dead letter is done with, here");
        try (SharedQueue<Long> dead = limited.deadLetters()) {
            assertEquals(1, dead.size());
            Delivery<Long> letter = dead.receive(LONG);
            assertEquals(13L, letter.value());
            assertTrue(letter.deliveries() > 3);
            letter.ack();
            assertTrue(dead.join(Duration.ZERO));
        }
        assertThrows(IllegalStateException.class, queue::deadLetters);
    }

    @Test
    void deadLettersDoNotHoldUpOthers() throws Exception {
        SharedQueue<Long> limited = tandem.newQueue(Codecs.of(Long.class), Queues.SMALL.deadLettersAfter(1));
        for (long i = 1; i <= 2000; i++) {
            limited.put(i);
            Delivery<Long> delivery = limited.receive(LONG);
            assertEquals(i, delivery.value());
            if (i % 100 == 0) {
                delivery.close();
            } else {
                delivery.ack();
            }
        }
        assertNull(limited.poll());
        try (SharedQueue<Long> dead = limited.deadLetters()) {
            List<Long> letters = new ArrayList<>();
            dead.drainTo(letters);
            assertEquals(20, letters.size());
            assertEquals(2000L, letters.get(19));
        }
    }

    @Test
    void closingTheLastHandleGivesBack() throws Exception {
        queue.put(1L);
        SharedQueue<Long> other = SharedQueue.attach(queue.path(), Long.class);
        Delivery<Long> delivery = queue.receive(LONG);
        queue.close();
        assertEquals(0, other.size());
        other.close();
        assertThrows(IllegalStateException.class, delivery::ack);
        try (SharedQueue<Long> again = SharedQueue.attach(queue.path(), Long.class)) {
            assertEquals(2, again.receive(LONG).deliveries());
        }
    }

    @Test
    void theEndIsToldOnceNothingCanComeAnyMore() throws Exception {
        queue.put(1L);
        queue.put(2L);
        Delivery<Long> first = queue.receive(LONG);
        queue.shutdown();
        assertThrows(QueueShutDownException.class, () -> queue.put(3L));
        Delivery<Long> second = queue.receive(LONG);
        assertThrows(
                QueueShutDownException.class, () -> queue.receive(LONG), "who holds something is not kept waiting");
        first.close();
        assertEquals(1L, acked(queue.receive(LONG)));
        second.ack();
        assertThrows(QueueShutDownException.class, () -> queue.receive(LONG));
        assertTrue(queue.join(Duration.ZERO));
    }

    @Test
    void whatIsReadyIsShown() throws Exception {
        queue.put(1L);
        queue.put(2L);
        queue.put(3L);
        Delivery<Long> first = queue.receive(LONG);
        assertEquals(List.of(2L, 3L), new ArrayList<>(queue));
        assertEquals(2L, queue.peek());
        first.close();
        assertEquals(List.of(1L, 2L, 3L), new ArrayList<>(queue));
        assertEquals(3, queue.size());
    }
}
