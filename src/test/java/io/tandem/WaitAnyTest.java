package io.tandem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.file.ClosedException;
import io.tandem.pipe.Connection;
import io.tandem.pipe.Listener;
import io.tandem.pipe.SharedPipe;
import io.tandem.process.ChildProcess;
import io.tandem.process.ProcessTask;
import io.tandem.queue.QueueOptions;
import io.tandem.queue.SharedQueue;
import io.tandem.support.Await;
import io.tandem.support.Threads;
import io.tandem.sync.SharedEvent;
import io.tandem.wait.Wait;
import io.tandem.wait.Waitable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The first of several things, of all kinds, between real processes. */
class WaitAnyTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Tandem tandem = Tandem.open();
    private final SharedQueue<String> queue = tandem.newQueue(String.class);
    private final SharedPipe<String> firstPipe = tandem.newPipe(String.class);
    private final SharedPipe<String> secondPipe = tandem.newPipe(String.class);
    private final Connection<String> first = firstPipe.first();
    private final Connection<String> second = secondPipe.first();
    private final SharedEvent event = SharedEvent.create(tandem.path().resolve("event"));

    @AfterEach
    void close() {
        tandem.close();
    }

    /** A child that only waits, beside what it is to do. */
    private ChildProcess child(ProcessTask task) {
        return tandem.process().daemon(true).start(task);
    }

    private ChildProcess idle() {
        return child(() -> LockSupport.parkNanos(Long.MAX_VALUE));
    }

    private List<Waitable> all(ChildProcess child) {
        return List.of(queue, first, second, event, child);
    }

    @Test
    void nothingIsReady() throws Exception {
        List<Waitable> all = all(idle());
        assertEquals(List.of(), Wait.any(all, Duration.ofMillis(50)));
        assertEquals(List.of(), Wait.any(all, Duration.ZERO));
        assertEquals(List.of(), Wait.any(all, Duration.ofSeconds(-1)));
        assertEquals(List.of(), Wait.any(List.<Waitable>of(), Duration.ofMillis(1)));
        assertThrows(IllegalArgumentException.class, Wait::any);
    }

    @Test
    void whatIsReadyIsFoundAtOnceAndStaysReady() throws Exception {
        ChildProcess child = idle();
        event.set();
        queue.put("a");
        for (Duration timeout : List.of(LONG, Duration.ZERO, Duration.ofSeconds(-1))) {
            assertEquals(List.of(queue, event), Wait.any(all(child), timeout));
        }
        assertEquals("a", queue.take());
        assertEquals(List.of(event), Wait.any(all(child)));
    }

    /** Each wakes a thread that sleeps on all of them. */
    @Test
    void eachWakes() throws Exception {
        SharedQueue<String> orders = tandem.newQueue(String.class);
        SharedQueue<String> theQueue = queue;
        SharedEvent theEvent = event;
        Connection<String> peer = firstPipe.second();
        ChildProcess child = child(() -> {
            peer.send("used");
            for (String order : orders.consume()) {
                switch (order) {
                    case "put" -> theQueue.put("a");
                    case "send" -> peer.send("b");
                    case "set" -> theEvent.set();
                    default -> peer.close();
                }
            }
        });
        assertEquals("used", first.recv());
        assertEquals(List.of(queue), woken(child, () -> orders.put("put")));
        queue.take();
        assertEquals(List.of(first), woken(child, () -> orders.put("send")));
        first.recv();
        assertEquals(List.of(event), woken(child, () -> orders.put("set")));
        event.clear();
        assertEquals(List.of(first), woken(child, () -> orders.put("close")), "an end is something, too");
        List<Waitable> others = List.of(queue, second, event, child);
        assertEquals(List.of(child), woken(others, orders::shutdown));
        assertEquals(0, child.exitCode().getAsInt());
    }

    private interface Action {
        void run() throws Exception;
    }

    private List<Waitable> woken(ChildProcess child, Action action) throws Exception {
        return woken(all(child), action);
    }

    private static List<Waitable> woken(List<Waitable> all, Action action) throws Exception {
        AtomicReference<List<Waitable>> ready = new AtomicReference<>();
        Thread waiting = new Thread(() -> {
            try {
                ready.set(Wait.any(all));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        waiting.setDaemon(true);
        waiting.start();
        Await.until("a sleep", () -> Threads.sleeps(waiting));
        action.run();
        Await.until("a wake-up", () -> ready.get() != null);
        return ready.get();
    }

    @Test
    void theDeathOfAPeerIsReady() throws Exception {
        Connection<String> peer = secondPipe.second();
        ChildProcess child = child(() -> {
            peer.send("used");
            LockSupport.parkNanos(Long.MAX_VALUE);
        });
        assertEquals("used", second.recv());
        assertFalse(second.isReady());
        assertEquals(List.of(second), woken(List.of(queue, first, second), child::kill));
    }

    @Test
    void theEndOfAQueueIsReady() throws Exception {
        SharedQueue<String> leased = tandem.newQueue(String.class, QueueOptions.DEFAULT.leased());
        leased.put("a");
        SharedQueue<String> told = queue;
        ChildProcess holder = child(() -> {
            leased.receive();
            told.put("held");
            LockSupport.parkNanos(Long.MAX_VALUE);
        });
        queue.take();
        leased.shutdown();
        assertFalse(leased.isReady(), "somebody holds a message, which may come back");
        assertEquals(List.of(leased), woken(List.of(leased, queue), holder::kill));
        assertEquals("a", leased.take());
        assertTrue(leased.isReady(), "its end");
        queue.shutdown();
        assertEquals(List.of(leased, queue), Wait.any(leased, queue));
    }

    @Test
    void aCallerIsReady() throws Exception {
        try (Listener<String> listener = Listener.bind(tandem.path().resolve("listener"), String.class)) {
            assertFalse(listener.isReady());
            String path = listener.path().toString();
            assertEquals(
                    List.of(listener),
                    woken(
                            List.of(listener, queue),
                            () -> child(() -> Connection.connect(Path.of(path), String.class))));
        }
    }

    @Test
    void theParentsEndIsSomethingToWaitFor() throws Exception {
        SharedQueue<String> answers = queue;
        ChildProcess child = child(() -> answers.put(
                Wait.any(List.of(ChildProcess.parent().orElseThrow()), Duration.ZERO)
                                .isEmpty()
                        ? "lives"
                        : "ended"));
        assertEquals("lives", answers.take());
        child.join();
    }

    @Test
    void aClosedThingIsRefused() {
        queue.close();
        assertThrows(ClosedException.class, () -> Wait.any(event, queue));
    }
}
