package io.tandem.queue;

import static io.tandem.queue.Queues.SMALL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.codec.Codec;
import io.tandem.codec.Codecs;
import io.tandem.file.ClosedException;
import io.tandem.file.Memory;
import io.tandem.file.SharedFile;
import io.tandem.file.SharedFileException;
import io.tandem.file.SharedFileException.Reason;
import io.tandem.owner.Attachment;
import io.tandem.support.Await;
import io.tandem.support.Travel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a queue ends: shutdown, close, destroy; and what is refused. */
class QueueEndTest {
    private static final Codec<String> TEXT = Codecs.of(String.class);

    private final Tandem tandem = Tandem.open();
    private final SharedQueue<String> queue = tandem.newQueue(TEXT, SMALL);

    @AfterEach
    void close() {
        tandem.close();
    }

    private void put(String... messages) throws InterruptedException {
        for (String message : messages) {
            queue.put(message);
        }
    }

    @Test
    void shutdownRefusesPutsAndEndsTakersWhenItIsEmpty() throws Exception {
        put("a", "b");
        var consumed = Queues.start(() -> {
            List<String> all = new ArrayList<>();
            for (String message : queue.consume()) {
                all.add(message);
            }
            return all;
        });
        try (QueueProducer producer = queue.producer()) {
            queue.shutdown();
            queue.shutdown();
            assertTrue(queue.isShutdown());
            assertThrows(QueueShutDownException.class, () -> queue.put("c"));
            assertThrows(QueueShutDownException.class, () -> queue.offer("c"));
            assertThrows(QueueShutDownException.class, () -> producer.tryClaim(1));
        }
        assertEquals(List.of("a", "b"), Queues.end(consumed));
        assertThrows(QueueShutDownException.class, queue::take);
        assertThrows(QueueShutDownException.class, () -> queue.poll(1, TimeUnit.HOURS));
        assertNull(queue.poll());
        assertThrows(
                NoSuchElementException.class, () -> queue.consume().iterator().next());
    }

    @Test
    void shutdownEndsWaitingPutsAndTakes() throws Exception {
        SharedQueue<String> empty = tandem.newQueue(TEXT, SMALL);
        while (queue.offer("full")) {
            continue;
        }
        var put = Queues.start(() -> queue.offer("x", 1, TimeUnit.HOURS));
        var take = Queues.start(empty::take);
        queue.shutdown();
        empty.shutdown();
        for (var wait : List.of(put, take)) {
            var e = assertThrows(java.util.concurrent.ExecutionException.class, () -> Queues.end(wait));
            assertEquals(QueueShutDownException.class, e.getCause().getClass());
        }
    }

    @Test
    void whatWasNotPublishedBeforeTheShutdownNeverExisted() {
        try (QueueProducer producer = queue.producer()) {
            producer.tryClaim(1);
            producer.commit();
            queue.shutdown();
            assertThrows(QueueShutDownException.class, producer::publish);
        }
        assertEquals(0, queue.size());
    }

    /** A put that found the queue open, however long it takes, is refused if the consumers have left by then. */
    @Test
    void aPutThatEndsAfterTheConsumersLeftIsRefused() throws Exception {
        SharedFile file = Attachment.attach(queue.path(), QueueLayout.KIND).file();
        LaneQueue engine = file.engine(() -> {
            throw new AssertionError("a second engine");
        });
        CompletableFuture<Boolean> put;
        List<String> consumed = new ArrayList<>();
        synchronized (engine.lanes) {
            put = Queues.start(() -> queue.offer("late"));
            Await.until("it owns a lane", () -> Memory.longAcquire(file, file.body(QueueLayout.ownerAt(0))) != 0);
            queue.shutdown();
            queue.consume().forEach(consumed::add);
            assertThrows(QueueShutDownException.class, queue::take);
        }
        var refused = assertThrows(java.util.concurrent.ExecutionException.class, () -> Queues.end(put));
        assertEquals(QueueShutDownException.class, refused.getCause().getClass());
        assertEquals(List.of(), consumed);
        assertEquals(0, queue.size());
        file.release();
    }

    @Test
    void anInterruptEndsTheLoopOverAQueueAndStaysSet() throws Exception {
        put("a");
        List<String> consumed = new ArrayList<>();
        Thread.currentThread().interrupt();
        queue.consume().forEach(consumed::add);
        assertTrue(Thread.interrupted());
        assertEquals(List.of("a"), consumed);
    }

    @Test
    void closingEndsThisHandleOnly() throws Exception {
        SharedQueue<String> other = Travel.copy(queue);
        put("a");
        var waiting = Queues.start(
                () -> Queues.texts(tandem.newQueue(String.class).path()).take());
        queue.close();
        queue.close();
        assertThrows(ClosedException.class, () -> queue.put("b"));
        assertThrows(ClosedException.class, queue::poll);
        assertThrows(ClosedException.class, queue::take);
        assertThrows(ClosedException.class, queue::size);
        assertThrows(ClosedException.class, queue::peek);
        assertThrows(ClosedException.class, queue::producer);
        assertThrows(ClosedException.class, queue::shutdown);
        assertEquals("a", other.take());
        tandem.close();
        assertThrows(java.util.concurrent.ExecutionException.class, () -> Queues.end(waiting));
    }

    @Test
    void otherTypesAndOptionsAreRefused() throws Exception {
        Path path = queue.path();
        var wrongType = assertThrows(SharedFileException.class, () -> SharedQueue.attach(path, Long.class));
        assertEquals(Reason.WRONG_KIND, wrongType.reason());
        for (QueueOptions options : List.of(SMALL.lanes(9), SMALL.laneBytes(8192))) {
            var refused = assertThrows(
                    SharedFileException.class,
                    () -> SharedQueue.createOrAttach(path, TEXT, options),
                    options::toString);
            assertEquals(Reason.LAYOUT_MISMATCH, refused.reason());
        }
        SharedQueue.createOrAttach(path, TEXT, SMALL).close();
        assertThrows(IllegalArgumentException.class, () -> SMALL.lanes(0));
        assertThrows(IllegalArgumentException.class, () -> tandem.newQueue(TEXT, SMALL.laneBytes(5000)));
        put("still there");
    }

    @Test
    void destroyTakesAllFilesAwayAndANewQueueOfThatNameIsEmpty() throws Exception {
        try (SharedQueue<String> named = tandem.queue("jobs", String.class)) {
            named.put("old");
            named.destroy();
        }
        try (Stream<Path> files = Files.list(tandem.path())) {
            assertFalse(files.anyMatch(file -> file.getFileName().toString().startsWith("jobs")));
        }
        try (SharedQueue<String> named =
                SharedQueue.createOrAttach(tandem.path().resolve("jobs"), TEXT, SMALL)) {
            assertNull(named.poll());
        }
    }

    /** The last look is late enough for a producer without a fence, whatever ends the wait before it. */
    @Test
    void anInterruptDoesNotHastenTheLastLook() throws Exception {
        queue.shutdown();
        for (int i = 0; i < 1000; i++) {
            Thread.currentThread().interrupt();
            long start = System.nanoTime();
            assertThrows(QueueShutDownException.class, queue::take);
            long nanos = System.nanoTime() - start;
            assertTrue(Thread.interrupted());
            assertTrue(nanos >= 100_000, nanos + " ns");
        }
    }
}
