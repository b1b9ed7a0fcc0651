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
import io.tandem.support.NosyCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@link java.util.concurrent.BlockingQueue} promises, and what is different by intention. */
class SharedQueueTest {
    private static final Codec<String> TEXT = Codecs.of(String.class);

    private final Tandem tandem = Tandem.open();
    private final SharedQueue<String> queue = tandem.newQueue(TEXT, SMALL);

    @AfterEach
    void close() {
        tandem.close();
    }

    private void put(String... messages) {
        for (String message : messages) {
            assertTrue(queue.offer(message));
        }
    }

    /** Returns how many messages it took. */
    private int fill() {
        int count = 0;
        while (queue.offer("m" + count)) {
            count++;
        }
        return count;
    }

    /** 43, 44: through every form of put, until none of them finds room. */
    @Test
    void everyFormOfPut() throws Exception {
        queue.put("a");
        assertTrue(queue.offer("b"));
        assertTrue(queue.offer("c", 1, TimeUnit.HOURS));
        assertTrue(queue.offer("d", Duration.ofHours(1)));
        assertTrue(queue.add("e"));
        assertTrue(queue.addAll(List.of("f", "g")));
        assertFalse(queue.isEmpty());
        int room = 7 + fill();
        assertFalse(queue.offer("x"));
        assertFalse(queue.offer("x", 0, TimeUnit.HOURS));
        assertFalse(queue.offer("x", Duration.ofMillis(1)));
        assertThrows(IllegalStateException.class, () -> queue.add("x"));
        assertThrows(IllegalStateException.class, () -> queue.addAll(List.of("x")));
        assertEquals(room, queue.size());
        List<String> all = new ArrayList<>();
        assertEquals(room, queue.drainTo(all));
        assertEquals(List.of("a", "b", "c", "d", "e", "f", "g", "m0"), all.subList(0, 8));
    }

    @Test
    void firstInFirstOutThroughEveryFormOfGet() throws Exception {
        put("a", "b", "c", "d", "e", "f", "g", "");
        assertEquals(8, queue.size());
        assertEquals("a", queue.take());
        assertEquals("b", queue.poll());
        assertEquals("c", queue.poll(1, TimeUnit.SECONDS));
        assertEquals("d", queue.poll(Duration.ofSeconds(1)));
        assertEquals("e", queue.remove());
        assertEquals("f", queue.element());
        List<String> rest = new ArrayList<>();
        assertEquals(3, queue.drainTo(rest));
        assertEquals(List.of("f", "g", ""), rest);
        assertTrue(queue.isEmpty());
        assertNull(queue.poll());
        assertNull(queue.peek());
        assertThrows(NoSuchElementException.class, queue::remove);
        assertThrows(NoSuchElementException.class, queue::element);
    }

    @Test
    void nullIsRefusedAndChangesNothing() {
        assertThrows(NullPointerException.class, () -> queue.put(null));
        assertThrows(NullPointerException.class, () -> queue.offer(null));
        assertThrows(NullPointerException.class, () -> queue.offer(null, 1, TimeUnit.SECONDS));
        assertThrows(NullPointerException.class, () -> queue.add(null));
        assertThrows(NullPointerException.class, () -> queue.addAll(Arrays.asList("a", null)));
        assertThrows(NullPointerException.class, () -> queue.drainTo(null));
        assertThrows(NullPointerException.class, () -> queue.offer("b", 1, null));
        assertThrows(NullPointerException.class, () -> queue.poll(1, null));
        assertEquals(List.of("a"), new ArrayList<>(queue));
    }

    /** 44, 49. */
    @Test
    void timeoutsOfZeroAndLessLookOnce() throws Exception {
        for (long timeout : new long[] {0, -1, Long.MIN_VALUE}) {
            assertNull(queue.poll(timeout, TimeUnit.DAYS));
            assertTrue(queue.offer("x", timeout, TimeUnit.DAYS));
            assertEquals("x", queue.poll(timeout, TimeUnit.DAYS));
        }
        assertNull(queue.poll(Duration.ofSeconds(Long.MIN_VALUE)));
        int room = fill();
        assertFalse(queue.offer("x", -1, TimeUnit.SECONDS));
        assertFalse(queue.offer("x", Duration.ZERO));
        assertFalse(queue.offer("x", Duration.ofMillis(20)));
        assertThrows(IllegalStateException.class, () -> queue.add("x"));
        assertEquals(room, queue.size());
        queue.clear();
        assertNull(queue.poll(20, TimeUnit.MILLISECONDS));
        assertTrue(queue.offer("x", Long.MAX_VALUE, TimeUnit.DAYS));
        assertEquals("x", queue.poll(Duration.ofSeconds(Long.MAX_VALUE)));
    }

    @Test
    void aFullLaneTakesOneMoreWhenOneWasTaken() throws Exception {
        int room = fill();
        assertTrue(room > 100, "room for " + room);
        var waiting = Queues.start(() -> queue.offer("last", 1, TimeUnit.HOURS));
        assertEquals("m0", queue.take());
        assertTrue(Queues.end(waiting));
        assertEquals(room, queue.size());
        for (int i = 1; i < room; i++) {
            assertEquals("m" + i, queue.take());
        }
        assertEquals("last", queue.take());
        assertEquals(Integer.MAX_VALUE, queue.remainingCapacity());
    }

    @Test
    void interruptsEndEveryWait() throws Exception {
        List<Thread> threads = new ArrayList<>();
        List<java.util.concurrent.CompletableFuture<Object>> waits = new ArrayList<>();
        List<java.util.concurrent.Callable<Object>> takes = List.of(queue::take, () -> queue.poll(1, TimeUnit.HOURS));
        for (var task : takes) {
            waits.add(interruptible(threads, task));
        }
        interrupted(threads, waits);
        fill();
        waits.add(interruptible(threads, () -> queue.offer("x", 1, TimeUnit.HOURS)));
        waits.add(interruptible(threads, () -> {
            queue.put("x");
            return null;
        }));
        interrupted(threads, waits);
        Thread.currentThread().interrupt();
        assertEquals("m0", queue.poll(), "forms that do not wait are not concerned");
        assertTrue(Thread.interrupted());
    }

    private static <T> java.util.concurrent.CompletableFuture<T> interruptible(
            List<Thread> threads, java.util.concurrent.Callable<T> task) throws Exception {
        var here = new java.util.concurrent.CompletableFuture<Thread>();
        var wait = Queues.start(() -> {
            here.complete(Thread.currentThread());
            return task.call();
        });
        threads.add(Queues.end(here));
        return wait;
    }

    private static void interrupted(List<Thread> threads, List<java.util.concurrent.CompletableFuture<Object>> waits) {
        threads.forEach(Thread::interrupt);
        for (var wait : waits) {
            var e = assertThrows(java.util.concurrent.ExecutionException.class, () -> Queues.end(wait));
            assertEquals(InterruptedException.class, e.getCause().getClass());
        }
        threads.clear();
        waits.clear();
    }

    @Test
    void viewsTakeNothing() {
        put("a", "b", "c");
        assertEquals("a", queue.peek());
        assertTrue(queue.contains("b"));
        assertFalse(queue.contains("x"));
        assertFalse(queue.contains(null));
        assertTrue(queue.containsAll(List.of("c", "a")));
        assertEquals(List.of("a", "b", "c"), List.of(queue.toArray()));
        assertEquals("c", queue.toArray(new String[0])[2]);
        assertNull(queue.toArray(new String[5])[3]);
        assertEquals(List.of("a", "b", "c"), queue.stream().toList());
        var iterator = queue.iterator();
        assertEquals("a", iterator.next());
        assertThrows(UnsupportedOperationException.class, iterator::remove);
        assertEquals(3, queue.size());
    }

    @Test
    void messagesLeaveFromTheFrontOnly() {
        put("a", "b");
        assertThrows(UnsupportedOperationException.class, () -> queue.remove("a"));
        assertThrows(UnsupportedOperationException.class, () -> queue.removeAll(List.of("a")));
        assertThrows(UnsupportedOperationException.class, () -> queue.retainAll(List.of("a")));
        assertThrows(UnsupportedOperationException.class, () -> queue.removeIf("a"::equals));
        assertEquals(2, queue.size());
        queue.clear();
        assertEquals(0, queue.size());
    }

    @Test
    void drains() throws Exception {
        put("a", "b", "c", "d");
        List<String> target = new ArrayList<>();
        assertEquals(0, queue.drainTo(target, 0));
        assertEquals(0, queue.drainTo(target, -1));
        assertEquals(3, queue.drainTo(target, 3));
        assertEquals(List.of("a", "b", "c"), target);
        assertThrows(IllegalArgumentException.class, () -> queue.drainTo(queue));
        try (SharedQueue<String> same = Queues.texts(queue.path())) {
            assertThrows(IllegalArgumentException.class, () -> queue.drainTo(same), "another handle");
            assertThrows(IllegalArgumentException.class, () -> queue.addAll(same));
        }
        SharedQueue<String> other = tandem.newQueue(String.class);
        assertEquals(1, queue.drainTo(other));
        assertEquals("d", other.take());
        assertEquals(0, queue.drainTo(target));
    }

    @Test
    void aHandlerMayUseTheQueue() {
        put("a", "b", "c", "d");
        List<String> seen = new ArrayList<>();
        assertEquals(
                2,
                queue.drain(
                        (type, buffer, index, length) -> {
                            seen.add(TEXT.decode(buffer, index, length));
                            seen.add(queue.poll());
                        },
                        2));
        assertEquals(List.of("a", "c", "b", "d"), seen);
    }

    /** As one that writes a log to the queue. */
    @Test
    void aCodecMayPutIntoTheQueueItEncodesFor() throws Exception {
        AtomicReference<SharedQueue<String>> self = new AtomicReference<>();
        SharedQueue<String> nested = tandem.newQueue(
                new NosyCodec<>(
                        TEXT,
                        message -> assertTrue(
                                !message.startsWith("outer") || self.get().offer("inner"))),
                Queues.SMALL);
        self.set(nested);
        assertTrue(nested.offer("outer one"));
        nested.put("outer two");
        assertEquals(List.of("inner", "outer one", "inner", "outer two"), new ArrayList<>(nested));
    }
}
