package io.tandem.queue;

import static io.tandem.queue.Queues.SMALL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.codec.Codec;
import io.tandem.codec.Codecs;
import io.tandem.file.ClosedException;
import io.tandem.file.SharedFileException;
import io.tandem.file.SharedFileException.Reason;
import io.tandem.support.Skip;
import io.tandem.support.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many threads of one JVM, and producers with lanes of their own. */
class QueueThreadsTest {
    private static final Codec<Long> LONG = Codecs.of(Long.class);

    private final Tandem tandem = Tandem.open();
    private final SharedQueue<Long> queue = tandem.newQueue(LONG, SMALL);

    @AfterEach
    void close() {
        tandem.close();
    }

    private void stage(QueueProducer producer, long message) {
        producer.buffer().putLong(producer.tryClaim(8), message);
        producer.commit();
    }

    private List<Long> drained() {
        List<Long> all = new ArrayList<>();
        queue.drainTo(all);
        return all;
    }

    @Test
    void aProducerPublishesABatchAtOnce() {
        try (QueueProducer producer = queue.producer()) {
            stage(producer, 1);
            producer.tryClaim(100);
            producer.abort();
            stage(producer, 2);
            assertEquals(0, queue.size());
            assertNull(queue.peek());
            producer.publish();
            assertEquals(2, queue.size());
            stage(producer, 3);
        }
        assertEquals(List.of(1L, 2L), drained(), "what was not published never existed");
    }

    /** Each thread puts, in a lane of its own, before it takes: so there is always something. */
    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void pollNeverMissesWhatOthersMove() throws Exception {
        queue.put(0L);
        Callable<Void> mover = () -> {
            try (QueueProducer producer = queue.producer()) {
                for (long i = 1; i <= 1_000_000; i++) {
                    stage(producer, i);
                    producer.publish();
                    assertNotNull(i % 8 == 0 ? queue.poll(Duration.ZERO) : queue.poll(), "something is there");
                }
            }
            return null;
        };
        Threads.all(List.of(mover, mover));
        assertEquals(1, queue.size());
    }

    @Test
    void aForgottenClaimHoldsUpNobody() throws Exception {
        QueueProducer forgotten = queue.producer();
        forgotten.tryClaim(100);
        for (long i = 0; i < 2000; i++) {
            queue.put(i);
            assertEquals(i, queue.take());
        }
        forgotten.close();
    }

    @Test
    void aFullLaneHoldsUpOnlyItsOwner() {
        while (queue.offer(0L)) {
            continue;
        }
        try (QueueProducer other = queue.producer()) {
            stage(other, 1);
            other.publish();
        }
        assertFalse(queue.offer(0L));
        assertTrue(drained().contains(1L));
    }

    @Test
    void lanesAreGivenBackAndTheirNumberIsALimit() throws Exception {
        List<QueueProducer> producers = new ArrayList<>();
        for (int i = 0; i < SMALL.lanes(); i++) {
            producers.add(queue.producer());
        }
        SharedFileException none = assertThrows(SharedFileException.class, queue::producer);
        assertEquals(Reason.TOO_MANY_PARTICIPANTS, none.reason());
        assertThrows(SharedFileException.class, () -> queue.put(1L));
        producers.get(3).close();
        producers.get(3).close();
        queue.put(1L);
        assertEquals(1L, queue.take());
        producers.forEach(QueueProducer::close);
        queue.producer().close();
    }

    @Test
    void aClosedProducerTouchesNothing() {
        QueueProducer producer = queue.producer();
        producer.tryClaim(8);
        producer.close();
        assertThrows(IllegalStateException.class, producer::commit);
        assertThrows(IllegalStateException.class, producer::publish);
        assertThrows(IllegalStateException.class, () -> producer.tryClaim(8));
        QueueProducer open = queue.producer();
        queue.close();
        assertThrows(ClosedException.class, () -> open.tryClaim(8));
        open.close();
    }

    /** Whoever closes the queue must not give away the lane of a producer at work. */
    @Test
    void aProducerOutlivesTheHandleItCameFrom() {
        SharedQueue<Long> own = tandem.newQueue(LONG, SMALL.lanes(1));
        QueueProducer producer = own.producer();
        own.close();
        try (SharedQueue<Long> other = SharedQueue.attach(own.path(), LONG)) {
            assertThrows(SharedFileException.class, () -> other.put(1L), "the only lane is taken");
            producer.close();
            assertTrue(other.offer(1L));
        }
    }

    @Test
    void messagesOfManyThreadsArriveOnceEach() throws Exception {
        exchange(8, Executors.newCachedThreadPool());
    }

    @Test
    void virtualThreadsPutAndTake() throws Exception {
        ExecutorService virtual = null;
        try {
            virtual = (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException before21) {
            Skip.VIRTUAL_THREADS.unless(false);
        }
        exchange(64, virtual);
    }

    private void exchange(int pairs, ExecutorService threads) throws Exception {
        int each = 24_000 / pairs;
        long[] seen = new long[pairs * each];
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int p = 0; p < pairs; p++) {
                long first = (long) p * each;
                all.add(threads.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        queue.put(first + i);
                    }
                    return null;
                }));
                all.add(threads.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        seen[(int) (long) queue.take()]++;
                    }
                    return null;
                }));
            }
            for (Future<?> result : all) {
                result.get(60, java.util.concurrent.TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        assertTrue(Arrays.stream(seen).allMatch(n -> n == 1), "lost or doubled");
        assertEquals(0, queue.size());
        assertTrue(queue.isEmpty());
    }

    @Test
    void blockedTakersAndOneThatMovesOn() throws Exception {
        List<CompletableFuture<Long>> blocked = new ArrayList<>();
        SharedQueue<Long> empty = tandem.newQueue(LONG, SMALL);
        for (int i = 0; i < 64; i++) {
            blocked.add(Queues.start(empty::take));
        }
        for (long i = 0; i < 1000; i++) {
            queue.put(i);
            assertEquals(i, queue.take());
        }
        for (long i = 0; i < 64; i++) {
            empty.put(i);
        }
        long sum = 0;
        for (CompletableFuture<Long> taker : blocked) {
            sum += Queues.end(taker);
        }
        assertEquals(64 * 63 / 2, sum);
    }

    /** Closing while others put: each put is either in the queue or has thrown. */
    @Test
    void closingRacesWithPuts() throws Exception {
        try (SharedQueue<Long> observer = SharedQueue.attach(queue.path(), LONG)) {
            for (int round = 0; round < 200; round++) {
                SharedQueue<Long> racing = SharedQueue.attach(queue.path(), LONG);
                List<Callable<Integer>> tasks = new ArrayList<>();
                tasks.add(() -> {
                    racing.close();
                    return 0;
                });
                tasks.add(() -> {
                    for (int i = 0; i < 20; i++) {
                        try {
                            racing.put((long) i);
                        } catch (ClosedException closed) {
                            return i;
                        }
                    }
                    return 20;
                });
                int put = Threads.all(tasks).get(1);
                List<Long> found = new ArrayList<>();
                observer.drainTo(found);
                assertEquals(put, found.size());
            }
        }
        assertFalse(queue.isClosed());
    }
}
