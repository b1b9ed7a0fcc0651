package io.tandem.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.support.Await;
import io.tandem.support.Jvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parties that are killed or stopped at every named point; the others are told, or go on. */
class BarrierCrashTest {
    private static final AtomicInteger ACTS = new AtomicInteger();

    private final Tandem tandem = Tandem.open();
    private final Path path = tandem.path().resolve("barrier");

    @AfterEach
    void close() {
        tandem.close();
    }

    private Jvm stoppedAt(String point, String... words) throws InterruptedException {
        Object[] arguments = new Object[words.length + 1];
        arguments[0] = path;
        System.arraycopy(words, 0, arguments, 1, words.length);
        return Jvm.stoppedAt(point, Crew.class, arguments);
    }

    private Background.Running waiting(SharedBarrier barrier) {
        var waiting = Background.run(barrier::await);
        Bells.awaitSleeper(path, BarrierLayout.KIND);
        return waiting;
    }

    private static void brokenBy(Jvm dead, Background.Running waiting) {
        String message = assertInstanceOf(BrokenBarrierException.class, Background.failure(waiting))
                .getMessage();
        assertTrue(message.contains("process " + dead.pid() + " died"), message);
    }

    /** After it arrived, of three. */
    @Test
    void aPartyThatDiesAfterItArrivedBreaksIt() throws Exception {
        SharedBarrier barrier = SharedBarrier.create(path, 3);
        var waiting = waiting(barrier);
        try (Jvm dead = stoppedAt("barrier.arrived", "await")) {
            assertEquals(2, barrier.getNumberWaiting());
            dead.kill();
            brokenBy(dead, waiting);
        }
        assertTrue(barrier.isBroken());
        barrier.reset();
        try (Jvm next = Jvm.start(Crew.class, path.toString(), "await")) {
            var here = waiting(barrier);
            barrier.await();
            Background.end(here);
            next.awaitLine("did await");
        }
    }

    /** It was in the round before, or registered. */
    @ParameterizedTest
    @ValueSource(strings = {"await", "register"})
    void aPartyThatDiesBeforeItArrivesBreaksIt(String before) throws Exception {
        SharedBarrier barrier = SharedBarrier.create(path, 2);
        try (Jvm dead = Jvm.start(Crew.class, path.toString(), before)) {
            if (before.equals("await")) {
                barrier.await();
            }
            dead.awaitLine("did " + before);
            var waiting = waiting(barrier);
            dead.kill();
            brokenBy(dead, waiting);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"barrier.arriving", "barrier.arrived"})
    void killedWhileItRegisters(String point) throws Exception {
        SharedBarrier barrier = SharedBarrier.create(path, 2);
        try (Jvm dead = stoppedAt(point, "register")) {
            dead.kill();
            if (point.equals("barrier.arrived")) {
                brokenBy(dead, Background.run(barrier::await)); // perhaps before it sleeps
            } else {
                var waiting = waiting(barrier);
                barrier.await();
                Background.end(waiting);
            }
        }
    }

    /** Nobody was left to notice: the last one to come does, if the first came some time ago. */
    @Test
    void aPartyThatDiedAloneBreaksItForTheLast() throws Exception {
        SharedBarrier barrier = SharedBarrier.create(path, 2);
        try (Jvm dead = Jvm.start(Crew.class, path.toString(), "await")) {
            Await.until("arrival", () -> barrier.getNumberWaiting() == 1);
            long came = System.nanoTime();
            dead.kill();
            Await.until("some time", () -> System.nanoTime() - came > 20_000_000);
            BrokenBarrierException e =
                    assertThrows(BrokenBarrierException.class, () -> barrier.await(Duration.ofSeconds(60)));
            assertTrue(e.getMessage().contains(Long.toString(dead.pid())), e::getMessage);
        }
    }

    /** It had not come before, so it may just as well come later, or another one. */
    @Test
    void killedBeforeItsFirstArrivalItWasNeverThere() throws Exception {
        SharedBarrier barrier = SharedBarrier.create(path, 2);
        try (Jvm dead = stoppedAt("barrier.arriving", "await")) {
            dead.kill();
        }
        var waiting = waiting(barrier);
        barrier.await();
        Background.end(waiting);
    }

    /** Who detached in order may be followed by another one. */
    @Test
    void whoLeavesInOrderMayBeReplaced() throws Exception {
        SharedBarrier barrier = SharedBarrier.create(path, 2);
        try (Jvm leaver = Jvm.start(Crew.class, path.toString(), "await", "close")) {
            barrier.await();
            leaver.awaitLine("did close");
        }
        var waiting = Background.run(() -> barrier.await(Duration.ofSeconds(60)));
        try (Jvm next = Jvm.start(Crew.class, path.toString(), "await")) {
            next.awaitLine("did await");
        }
        Background.end(waiting);
    }

    /** The state was changed, or not; nobody was woken. */
    @ParameterizedTest
    @ValueSource(strings = {"barrier.arrived", "barrier.changing", "barrier.changed"})
    void killedBeforeItRangItLeavesTheSleepersToTheirNextLook(String point) throws Exception {
        SharedBarrier barrier = SharedBarrier.create(path, 2);
        try (Jvm waiting = Jvm.start(Crew.class, path.toString(), "await")) {
            Bells.awaitSleeper(path, BarrierLayout.KIND);
            waiting.stop(); // or its tick may come first, and end the phase
            try (Jvm last = stoppedAt(point, "await")) {
                waiting.signal("CONT");
                waiting.awaitLine("did await"); // the last one lives still: a stopped one holds up nobody either
                last.kill();
            }
        }
        assertFalse(barrier.isBroken());
    }

    @Test
    void theActionIsRunByAnotherOneIfTheLastOneDoesNotCome() throws Exception {
        ACTS.set(0);
        SharedBarrier barrier = SharedBarrier.create(path, 2, () -> ACTS.incrementAndGet());
        var waiting = waiting(barrier);
        try (Jvm last = stoppedAt("barrier.arrived", "await")) {
            Background.end(waiting);
            assertEquals(1, ACTS.get());
            assertFalse(last.lines().contains("acts"));
        }
    }

    @Test
    void aPartyThatDiesInTheActionBreaksIt() throws Exception {
        SharedBarrier barrier = SharedBarrier.create(path, 1, () -> ACTS.incrementAndGet());
        try (Jvm runner = stoppedAt("barrier.changed", "await")) {
            // it has taken the action upon itself; this one has to wait for the next round
            var waiting = waiting(barrier);
            runner.kill();
            brokenBy(runner, waiting);
        }
        barrier.reset();
        assertEquals(0, barrier.await());
    }

    /** Its action done, or the rest of it: but not said. */
    @Test
    void aPartyThatDiesAfterTheActionBreaksIt() throws Exception {
        SharedBarrier barrier = SharedBarrier.create(path, 1, () -> ACTS.incrementAndGet());
        try (Jvm runner = stoppedAt("barrier.changing#2", "await")) {
            assertTrue(runner.lines().contains("acts"));
            var waiting = waiting(barrier);
            runner.kill();
            brokenBy(runner, waiting);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"barrier.noting", "barrier.noted", "barrier.changing", "barrier.changed"})
    void killedWhileItBreaksIt(String point) throws Exception {
        SharedBarrier barrier = SharedBarrier.create(path, 3);
        try (Jvm dead = stoppedAt(point, "abort")) {
            assertEquals(point.equals("barrier.changed"), barrier.isBroken());
            dead.kill();
        }
        barrier.abort();
        barrier.reset();
        var first = waiting(barrier);
        var second = Background.run(barrier::await);
        barrier.await();
        Background.end(first);
        Background.end(second);
    }

    /** A stopped process is late, not dead. */
    @Test
    void aStoppedPartyIsWaitedFor() throws Exception {
        SharedBarrier barrier = SharedBarrier.create(path, 2);
        try (Jvm late = Jvm.start(Crew.class, path.toString(), "register")) {
            late.awaitLine("ready");
            late.stop();
            var waiting = waiting(barrier);
            long end = System.nanoTime() + 1_000_000_000L;
            Await.until("a second", () -> System.nanoTime() - end > 0);
            assertFalse(barrier.isBroken());
            late.signal("CONT");
            late.send("await");
            Background.end(waiting);
        }
    }

    @Test
    void partiesOfManyProcessesMeet() throws Exception {
        int rounds = 20;
        SharedBarrier barrier = SharedBarrier.create(path, 4);
        String[] words = new String[rounds + 1];
        java.util.Arrays.fill(words, "await");
        words[0] = path.toString();
        try (Jvm one = Jvm.start(Crew.class, words);
                Jvm two = Jvm.start(Crew.class, words)) {
            var thread = Background.run(() -> {
                for (int round = 0; round < rounds; round++) {
                    barrier.await();
                }
            });
            int[] mine = new int[rounds];
            for (int round = 0; round < rounds; round++) {
                mine[round] = barrier.await();
            }
            Background.end(thread);
            one.awaitLine("ready");
            two.awaitLine("ready");
            for (int round = 0; round < rounds; round++) {
                assertTrue(mine[round] >= 0 && mine[round] < 4);
            }
        }
        assertFalse(barrier.isBroken());
    }
}
