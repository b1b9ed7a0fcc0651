package io.tandem.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.file.SharedFileException;
import io.tandem.support.Threads;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** A queue with one consumer, which reads in place, in the process that has the role. */
class QueueExclusiveTest extends ExclusiveQueue {
    @Test
    void readsInPlace() {
        try (QueueProducer producer = queue.producer()) {
            int index = producer.tryClaim(8);
            producer.buffer().putLong(index, 1);
            producer.commit();
            producer.publish();
            long[] address = {producer.buffer().addressOffset() + index, 0};
            assertEquals(
                    1,
                    queue.drain(
                            (type, buffer, at, length) -> {
                                address[1] = buffer.addressOffset() + at;
                                assertEquals(1, buffer.getLong(at));
                                assertEquals(1, queue.size(), "its room is given back afterwards");
                            },
                            ALL));
            assertEquals(address[0], address[1]);
            assertEquals(0, queue.size());
        }
    }

    @Test
    void isABlockingQueue() throws Exception {
        put(1, 9);
        assertEquals(1, queue.peek());
        assertEquals(1, queue.take());
        assertEquals(2, queue.poll());
        List<Long> some = new ArrayList<>();
        assertEquals(3, queue.drainTo(some, 3));
        assertEquals(range(3, 5), some);
        assertEquals(range(6, 9), new ArrayList<>(queue));
        queue.shutdown();
        queue.consume().forEach(seen::add);
        assertEquals(range(6, 9), seen);
        assertNull(queue.poll());
    }

    @Test
    void threadsOfOneProcessTakeTurns() throws Exception {
        int each = 5_000;
        Set<Long> all = java.util.Collections.synchronizedSet(new HashSet<>());
        List<Callable<Object>> tasks = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            long first = (long) t * each;
            tasks.add(() -> {
                for (long i = first; i < first + each; i++) {
                    queue.put(i);
                }
                return null;
            });
            tasks.add(() -> {
                for (int i = 0; i < each; i++) {
                    assertTrue(all.add(queue.take()), "twice");
                }
                return null;
            });
        }
        Threads.all(tasks);
        assertEquals(4 * each, all.size());
        assertTrue(queue.isEmpty());
    }

    @Test
    void aHandlerThatThrowsConsumesThatMessageOnly() {
        put(1, 5);
        IllegalArgumentException third = new IllegalArgumentException("the third");
        IllegalArgumentException thrown = assertThrows(
                IllegalArgumentException.class,
                () -> queue.drain(
                        (type, buffer, index, length) -> {
                            see(type, buffer, index, length);
                            if (seen.size() == 3) {
                                throw third;
                            }
                        },
                        ALL));
        assertSame(third, thrown);
        assertEquals(2, queue.size());
        assertEquals(2, queue.drain(this::see, ALL));
        assertEquals(range(1, 5), seen);
    }

    /** Its room would be given back, and overwritten, under the handler's eyes; or the head would go back. */
    @Test
    void aHandlerThatTakesFromTheSameQueueIsRefused() {
        put(1, 5);
        for (long i = 1; i <= 2; i++) {
            assertThrows(
                    IllegalStateException.class,
                    () -> queue.drain(
                            (type, buffer, index, length) -> {
                                see(type, buffer, index, length);
                                queue.drain(this::see, ALL);
                            },
                            1));
            assertEquals(range(1, i), seen);
            assertEquals(5 - i, queue.size());
        }
    }

    @Test
    void anotherKindOfConsumerIsRefused() {
        QueueOptions both = Queues.SMALL.exclusiveConsumer();
        for (QueueOptions options : List.of(Queues.SMALL, both)) {
            SharedQueue<Long> created = tandem.newQueue(LONG, options);
            QueueOptions other = options == both ? Queues.SMALL : both;
            SharedQueue.createOrAttach(created.path(), LONG, options).close();
            SharedFileException refused = assertThrows(
                    SharedFileException.class, () -> SharedQueue.createOrAttach(created.path(), LONG, other));
            assertEquals(SharedFileException.Reason.LAYOUT_MISMATCH, refused.reason());
        }
    }
}
