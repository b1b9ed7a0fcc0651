package io.tandem.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.file.SharedFileException;
import io.tandem.support.Threads;
import io.tandem.wait.Wait;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedEventTest {
    private static final Duration SHORT = Duration.ofMillis(30);

    private final Tandem tandem = Tandem.open();
    private final Path path = tandem.path().resolve("event");

    @AfterEach
    void close() {
        tandem.close();
    }

    private Background.Running waiting(SharedEvent event) {
        var waiting = Background.run(event::await);
        Bells.awaitSleeper(path, EventLayout.KIND);
        return waiting;
    }

    /** Conformance 91. */
    @Test
    void aNewOneIsUnset() throws Exception {
        SharedEvent event = SharedEvent.create(path);
        assertFalse(event.isSet());
        assertFalse(event.isAutoReset());
        assertFalse(event.await(Duration.ZERO));
        assertFalse(event.await(Duration.ofSeconds(-1)));
        long begun = System.nanoTime();
        assertFalse(event.await(SHORT));
        assertTrue(System.nanoTime() - begun >= SHORT.toNanos());
    }

    /** Conformance 92 and 94. */
    @Test
    void onceSetAllPass() throws Exception {
        SharedEvent event = SharedEvent.create(path);
        assertTrue(event.toString().contains(", unset,"), event::toString);
        event.set();
        assertTrue(event.toString().contains(", set,"), event::toString);
        assertTrue(event.isSet());
        event.await();
        assertTrue(event.await(Duration.ZERO));
        assertTrue(event.await(Duration.ofSeconds(Long.MAX_VALUE)));
        event.set();
        event.clear();
        assertFalse(event.isSet());
        event.clear();
        assertFalse(event.await(Duration.ZERO));
    }

    /** Conformance 95. */
    @Test
    void whoWaitedPassesEvenIfItIsClearedAtOnce() throws Exception {
        SharedEvent event = SharedEvent.create(path);
        for (int round = 0; round < 200; round++) {
            var waiting = waiting(event);
            event.set();
            event.clear();
            Background.end(waiting);
            assertFalse(event.isSet());
        }
    }

    @Test
    void anAutomaticOneLetsOnePassForEachSet() throws Exception {
        SharedEvent event = SharedEvent.create(path, true);
        assertTrue(event.isAutoReset());
        AtomicInteger passed = new AtomicInteger();
        List<Callable<Object>> threads = new ArrayList<>();
        int each = 500;
        for (int i = 0; i < 3; i++) {
            threads.add(() -> {
                while (event.await(Duration.ofSeconds(60)) && passed.incrementAndGet() < each) {
                    event.set();
                }
                event.set(); // for the other two
                return null;
            });
        }
        event.set();
        Threads.all(threads);
        assertTrue(passed.get() >= each && passed.get() <= each + 2, passed::toString);
        event.clear();
        event.set();
        event.set();
        assertTrue(event.await(Duration.ZERO));
        assertFalse(event.await(Duration.ZERO), "two sets before a wait are one");
        SharedFileException differs = assertThrows(SharedFileException.class, () -> SharedEvent.createOrAttach(path));
        assertEquals(SharedFileException.Reason.LAYOUT_MISMATCH, differs.reason());
    }

    @Test
    void anInterruptEndsAWait() throws Exception {
        var waiting = waiting(SharedEvent.create(path));
        waiting.thread().interrupt();
        assertInstanceOf(InterruptedException.class, Background.failure(waiting));
    }

    @Test
    void eventsAndLatchesAreWaitedForTogether() throws Exception {
        SharedEvent event = SharedEvent.create(path);
        SharedCountDownLatch latch = SharedCountDownLatch.create(tandem.path().resolve("latch"), 1);
        assertEquals(List.of(), Wait.any(List.of(event, latch), Duration.ZERO));
        var setter = Background.run(() -> {
            Bells.awaitSleeper(path, EventLayout.KIND);
            latch.countDown();
        });
        assertEquals(List.of(latch), Wait.any(event, latch));
        Background.end(setter);
        event.set();
        assertEquals(List.of(event, latch), Wait.any(event, latch));
    }
}
