package io.tandem.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.file.FileLayout;
import io.tandem.file.SharedFileException;
import io.tandem.support.Threads;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedSemaphoreTest {
    private static final Duration SHORT = Duration.ofMillis(30);

    private final Tandem tandem = Tandem.open();
    private final Path path = tandem.path().resolve("semaphore");

    @AfterEach
    void close() {
        tandem.close();
    }

    /** Conformance 73. */
    @Test
    void permitsGoDownAndUpAndBeyondTheStart() throws Exception {
        SharedSemaphore semaphore = SharedSemaphore.create(path, 2);
        assertEquals(2, semaphore.availablePermits());
        semaphore.acquire();
        assertEquals(1, semaphore.availablePermits());
        semaphore.acquireUninterruptibly();
        assertEquals(0, semaphore.availablePermits());
        assertFalse(semaphore.tryAcquire());
        for (int i = 1; i <= 4; i++) {
            semaphore.release();
            assertEquals(i, semaphore.availablePermits());
        }
        assertTrue(semaphore.tryAcquire(4));
        assertEquals(0, semaphore.availablePermits());
        assertFalse(semaphore.tryAcquire());
    }

    /** Conformance 74. */
    @Test
    void aBoundedOneRefusesToGrow() throws Exception {
        SharedSemaphore semaphore = SharedSemaphore.createBounded(path, 2);
        assertTrue(semaphore.isBounded());
        assertThrows(IllegalStateException.class, semaphore::release);
        semaphore.acquire();
        String message = assertThrows(IllegalStateException.class, () -> semaphore.release(2))
                .getMessage();
        assertTrue(message.startsWith("released more often than acquired"), message);
        assertEquals(1, semaphore.availablePermits());
        semaphore.release();
        assertThrows(IllegalStateException.class, semaphore::release);
        assertEquals(2, semaphore.availablePermits());
        assertThrows(IllegalArgumentException.class, () -> semaphore.acquire(3), "there never are so many");
        refusedUnbounded();
    }

    private void refusedUnbounded() {
        SharedFileException refusal =
                assertThrows(SharedFileException.class, () -> SharedSemaphore.createOrAttach(path, 2));
        assertEquals(SharedFileException.Reason.LAYOUT_MISMATCH, refusal.reason());
    }

    /** Conformance 76. */
    @Test
    void aNegativeTimeoutLooksOnce() throws Exception {
        SharedSemaphore semaphore = SharedSemaphore.create(path, 1);
        assertTrue(semaphore.tryAcquire(Duration.ofSeconds(-1)));
        assertFalse(semaphore.tryAcquire(Duration.ofSeconds(-1)));
        assertFalse(semaphore.tryAcquire(Duration.ofSeconds(Long.MIN_VALUE)));
        assertFalse(semaphore.tryAcquire(SHORT));
        assertFalse(semaphore.tryAcquire(2, SHORT));
    }

    /** Conformance 77. */
    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, 4097})
    void strangeStartsAreRefused(int permits) {
        assertThrows(IllegalArgumentException.class, () -> SharedSemaphore.create(path, permits));
        assertThrows(IllegalArgumentException.class, () -> SharedSemaphore.createBounded(path, permits));
        assertThrows(IllegalArgumentException.class, () -> SharedSemaphore.createOrAttach(path, permits));
    }

    @Test
    void strangeNumbersAreRefused() {
        SharedSemaphore semaphore = SharedSemaphore.create(path, 1);
        assertThrows(IllegalArgumentException.class, () -> semaphore.acquire(-1));
        assertThrows(IllegalArgumentException.class, () -> semaphore.tryAcquire(4097));
        assertThrows(IllegalArgumentException.class, () -> semaphore.release(-1));
        assertTrue(semaphore.tryAcquire(0));
        semaphore.release(0);
        assertEquals(1, semaphore.availablePermits());
        SharedFileException differs =
                assertThrows(SharedFileException.class, () -> SharedSemaphore.createOrAttach(path, 2));
        assertEquals(SharedFileException.Reason.LAYOUT_MISMATCH, differs.reason());
    }

    @Test
    void aHeldPermitComesBackAtTheEndOfTheBlock() throws Exception {
        SharedSemaphore semaphore = SharedSemaphore.create(path, 1);
        try (SharedSemaphore.Permit permit = semaphore.hold()) {
            assertEquals(0, semaphore.availablePermits());
            assertFalse(semaphore.tryAcquire(), permit::toString);
        }
        assertEquals(1, semaphore.availablePermits());
    }

    @Test
    void drainTakesAll() {
        SharedSemaphore semaphore = SharedSemaphore.create(path, 3);
        assertTrue(semaphore.tryAcquire());
        semaphore.release(3);
        assertEquals(5, semaphore.drainPermits());
        assertEquals(0, semaphore.drainPermits());
        assertTrue(semaphore.toString().contains(", 0 available"), semaphore::toString);
    }

    @Test
    void aSemaphoreOfSignalsCounts() throws Exception {
        SharedSemaphore items = SharedSemaphore.create(path, 0);
        var consumer = Background.run(() -> items.acquire(3));
        for (int i = 0; i < 3; i++) {
            items.release();
        }
        Background.end(consumer);
        assertEquals(0, items.availablePermits());
        items.release(Integer.MAX_VALUE);
        items.release(Integer.MAX_VALUE);
        assertEquals(Integer.MAX_VALUE, items.availablePermits(), "no overflow");
    }

    /** Whoever waits for two holds none meanwhile, so another one may have the one there is. */
    @Test
    void whoWaitsForSeveralHoldsNone() throws Exception {
        SharedSemaphore semaphore = SharedSemaphore.create(path, 2);
        semaphore.acquire();
        var two = Background.run(() -> semaphore.acquire(2));
        Bells.awaitSleeper(path, SemaphoreLayout.KIND);
        assertTrue(semaphore.tryAcquire(Duration.ofSeconds(30)));
        semaphore.release(2);
        Background.end(two);
        assertEquals(0, semaphore.availablePermits());
    }

    @Test
    void anInterruptEndsAWait() throws Exception {
        SharedSemaphore semaphore = SharedSemaphore.create(path, 0);
        var waiting = Background.run(semaphore::acquire);
        Bells.awaitSleeper(path, SemaphoreLayout.KIND);
        waiting.thread().interrupt();
        assertInstanceOf(InterruptedException.class, Background.failure(waiting));
        semaphore.release();
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, semaphore::acquire, "even if there is one");
        assertEquals(1, semaphore.availablePermits());
    }

    @Test
    void anUninterruptibleWaitKeepsTheInterrupt() throws Exception {
        SharedSemaphore semaphore = SharedSemaphore.create(path, 0);
        var waiting = Background.run(() -> {
            semaphore.acquireUninterruptibly();
            assertTrue(Thread.interrupted());
        });
        Bells.awaitSleeper(path, SemaphoreLayout.KIND);
        waiting.thread().interrupt();
        semaphore.release();
        Background.end(waiting);
    }

    /** Threads that want one or two of three permits, of a bounded semaphore and of one that has become signals. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void neverMoreInsideThanPermits(boolean bounded) throws Exception {
        SharedSemaphore semaphore = bounded ? SharedSemaphore.createBounded(path, 3) : SharedSemaphore.create(path, 0);
        if (!bounded) {
            semaphore.release(3);
        }
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger number = new AtomicInteger();
        Callable<Void> worker = () -> {
            int wanted = 1 + number.getAndIncrement() % 2;
            for (int i = 0; i < 20_000; i++) {
                semaphore.acquire(wanted);
                most.accumulateAndGet(inside.addAndGet(wanted), Math::max);
                inside.addAndGet(-wanted);
                semaphore.release(wanted);
            }
            return null;
        };
        Threads.all(Collections.nCopies(6, worker));
        assertTrue(most.get() == 2 || most.get() == 3, most::toString);
        assertEquals(3, semaphore.availablePermits());
        assertEquals(0, semaphore.recovered());
    }

    /** Three threads that have at most 20 of 60 permits each: there is always one for them, and theirs to give back. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void threadsDoNotMissWhatOthersMove(boolean bounded) throws Exception {
        SharedSemaphore semaphore =
                bounded ? SharedSemaphore.createBounded(path, 60) : SharedSemaphore.create(path, 60);
        Callable<Void> worker = () -> {
            ThreadLocalRandom random = ThreadLocalRandom.current();
            for (int i = 0; i < 50_000; i++) {
                int mine = 1 + random.nextInt(20);
                for (int k = 0; k < mine; k++) {
                    assertTrue(semaphore.tryAcquire(), semaphore::toString);
                }
                int first = random.nextInt(mine);
                semaphore.release(first);
                semaphore.release(mine - first);
            }
            return null;
        };
        Threads.all(Collections.nCopies(3, worker));
        assertEquals(60, semaphore.availablePermits(), "none was lost or made up");
        byte[] file = Files.readAllBytes(path);
        assertEquals(0, file[FileLayout.BODY_AT + SemaphoreLayout.SIGNALLING_AT], "each had its owner");
    }

    @Test
    void anUncontendedCallAllocatesNothing() throws Exception {
        SharedSemaphore semaphore = SharedSemaphore.create(path, 3);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 20; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 10_000; i++) {
                semaphore.hold().close();
                semaphore.tryAcquire(2);
                semaphore.release(2);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertTrue(least < 10_000, least + " bytes in 30,000 calls");
    }
}
