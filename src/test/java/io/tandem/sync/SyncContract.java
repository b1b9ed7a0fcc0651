package io.tandem.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.process.ProcessTask;
import io.tandem.support.Await;
import io.tandem.value.SharedInt;
import io.tandem.value.SharedIntArray;
import io.tandem.value.SharedLong;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What locks and their friends promise to somebody else, whether that is a thread or a JVM; by numbers of Python's rules. */
abstract class SyncContract {
    private static final Duration LONG = Duration.ofSeconds(60);

    final Tandem tandem = Tandem.open();

    /** Somebody who is at work. */
    interface Other {
        /** Waits for the end; what went wrong there is thrown here. */
        void end() throws Exception;
    }

    /** Begins this elsewhere. */
    abstract Other begin(ProcessTask task) throws Exception;

    private void elsewhere(ProcessTask task) throws Exception {
        begin(task).end();
    }

    @AfterEach
    void close() {
        tandem.close();
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }

    /** 67, 70, 76. */
    @Test
    void aLockIsHeldForEverybody() throws Exception {
        SharedLock lock = tandem.newLock();
        lock.lock();
        elsewhere(() -> {
            require(lock.isLocked() && !lock.isHeldByCurrentThread(), "not locked");
            require(!lock.tryLock(), "taken twice");
            require(!lock.tryLock(Duration.ofMillis(-1)), "taken twice");
            assertThrows(IllegalMonitorStateException.class, lock::unlock);
        });
        lock.unlock();
        elsewhere(() -> {
            require(lock.tryLock(), "not free");
            lock.unlock();
            assertThrows(IllegalMonitorStateException.class, lock::unlock);
        });
        assertFalse(lock.isLocked());
    }

    @Test
    void whoWaitsForALockGetsIt() throws Exception {
        SharedLock lock = tandem.newLock();
        SharedInt got = tandem.newInt(0);
        lock.lock();
        Other other = begin(() -> {
            got.set(1);
            lock.lock();
            got.set(2);
            lock.unlock();
        });
        Await.until("the other one", () -> got.get() == 1);
        assertEquals(1, got.get());
        lock.unlock();
        other.end();
        assertEquals(2, got.get());
    }

    /** 68. */
    @Test
    void aReentrantLockNests() throws Exception {
        SharedReentrantLock lock = tandem.newReentrantLock();
        elsewhere(() -> {
            for (int i = 1; i <= 3; i++) {
                lock.lock();
                require(lock.holdCount() == i, "depth " + lock.holdCount());
            }
            for (int i = 0; i < 3; i++) {
                require(lock.isLocked(), "free too early");
                lock.unlock();
            }
            assertThrows(IllegalMonitorStateException.class, lock::unlock);
        });
        assertTrue(lock.tryLock());
        elsewhere(() -> require(!lock.tryLock(), "taken twice"));
        lock.unlock();
    }

    /** 73. */
    @Test
    void aSemaphoreCountsForEverybody() throws Exception {
        SharedSemaphore semaphore = tandem.newSemaphore(2);
        semaphore.acquire(2);
        elsewhere(() -> require(!semaphore.tryAcquire() && semaphore.availablePermits() == 0, "a third permit"));
        semaphore.release(2);
        elsewhere(() -> {
            semaphore.acquire();
            require(semaphore.availablePermits() == 1, "not one left");
            semaphore.release(3);
        });
        assertEquals(4, semaphore.availablePermits());
    }

    /** 74, 77. */
    @Test
    void aBoundedSemaphoreKeepsItsBound() throws Exception {
        SharedSemaphore semaphore = tandem.newBoundedSemaphore(1);
        elsewhere(() -> assertThrows(IllegalStateException.class, semaphore::release));
        assertEquals(1, semaphore.availablePermits());
        assertThrows(IllegalArgumentException.class, () -> tandem.newSemaphore(-1));
    }

    /** 79, 82. */
    @Test
    void signalsWakeSoManyAndAreNotRemembered() throws Exception {
        SharedLock lock = tandem.newLock();
        SharedCondition condition = lock.newCondition();
        SharedInt waiting = tandem.newInt(0);
        SharedInt woken = tandem.newInt(0);
        List<Other> others = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            others.add(begin(() -> {
                try (LockGuard held = condition.lock().acquire()) {
                    waiting.incrementAndGet();
                    while (!condition.await(LONG)) {
                        continue;
                    }
                    woken.incrementAndGet();
                }
            }));
        }
        Await.until("three wait", () -> waiting.get() == 3 && condition.waiting() == 3);
        try (LockGuard held = lock.acquire()) {
            condition.signal();
            assertEquals(2, condition.waiting());
        }
        Await.until("one woken", () -> woken.get() == 1);
        try (LockGuard held = lock.acquire()) {
            condition.signal(5);
            assertEquals(0, condition.waiting());
        }
        for (Other other : others) {
            other.end();
        }
        elsewhere(() -> {
            try (LockGuard held = condition.lock().acquire()) {
                require(!condition.await(Duration.ofMillis(20)), "a signal was remembered"); // 83
                require(condition.lock().isHeldByCurrentThread(), "the lock did not come back");
            }
            assertThrows(IllegalMonitorStateException.class, condition::signal); // 88
        });
        assertEquals(3, woken.get());
    }

    /** 86, 89. */
    @Test
    void aPredicateBecomesTrueElsewhere() throws Exception {
        SharedReentrantLock lock = tandem.newReentrantLock();
        SharedCondition condition = lock.newCondition();
        SharedInt state = tandem.newInt(0);
        Other other = begin(() -> {
            condition.lock().lock();
            condition.lock().lock();
            require(condition.awaitUntil(() -> state.get() == 4, LONG), "never true");
            require(
                    condition.lock().holdCount() == 2,
                    "depth " + condition.lock().holdCount());
            condition.lock().unlock();
            condition.lock().unlock();
        });
        for (int i = 0; i < 4; i++) {
            try (LockGuard held = lock.acquire()) {
                state.incrementAndGet();
                condition.signalAll();
            }
        }
        other.end();
    }

    /** 91, 92, 95. */
    @Test
    void anEventReachesEverybody() throws Exception {
        SharedEvent event = tandem.newEvent();
        SharedInt asking = tandem.newInt(0);
        elsewhere(() ->
                require(!event.isSet() && !event.await(Duration.ZERO) && !event.await(Duration.ofMillis(5)), "set"));
        List<Other> others = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            others.add(begin(() -> {
                asking.incrementAndGet();
                require(event.await(LONG), "missed");
            }));
        }
        Await.until("three ask", () -> asking.get() == 3);
        event.set();
        for (Other other : others) {
            other.end();
        }
        elsewhere(() -> {
            require(event.isSet() && event.await(Duration.ZERO), "not set");
            event.clear();
        });
        assertFalse(event.isSet());
    }

    /** 97, 98. */
    @Test
    void oneOfABarrierIsTheFirstAndTheActionRunsOnce() throws Exception {
        SharedLong actions = tandem.newLong(0);
        SharedBarrier barrier = tandem.newBarrier(3, actions::incrementAndGet);
        SharedIntArray places = tandem.newIntArray(3L);
        ProcessTask party = () -> {
            for (int round = 0; round < 5; round++) {
                places.getAndAdd(barrier.await(), 1);
            }
        };
        Other second = begin(party);
        Other third = begin(party);
        party.run();
        second.end();
        third.end();
        assertEquals(5, actions.get());
        for (int place = 0; place < 3; place++) {
            assertEquals(5, places.get(place));
        }
    }

    /** 100, 101, 106. */
    @Test
    void aBarrierBreaksForEverybodyAndIsMended() throws Exception {
        SharedBarrier barrier = tandem.newBarrier(2);
        Other waiting = begin(() -> assertThrows(BrokenBarrierException.class, barrier::await));
        Await.until("arrival", () -> barrier.getNumberWaiting() == 1);
        barrier.reset();
        waiting.end();
        assertThrows(TimeoutException.class, () -> barrier.await(Duration.ofMillis(10)));
        elsewhere(() -> {
            require(barrier.isBroken(), "whole");
            assertThrows(BrokenBarrierException.class, barrier::await);
            barrier.reset();
        });
        assertEquals(0, barrier.getNumberWaiting());
        Other other = begin(barrier::await);
        barrier.await();
        other.end();
    }

    @Test
    void aLatchOpensForEverybody() throws Exception {
        SharedCountDownLatch latch = tandem.newCountDownLatch(2);
        Other waiting = begin(() -> require(latch.await(LONG), "closed"));
        elsewhere(latch::countDown);
        assertEquals(1, latch.getCount());
        latch.countDown();
        waiting.end();
        elsewhere(() -> require(latch.await(Duration.ZERO), "closed again"));
    }
}
