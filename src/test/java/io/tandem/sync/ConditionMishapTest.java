package io.tandem.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.file.ClosedException;
import io.tandem.file.SharedFileException;
import io.tandem.file.SharedFileException.Reason;
import io.tandem.support.Travel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a wait, in one JVM, at interrupts, closed handles, refusing locks, a full table. */
class ConditionMishapTest {
    private final Tandem tandem = Tandem.open();

    @AfterEach
    void close() {
        tandem.close();
    }

    private RobustLock create(LockKind kind) {
        return kind.create(tandem.path().resolve("lock"));
    }

    /** Locks, waits, unlocks; returns what await returned. */
    private static CompletableFuture<Boolean> waiter(SharedCondition condition, Duration timeout) {
        return Sleepers.start(() -> {
            try (LockGuard held = condition.lock().acquire()) {
                boolean signaled = condition.await(timeout);
                assertEquals(1, condition.lock().holdCount());
                return signaled;
            }
        });
    }

    private static CompletableFuture<Boolean> waiter(SharedCondition condition) {
        return waiter(condition, Duration.ofDays(1));
    }

    private static void signal(SharedCondition condition, int count) {
        try (LockGuard held = condition.lock().acquire()) {
            condition.signal(count);
        }
    }

    /** Interrupted, and signalled before it had the lock again: signalled. */
    @Test
    void aSignalAfterAnInterruptCounts() throws Exception {
        SharedCondition condition = create(LockKind.LOCK).newCondition();
        RobustLock lock = condition.lock();
        CompletableFuture<Boolean> signaled = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            lock.lock();
            try {
                condition.await();
                signaled.complete(Thread.currentThread().isInterrupted());
            } catch (InterruptedException e) {
                signaled.completeExceptionally(e);
            }
            lock.unlock();
        });
        thread.start();
        Sleepers.await(condition, 1);
        lock.lock();
        thread.interrupt();
        Sleepers.await(lock);
        condition.signal();
        lock.unlock();
        assertTrue(Sleepers.end(signaled));
    }

    /** Whoever is interrupted and whoever is signalled: no signal is lost. */
    @Test
    void aStormOfInterruptsLosesNoSignal() throws Exception {
        SharedCondition condition = create(LockKind.LOCK).newCondition();
        RobustLock lock = condition.lock();
        int[] items = new int[2];
        List<Thread> takers = Collections.synchronizedList(new ArrayList<>());
        List<CompletableFuture<Void>> all = new ArrayList<>();
        int each = 1000;
        for (int i = 0; i < 3; i++) {
            all.add(Sleepers.start(() -> {
                takers.add(Thread.currentThread());
                int taken = 0;
                while (taken < each) {
                    lock.lock();
                    try {
                        if (items[0] == 0) {
                            condition.await();
                        }
                        if (items[0] > 0) {
                            items[0]--;
                            taken++;
                        }
                    } catch (InterruptedException again) {
                        // tries again
                    } finally {
                        lock.unlock();
                    }
                }
                takers.remove(Thread.currentThread());
                return null;
            }));
        }
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> storm = Sleepers.start(() -> {
            while (!over.get()) {
                takers.forEach(Thread::interrupt);
                Thread.yield();
            }
            return null;
        });
        for (int put = 0; put < 3 * each; put++) {
            lock.lock();
            items[0]++;
            condition.signal();
            lock.unlock();
        }
        for (CompletableFuture<Void> one : all) {
            Sleepers.end(one);
        }
        over.set(true);
        Sleepers.end(storm);
        assertEquals(0, condition.waiting());
    }

    /** The lock is locked through one handle and waited with through another; closing that one changes nothing. */
    @Test
    void aCopyHasALockOfItsOwn() throws Exception {
        RobustLock lock = create(LockKind.LOCK);
        SharedCondition condition = lock.newCondition();
        SharedCondition copy = Travel.copy(condition);
        lock.lock();
        assertFalse(copy.await(Duration.ofMillis(2)));
        RobustLock other = copy.lock();
        assertTrue(other != lock && other.isHeldByCurrentThread());
        copy.close();
        assertTrue(other.isClosed());
        lock.unlock();
        assertFalse(lock.ownerDied());
        condition.close();
        assertFalse(lock.isClosed());
        byte[] bytes = Travel.bytes(lock.newCondition());
        lock.destroy();
        assertEquals(
                Reason.NOT_FOUND,
                assertThrows(SharedFileException.class, () -> Travel.object(bytes))
                        .reason());
        create(LockKind.LOCK);
        assertEquals(
                Reason.REPLACED,
                assertThrows(SharedFileException.class, () -> Travel.object(bytes))
                        .reason());
    }

    @Test
    void closingEndsWaitsWithTheLockHeld() throws Exception {
        SharedCondition condition = create(LockKind.LOCK).newCondition();
        RobustLock lock = condition.lock();
        SharedCondition other = SharedCondition.attach(condition.path());
        CompletableFuture<Boolean> closed = Sleepers.start(() -> {
            lock.lock();
            assertThrows(ClosedException.class, other::await);
            boolean held = lock.isHeldByCurrentThread();
            lock.unlock();
            return held;
        });
        Sleepers.await(condition, 1);
        other.close();
        assertTrue(Sleepers.end(closed));
        assertEquals(0, condition.waiting());
        CompletableFuture<Boolean> survivor = waiter(condition);
        Sleepers.await(condition, 1);
        signal(condition, 1);
        assertTrue(Sleepers.end(survivor));
        condition.close();
        assertInstanceOf(ClosedException.class, assertThrows(ClosedException.class, condition::signal));
        assertThrows(ClosedException.class, condition::await);
        assertThrows(ClosedException.class, condition::waiting);
    }

    /** The signal of one that can never get the lock again goes to another one. */
    @Test
    void aWaiterWhoseLockIsClosedPassesItsSignalOn() throws Exception {
        SharedCondition condition = create(LockKind.LOCK).newCondition();
        RobustLock lock = condition.lock();
        SharedCondition other = SharedCondition.attach(condition.path());
        CompletableFuture<ClosedException> cut = Sleepers.start(() -> {
            other.lock().lock();
            return assertThrows(ClosedException.class, other::awaitUninterruptibly);
        });
        Sleepers.await(condition, 1);
        CompletableFuture<Boolean> next = waiter(condition);
        Sleepers.await(condition, 2);
        lock.lock();
        condition.signal();
        other.close();
        Sleepers.end(cut);
        lock.unlock();
        assertTrue(Sleepers.end(next));
    }

    @Test
    void aStrictLockMayComeBackRefused() throws Exception {
        RobustLock lock = create(LockKind.STRICT);
        SharedCondition condition = lock.newCondition();
        CompletableFuture<OwnerDiedException> refused = Sleepers.start(() -> {
            lock.lock();
            OwnerDiedException e = assertThrows(OwnerDiedException.class, condition::awaitUninterruptibly);
            assertFalse(lock.isHeldByCurrentThread());
            return e;
        });
        Sleepers.await(condition, 1);
        Thread careless = new Thread(() -> {
            lock.lock();
            condition.signal();
        });
        careless.start();
        careless.join();
        Sleepers.end(refused);
        assertEquals(0, condition.waiting());
    }

    @Test
    void theTableMayBeFull() throws Exception {
        SharedCondition condition = create(LockKind.LOCK).newCondition();
        ConditionTable table = LockPeek.table(condition);
        try (LockGuard held = condition.lock().acquire()) {
            for (int i = 0; i < ConditionLayout.ENTRIES; i++) {
                assertEquals(i, table.enter());
            }
            assertThrows(IllegalStateException.class, condition::await);
            assertTrue(condition.lock().isHeldByCurrentThread());
            assertEquals(ConditionLayout.ENTRIES, condition.waiting());
            condition.signalAll();
            assertEquals(0, condition.waiting());
            for (int i = 0; i < ConditionLayout.ENTRIES; i++) {
                assertTrue(table.leave(i));
            }
            assertEquals(0, table.used());
        }
    }
}
