package io.tandem.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.support.Threads;
import io.tandem.support.Travel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedBarrierTest {
    private static final Duration SHORT = Duration.ofMillis(30);
    private static final AtomicInteger ACTS = new AtomicInteger();

    private final Tandem tandem = Tandem.open();
    private final Path path = tandem.path().resolve("barrier");

    @AfterEach
    void close() {
        tandem.close();
    }

    private Background.Running waiting(SharedBarrier barrier) {
        var waiting = Background.run(barrier::await);
        Bells.awaitSleeper(path, BarrierLayout.KIND);
        return waiting;
    }

    private static String broken(Background.Running waiting) {
        return assertInstanceOf(BrokenBarrierException.class, Background.failure(waiting))
                .getMessage();
    }

    private static List<Integer> sorted(List<Integer> places) {
        List<Integer> sorted = new ArrayList<>(places);
        Collections.sort(sorted);
        return sorted;
    }

    /** Conformance 97, in many rounds, also with more threads than parties. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void eachPlaceIsTakenOnceInARound(int parties) throws Exception {
        SharedBarrier barrier = SharedBarrier.create(path, parties);
        List<Integer> all = IntStream.range(0, parties).boxed().toList();
        for (int round = 0; round < 300; round++) {
            assertEquals(all, sorted(Threads.all(Collections.nCopies(parties, barrier::await))));
        }
        List<Integer> twice = sorted(Threads.all(Collections.nCopies(2 * parties, barrier::await)));
        assertEquals(
                IntStream.range(0, 2 * parties).map(i -> i / 2).boxed().toList(),
                twice,
                "two rounds, one after another");
    }

    /** Conformance 98: before anybody goes on. */
    @Test
    void theActionRunsOnceInARound() throws Exception {
        ACTS.set(0);
        SharedBarrier barrier = SharedBarrier.create(path, 3, () -> ACTS.incrementAndGet());
        Callable<Void> party = () -> {
            for (int round = 1; round <= 1000; round++) {
                barrier.await();
                assertEquals(round, ACTS.get(), "the next round needs this thread");
            }
            return null;
        };
        Threads.all(Collections.nCopies(3, party));
        assertEquals(1000, ACTS.get());
    }

    /** Conformance 100. */
    @Test
    void resetFailsThoseInsideAndLeavesItUsable() throws Exception {
        SharedBarrier barrier = SharedBarrier.create(path, 2);
        var waiting = waiting(barrier);
        assertEquals(1, barrier.getNumberWaiting());
        barrier.reset();
        assertTrue(broken(waiting).contains("was reset"));
        assertFalse(barrier.isBroken());
        assertEquals(0, barrier.getNumberWaiting());
        assertEquals(List.of(0, 1), sorted(Threads.all(Collections.nCopies(2, barrier::await))));
    }

    /** Conformance 101 and 106. */
    @Test
    void abortBreaksItUntilItIsReset() throws Exception {
        SharedBarrier barrier = SharedBarrier.create(path, 2);
        var waiting = waiting(barrier);
        barrier.abort();
        barrier.abort();
        String self = "process " + ProcessHandle.current().pid() + " aborted it";
        assertTrue(broken(waiting).contains(self));
        assertTrue(barrier.isBroken());
        assertTrue(barrier.toString().contains(", broken"), barrier::toString);
        assertEquals(0, barrier.getNumberWaiting());
        assertThrows(BrokenBarrierException.class, barrier::await);
        assertThrows(BrokenBarrierException.class, () -> barrier.await(Duration.ZERO));
        barrier.reset();
        assertFalse(barrier.isBroken());
        assertEquals(0, barrier.getNumberWaiting());
        assertEquals(List.of(0, 1), sorted(Threads.all(Collections.nCopies(2, barrier::await))));
    }

    @Test
    void aTimeoutBreaksItForAll() throws Exception {
        SharedBarrier barrier = SharedBarrier.create(path, 3);
        var waiting = waiting(barrier);
        assertThrows(TimeoutException.class, () -> barrier.await(SHORT));
        assertTrue(broken(waiting).contains("was over"));
        assertTrue(barrier.isBroken());
        barrier.reset();
        assertThrows(TimeoutException.class, () -> barrier.await(Duration.ofSeconds(-1)));
        assertTrue(barrier.isBroken());
    }

    /** Conformance 103. */
    @Test
    void theTimeoutOfAHandleApplies() throws Exception {
        SharedBarrier barrier = SharedBarrier.create(path, 2);
        barrier.setTimeout(SHORT);
        BrokenBarrierException broken = assertThrows(BrokenBarrierException.class, barrier::await);
        assertInstanceOf(TimeoutException.class, broken.getCause());
        assertTrue(barrier.isBroken());
    }

    /** Conformance 104. */
    @Test
    void onePartyNeverWaits() throws Exception {
        SharedBarrier barrier = SharedBarrier.create(path, 1);
        for (int i = 0; i < 100; i++) {
            assertEquals(0, barrier.await(Duration.ZERO));
        }
    }

    /** Conformance 107. */
    @Test
    void anActionThatFailsBreaksIt() throws Exception {
        SharedBarrier barrier = SharedBarrier.create(path, 2, () -> {
            throw new ArithmeticException("nine");
        });
        var waiting = waiting(barrier);
        Throwable mine = failure(barrier::await);
        Throwable other = Background.failure(waiting);
        Throwable runner = mine instanceof ArithmeticException ? mine : other;
        Throwable told = runner == mine ? other : mine;
        assertEquals("nine", runner.getMessage());
        assertTrue(assertInstanceOf(BrokenBarrierException.class, told)
                .getMessage()
                .contains("the action failed"));
        assertTrue(barrier.isBroken());
    }

    private static Throwable failure(Background.Deed deed) {
        return assertThrows(Throwable.class, deed::run);
    }

    @Test
    void anInterruptBreaksIt() throws Exception {
        SharedBarrier barrier = SharedBarrier.create(path, 3);
        var interrupted = waiting(barrier);
        var waiting = Background.run(barrier::await);
        interrupted.thread().interrupt();
        assertInstanceOf(InterruptedException.class, Background.failure(interrupted));
        assertTrue(broken(waiting).contains("interrupted") || barrier.isBroken());
        barrier.reset();
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, barrier::await);
        assertTrue(barrier.isBroken());
    }

    @Test
    void closingTheHandleOfAWaitBreaksIt() throws Exception {
        SharedBarrier barrier = SharedBarrier.create(path, 3);
        var leaving = waiting(barrier);
        SharedBarrier other = SharedBarrier.attach(path);
        var waiting = waiting(other);
        barrier.close();
        assertTrue(broken(waiting).contains("closed its handle"));
        assertInstanceOf(io.tandem.file.ClosedException.class, Background.failure(leaving));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1024})
    void strangeNumbersOfPartiesAreRefused(int parties) {
        assertThrows(IllegalArgumentException.class, () -> SharedBarrier.create(path, parties));
        assertThrows(IllegalArgumentException.class, () -> SharedBarrier.createOrAttach(path, parties));
    }

    @Test
    void theActionTravelsAndIsAskedFor() throws Exception {
        ACTS.set(0);
        SharedBarrier barrier = SharedBarrier.create(path, 1, () -> ACTS.incrementAndGet());
        assertThrows(IllegalArgumentException.class, () -> SharedBarrier.attach(path));
        assertThrows(IllegalArgumentException.class, () -> SharedBarrier.createOrAttach(path, 1));
        Travel.copy(barrier).await();
        SharedBarrier.attach(path, () -> ACTS.addAndGet(10)).await();
        assertEquals(11, ACTS.get());
        Path plain = tandem.path().resolve("plain");
        SharedBarrier.create(plain, 1);
        assertThrows(IllegalArgumentException.class, () -> SharedBarrier.attach(plain, () -> {}));
    }

    /** All of them, each counted: not more rounds than fit, and all together at each. */
    @Test
    void manyThreadsMeetInManyRounds() throws Exception {
        int parties = 4;
        int rounds = 2000;
        SharedBarrier barrier = SharedBarrier.create(path, parties);
        AtomicInteger[] come = new AtomicInteger[rounds];
        java.util.Arrays.setAll(come, i -> new AtomicInteger());
        Callable<Object> party = () -> {
            for (int round = 0; round < rounds; round++) {
                come[round].incrementAndGet();
                barrier.await();
                assertSame(parties, come[round].get());
            }
            return null;
        };
        Threads.all(Collections.nCopies(parties, party));
        assertEquals(parties, barrier.getParties());
    }
}
