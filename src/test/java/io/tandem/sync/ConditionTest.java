package io.tandem.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a condition promises to the threads of one JVM. */
class ConditionTest {
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

    private static long done(List<CompletableFuture<Boolean>> all) {
        return all.stream().filter(CompletableFuture::isDone).count();
    }

    /** 79 and 82, and the order. */
    @ParameterizedTest
    @EnumSource
    void signalsGoToThoseWhoWaitLongest(LockKind kind) throws Exception {
        SharedCondition condition = create(kind).newCondition();
        List<CompletableFuture<Boolean>> waiters = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            waiters.add(waiter(condition));
            Sleepers.await(condition, i + 1);
        }
        signal(condition, 2);
        assertTrue(Sleepers.end(waiters.get(0)) && Sleepers.end(waiters.get(1)));
        assertEquals(4, condition.waiting());
        assertEquals(2, done(waiters));
        signal(condition, 4);
        for (CompletableFuture<Boolean> each : waiters) {
            assertTrue(Sleepers.end(each));
        }
        signal(condition, 3);
        assertEquals(0, condition.waiting());
        assertFalse(Sleepers.end(waiter(condition, Duration.ofMillis(5))), "signals are not remembered");
    }

    /** 80, 83. */
    @ParameterizedTest
    @EnumSource
    void timeoutsAndThenSignalAll(LockKind kind) throws Exception {
        SharedCondition condition = create(kind).newCondition();
        for (int round = 0; round < 2; round++) {
            List<CompletableFuture<Boolean>> waiters = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                waiters.add(waiter(condition, Duration.ofMillis(5)));
            }
            for (CompletableFuture<Boolean> each : waiters) {
                assertFalse(Sleepers.end(each));
            }
            assertEquals(0, condition.waiting());
            waiters.clear();
            for (int i = 0; i < 3; i++) {
                waiters.add(waiter(condition));
            }
            Sleepers.await(condition, 3);
            try (LockGuard held = condition.lock().acquire()) {
                condition.signalAll();
            }
            for (CompletableFuture<Boolean> each : waiters) {
                assertTrue(Sleepers.end(each));
            }
        }
    }

    @Test
    void allKindsOfTimeouts() throws Exception {
        SharedCondition condition = create(LockKind.LOCK).newCondition();
        try (LockGuard held = condition.lock().acquire()) {
            assertFalse(condition.await(Duration.ofSeconds(-1)));
            assertFalse(condition.await(1, TimeUnit.MILLISECONDS));
            assertTrue(condition.awaitNanos(1000) <= 0);
            assertFalse(condition.awaitUntil(new Date(System.currentTimeMillis() + 2)));
            assertFalse(condition.awaitUntil(new Date(0)));
            assertFalse(condition.awaitUntil(() -> false, Duration.ZERO));
            assertFalse(condition.awaitUntil(() -> false, Duration.ofMillis(2)));
            assertTrue(condition.awaitUntil(() -> true, Duration.ZERO));
            assertTrue(condition.lock().isHeldByCurrentThread());
        }
    }

    /** 85. */
    @ParameterizedTest
    @EnumSource
    void anInterruptEndsAWait(LockKind kind) throws Exception {
        SharedCondition condition = create(kind).newCondition();
        RobustLock lock = condition.lock();
        CompletableFuture<Boolean> held = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            lock.lock();
            assertThrows(InterruptedException.class, condition::await);
            held.complete(
                    lock.isHeldByCurrentThread() && !Thread.currentThread().isInterrupted());
            lock.unlock();
        });
        thread.start();
        Sleepers.await(condition, 1);
        thread.interrupt();
        assertTrue(Sleepers.end(held));
        lock.lock();
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, condition::await);
        assertTrue(lock.isHeldByCurrentThread());
        assertEquals(0, condition.waiting());
    }

    @Test
    void oneThatIsNotInterruptible() throws Exception {
        SharedCondition condition = create(LockKind.LOCK).newCondition();
        RobustLock lock = condition.lock();
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            lock.lock();
            condition.awaitUninterruptibly();
            interrupted.complete(Thread.currentThread().isInterrupted());
            lock.unlock();
        });
        thread.start();
        Sleepers.await(condition, 1);
        thread.interrupt();
        lock.lock();
        assertFalse(interrupted.isDone());
        assertEquals(1, condition.waiting());
        condition.signal();
        lock.unlock();
        assertTrue(Sleepers.end(interrupted));
    }

    /** 86. */
    @Test
    void waitingForAPredicate() throws Exception {
        SharedCondition condition = create(LockKind.REENTRANT).newCondition();
        int[] state = new int[1];
        CompletableFuture<Boolean> untimed = Sleepers.start(() -> {
            try (LockGuard held = condition.lock().acquire()) {
                condition.awaitUntil(() -> state[0] == 4);
                return state[0] == 4;
            }
        });
        CompletableFuture<Boolean> timed = Sleepers.start(() -> {
            try (LockGuard held = condition.lock().acquire()) {
                return condition.awaitUntil(() -> state[0] == 4, Duration.ofDays(1));
            }
        });
        CompletableFuture<Boolean> never = Sleepers.start(() -> {
            try (LockGuard held = condition.lock().acquire()) {
                return condition.awaitUntil(() -> state[0] == 5, Duration.ofMillis(20));
            }
        });
        while (!timed.isDone() || !untimed.isDone() || !never.isDone()) {
            try (LockGuard held = condition.lock().acquire()) {
                state[0] = Math.min(4, state[0] + 1);
                condition.signalAll();
            }
        }
        assertTrue(Sleepers.end(timed) && Sleepers.end(untimed));
        assertFalse(Sleepers.end(never));
    }

    /** 88. */
    @ParameterizedTest
    @EnumSource
    void onlyForWhoHoldsTheLock(LockKind kind) throws Exception {
        SharedCondition condition = create(kind).newCondition();
        assertThrows(IllegalMonitorStateException.class, condition::await);
        assertThrows(IllegalMonitorStateException.class, () -> condition.await(Duration.ZERO));
        assertThrows(IllegalMonitorStateException.class, condition::awaitUninterruptibly);
        assertThrows(IllegalMonitorStateException.class, () -> condition.awaitUntil(() -> true));
        assertThrows(IllegalMonitorStateException.class, condition::signal);
        assertThrows(IllegalMonitorStateException.class, condition::signalAll);
        Sleepers.end(Sleepers.start(() -> {
            condition.lock().lock();
            return null;
        }));
        String message = assertThrows(IllegalMonitorStateException.class, condition::signal)
                .getMessage();
        assertTrue(message.contains("another thread"), message);
    }

    /** 89. */
    @ParameterizedTest
    @EnumSource(names = {"REENTRANT", "FAIR_REENTRANT"})
    void allLevelsAreGivenUpAndComeBack(LockKind kind) throws Exception {
        SharedCondition condition = create(kind).newCondition();
        RobustLock lock = condition.lock();
        CompletableFuture<Integer> levels = Sleepers.start(() -> {
            lock.lock();
            lock.lock();
            condition.await();
            int count = lock.holdCount();
            lock.unlock();
            lock.unlock();
            assertFalse(lock.isHeldByCurrentThread());
            return count;
        });
        Sleepers.await(condition, 1);
        signal(condition, 1);
        assertEquals(2, Sleepers.end(levels));
        assertFalse(lock.isLocked());
    }

    @Test
    void severalConditionsOfALock() throws Exception {
        RobustLock lock = create(LockKind.LOCK);
        SharedCondition one = lock.newCondition();
        SharedCondition two = SharedCondition.create(tandem.path().resolve("two"), lock);
        CompletableFuture<Boolean> first = waiter(one);
        CompletableFuture<Boolean> second = waiter(two);
        Sleepers.await(one, 1);
        Sleepers.await(two, 1);
        signal(two, 1);
        assertTrue(Sleepers.end(second));
        assertFalse(first.isDone());
        signal(one, 1);
        assertTrue(Sleepers.end(first));
    }

    @Test
    void itLiesBesideItsLock() {
        RobustLock lock = create(LockKind.LOCK);
        assertThrows(IllegalArgumentException.class, () -> SharedCondition.create(Path.of("/dev/shm/elsewhere"), lock));
    }
}
