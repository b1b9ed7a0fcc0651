package io.tandem.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.support.Await;
import io.tandem.support.Jvm;
import io.tandem.support.Skip;
import io.tandem.support.Threads;
import io.tandem.support.Travel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a lock promises to the threads of one JVM. */
class LockTest {
    private static final Duration LONG = Duration.ofDays(1);

    private final Tandem tandem = Tandem.open();

    @AfterEach
    void close() {
        tandem.close();
    }

    private RobustLock create(LockKind kind) {
        return kind.create(tandem.path().resolve("lock"));
    }

    /** 67. */
    @ParameterizedTest
    @EnumSource
    void aLockIsHeldByOne(LockKind kind) throws Exception {
        RobustLock lock = create(kind);
        assertTrue(lock.tryLock());
        assertTrue(lock.isLocked() && lock.isHeldByCurrentThread());
        assertFalse(Sleepers.end(Sleepers.start(() -> lock.tryLock())));
        assertEquals(kind.isReentrant(), lock.tryLock());
        if (kind.isReentrant()) {
            lock.unlock();
        } else {
            assertFalse(lock.tryLock(Duration.ofMillis(2)));
            assertThrows(IllegalMonitorStateException.class, lock::lock);
            assertThrows(IllegalMonitorStateException.class, lock::lockInterruptibly);
        }
        assertEquals(1, lock.holdCount());
        lock.unlock();
        assertFalse(lock.isLocked());
        assertEquals(0, lock.holdCount());
        assertThrows(IllegalMonitorStateException.class, lock::unlock);
    }

    /** 68. */
    @ParameterizedTest
    @EnumSource(names = {"REENTRANT", "FAIR_REENTRANT"})
    void aReentrantLockIsUnlockedAsOften(LockKind kind) throws Exception {
        RobustLock lock = create(kind);
        lock.lock();
        assertTrue(lock.tryLock());
        assertTrue(lock.tryLock(LONG));
        assertEquals(3, lock.holdCount());
        long token = lock.fencingToken();
        lock.unlock();
        lock.unlock();
        assertEquals(token, lock.fencingToken());
        assertFalse(Sleepers.end(Sleepers.start(() -> lock.tryLock())));
        lock.unlock();
        assertTrue(Sleepers.end(Sleepers.start(() -> lock.tryLock())));
        assertThrows(IllegalMonitorStateException.class, lock::unlock);
    }

    @Test
    void levelsDoNotOverflow() {
        RobustLock lock = create(LockKind.REENTRANT);
        lock.lock();
        LockPeek.engine(lock).levels = Integer.MAX_VALUE;
        assertThrows(Error.class, lock::lock);
        assertEquals(Integer.MAX_VALUE, lock.holdCount());
    }

    /** 71; another process: see LockProcessTest. */
    @ParameterizedTest
    @EnumSource
    void theTextNamesTheOwner(LockKind kind) throws Exception {
        RobustLock lock = create(kind);
        assertTrue(lock.toString().contains(", free,"), lock::toString);
        lock.lock();
        assertTrue(lock.toString().contains("held by this thread"), lock::toString);
        String id = Long.toString(Thread.currentThread().getId());
        String seen = Sleepers.end(Sleepers.start(lock::toString));
        assertTrue(seen.contains("another thread of this process, thread id " + id), seen);
        String refused = Sleepers.end(Sleepers.start(() ->
                assertThrows(IllegalMonitorStateException.class, lock::unlock).getMessage()));
        assertTrue(refused.contains("thread id " + id), refused);
        LockOwner owner = lock.owner().orElseThrow();
        assertEquals(ProcessHandle.current().pid(), owner.pid());
        assertEquals(Thread.currentThread().getId(), owner.threadId());
        Await.until("time", () -> lock.owner().orElseThrow().heldFor().compareTo(Duration.ofMillis(3)) > 0);
        lock.unlock();
        assertTrue(lock.owner().isEmpty());
    }

    /** 76. */
    @ParameterizedTest
    @EnumSource
    void aNegativeTimeoutLooksOnce(LockKind kind) throws Exception {
        RobustLock lock = create(kind);
        assertTrue(lock.tryLock(Duration.ofSeconds(-1)));
        assertFalse(Sleepers.end(Sleepers.start(() -> lock.tryLock(Duration.ofSeconds(-1)))));
        assertFalse(Sleepers.end(Sleepers.start(() -> lock.tryLock(-1, TimeUnit.DAYS))));
        assertFalse(Sleepers.end(Sleepers.start(() -> lock.tryLock(Duration.ZERO))));
    }

    @ParameterizedTest
    @EnumSource
    void interruptsEndSomeWaits(LockKind kind) throws Exception {
        RobustLock lock = create(kind);
        lock.lock();
        for (Interruptible call : List.<Interruptible>of(lock::lockInterruptibly, () -> lock.tryLock(LONG))) {
            Thread waiter = Thread.currentThread();
            CompletableFuture<Boolean> done = new CompletableFuture<>();
            Thread blocked = new Thread(() -> {
                assertThrows(InterruptedException.class, call::run);
                done.complete(Thread.currentThread().isInterrupted());
            });
            blocked.start();
            Sleepers.await(lock);
            blocked.interrupt();
            assertFalse(Sleepers.end(done));
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, call::run);
            assertFalse(waiter.isInterrupted());
        }
        CompletableFuture<Boolean> stubborn = new CompletableFuture<>();
        Thread blocked = new Thread(() -> {
            lock.lock();
            stubborn.complete(Thread.currentThread().isInterrupted());
            lock.unlock();
        });
        blocked.start();
        Sleepers.await(lock);
        blocked.interrupt();
        assertFalse(stubborn.isDone());
        lock.unlock();
        assertTrue(Sleepers.end(stubborn));
    }

    private interface Interruptible {
        void run() throws Exception;
    }

    @ParameterizedTest
    @EnumSource
    void aStormOfInterruptsLosesNothing(LockKind kind) throws Exception {
        RobustLock lock = create(kind);
        long[] counter = new long[1];
        List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<Void> stormy = Sleepers.start(() -> {
            while (!lock.isClosed()) {
                threads.forEach(Thread::interrupt);
                Thread.onSpinWait();
            }
            return null;
        });
        Threads.repeat(1, Collections.nCopies(3, () -> {
            threads.add(Thread.currentThread());
            for (int i = 0; i < 500; i++) {
                if (i % 2 == 0) {
                    lock.lock();
                } else {
                    boolean got = false;
                    while (!got) {
                        try {
                            lock.lockInterruptibly();
                            got = true;
                        } catch (InterruptedException again) {
                            // tries again
                        }
                    }
                }
                counter[0]++;
                lock.unlock();
            }
            threads.remove(Thread.currentThread());
        }));
        assertEquals(1500, counter[0]);
        assertFalse(lock.isLocked());
        lock.close();
        Sleepers.end(stormy);
    }

    @ParameterizedTest
    @EnumSource
    void threadsExcludeEachOther(LockKind kind) throws Exception {
        RobustLock lock = create(kind);
        long[] counter = new long[1];
        Threads.repeat(3000, Collections.nCopies(4, () -> {
            try (LockGuard held = lock.acquire()) {
                counter[0]++;
            }
        }));
        assertEquals(12_000, counter[0]);
    }

    @ParameterizedTest
    @EnumSource
    void guardsUnlock(LockKind kind) throws Exception {
        RobustLock lock = create(kind);
        long before;
        try (LockGuard held = lock.acquire()) {
            assertTrue(lock.isHeldByCurrentThread());
            before = lock.fencingToken();
            String late = Sleepers.end(Sleepers.start(
                    () -> assertThrows(LockTimeoutException.class, () -> lock.acquire(Duration.ofMillis(2)))
                            .getMessage()));
            assertTrue(late.contains("thread id " + Thread.currentThread().getId()), late);
        }
        try (LockGuard held = lock.acquire(Duration.ZERO)) {
            assertTrue(lock.fencingToken() > before);
        }
        assertFalse(lock.isLocked());
        assertThrows(IllegalMonitorStateException.class, lock::fencingToken);
        assertThrows(IllegalMonitorStateException.class, lock::markConsistent);
    }

    @ParameterizedTest
    @EnumSource
    void aCeilingEndsLock(LockKind kind) throws Exception {
        RobustLock lock = create(kind);
        lock.lock();
        try (RobustLock impatient = kind.attach(lock.path())) {
            impatient.setCeiling(Duration.ofMillis(5));
            Sleepers.end(Sleepers.start(() -> assertThrows(LockTimeoutException.class, impatient::lock)));
            Sleepers.end(Sleepers.start(() -> assertThrows(LockTimeoutException.class, impatient::lockInterruptibly)));
        }
        assertTrue(lock.isHeldByCurrentThread());
    }

    /** Two handles, and one that travelled, are one lock. */
    @ParameterizedTest
    @EnumSource
    void allHandlesShareTheHolder(LockKind kind) throws Exception {
        RobustLock lock = create(kind);
        try (RobustLock copy = Travel.copy(lock)) {
            lock.lock();
            assertTrue(copy.isHeldByCurrentThread());
            copy.close();
            assertTrue(lock.isHeldByCurrentThread(), "it was locked through another handle");
        }
        try (RobustLock copy = kind.attach(lock.path())) {
            copy.unlock();
        }
        assertFalse(lock.isLocked() || lock.ownerDied());
    }

    /** Waiters one by one, and the order in which they get it. */
    @Test
    void aFairLockKeepsTheOrder() throws Exception {
        RobustLock lock = create(LockKind.FAIR);
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        List<CompletableFuture<Object>> all = new ArrayList<>();
        WaitingLine line = LockPeek.line(lock);
        lock.lock();
        for (int i = 0; i < 70; i++) {
            int number = i;
            all.add(Sleepers.start(() -> {
                lock.lock();
                order.add(number);
                lock.unlock();
                return null;
            }));
            int shown = Math.min(i + 1, LockLayout.PLACES);
            Await.until("in line", () -> Long.bitCount(line.shown()) == shown);
        }
        lock.unlock();
        for (CompletableFuture<?> each : all) {
            Sleepers.end(each);
        }
        List<Integer> inLine = order.stream().filter(n -> n < LockLayout.PLACES).toList();
        assertEquals(inLine.stream().sorted().toList(), inLine);
        assertEquals(70, order.size());
        assertEquals(0, line.shown());
    }

    /** 64 of them wait, more than there are carriers; one more goes on. */
    @ParameterizedTest
    @EnumSource(names = {"LOCK", "FAIR"})
    void waitingVirtualThreadsDoNotHoldUpOthers(LockKind kind) throws Exception {
        ExecutorService virtual = null;
        try {
            virtual = (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException before21) {
            Skip.VIRTUAL_THREADS.unless(false);
        }
        RobustLock lock = create(kind);
        RobustLock free = kind.create(tandem.path().resolve("free"));
        lock.lock();
        List<Future<?>> waiting = new ArrayList<>();
        long[] counter = new long[1];
        for (int i = 0; i < 64; i++) {
            waiting.add(virtual.submit(() -> {
                lock.lock();
                counter[0]++;
                lock.unlock();
            }));
        }
        Sleepers.await(lock);
        Future<Integer> busy = virtual.submit(() -> {
            for (int i = 0; i < 1000; i++) {
                free.lock();
                free.unlock();
                Thread.yield();
            }
            return 1000;
        });
        assertEquals(1000, busy.get(Jvm.DEADLINE_SECONDS, TimeUnit.SECONDS));
        assertEquals(0, counter[0]);
        lock.unlock();
        for (Future<?> each : waiting) {
            each.get(Jvm.DEADLINE_SECONDS, TimeUnit.SECONDS);
        }
        assertEquals(64, counter[0]);
        virtual.shutdown();
    }
}
