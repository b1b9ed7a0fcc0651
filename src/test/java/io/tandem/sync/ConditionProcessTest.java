package io.tandem.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.process.ChildProcess;
import io.tandem.support.Await;
import io.tandem.support.Jvm;
import io.tandem.value.SharedInt;
import io.tandem.value.SharedLongArray;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a condition promises to several JVMs, and when some of them are killed. */
class ConditionProcessTest {
    private static final String NO_TICK = "-Dio.tandem.noTick=true";
    private static final Duration LONG = Duration.ofDays(1);

    private final Tandem tandem = Tandem.open();

    @AfterEach
    void close() {
        tandem.close();
    }

    private SharedCondition create(LockKind kind) {
        return kind.create(tandem.path().resolve("lock")).newCondition();
    }

    private static Jvm waiter(SharedCondition condition, String... flags) {
        return Jvm.start(
                List.of(flags), Locksmith.Waiting.class, condition.path().toString());
    }

    private static CompletableFuture<Boolean> thread(SharedCondition condition) {
        return Sleepers.start(() -> {
            try (LockGuard held = condition.lock().acquire()) {
                return condition.await(LONG);
            }
        });
    }

    private static void signal(SharedCondition condition) {
        try (LockGuard held = condition.lock().acquire()) {
            condition.signal();
        }
    }

    /** 79: a process and a thread, one signal each, without the help of a tick. */
    @ParameterizedTest
    @EnumSource
    void eachSignalWakesOne(LockKind kind) throws Exception {
        SharedCondition condition = create(kind);
        try (Jvm process = waiter(condition, NO_TICK, "-Dio.tandem.wait=park")) {
            Sleepers.await(condition, 1);
            CompletableFuture<Boolean> thread = thread(condition);
            Sleepers.await(condition, 2);
            signal(condition);
            assertEquals("signaled true held true", process.awaitLine("signaled"));
            assertFalse(thread.isDone());
            signal(condition);
            assertTrue(Sleepers.end(thread));
            process.send("end");
            process.awaitSuccess();
        }
    }

    /** The tick does not help. */
    @Test
    void aSignalWakesAnotherProcess() throws Exception {
        SharedCondition condition = create(LockKind.LOCK);
        SharedLongArray counters = tandem.newLongArray(1);
        Sleepers.awaitRinging(condition);
        try (Jvm process = Jvm.start(
                List.of(NO_TICK, "-Dio.tandem.wait=park"),
                Locksmith.WaitingAgain.class,
                condition.path().toString(),
                counters.path().toString())) {
            for (int round = 0; round < 60; round++) {
                Sleepers.await(condition, 1);
                Sleepers.delay(round);
                signal(condition);
                int done = round + 1;
                Await.until("the signal of " + process, () -> counters.get(0) == done);
            }
        }
    }

    /** 80. */
    @Test
    void processesAndThreadsTimeOutAndAreWoken() throws Exception {
        SharedCondition condition = create(LockKind.REENTRANT);
        List<Jvm> processes = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                processes.add(
                        Jvm.start(Locksmith.Waiting.class, condition.path().toString(), "5"));
            }
            for (Jvm process : processes) {
                assertEquals("signaled false held true", process.awaitLine("signaled"));
                process.awaitLine("freed");
            }
            assertEquals(0, condition.waiting());
            processes.forEach(Jvm::close);
            processes.clear();
            List<CompletableFuture<Boolean>> threads = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                processes.add(waiter(condition));
                threads.add(thread(condition));
            }
            Sleepers.await(condition, 6);
            try (LockGuard held = condition.lock().acquire()) {
                condition.signalAll();
            }
            for (Jvm process : processes) {
                assertEquals("signaled true held true", process.awaitLine("signaled"));
            }
            for (CompletableFuture<Boolean> thread : threads) {
                assertTrue(Sleepers.end(thread));
            }
        } finally {
            processes.forEach(Jvm::close);
        }
    }

    /** 86: lock and condition travel together. */
    @Test
    void aPredicateAcrossProcesses() throws Exception {
        SharedCondition condition = create(LockKind.LOCK);
        RobustLock lock = condition.lock();
        SharedInt state = tandem.newInt(0);
        try (ChildProcess child = tandem.start(() -> {
            lock.lock();
            condition.awaitUntil(() -> state.get() == 4);
            state.set(5);
            condition.signalAll();
            lock.unlock();
        })) {
            Sleepers.await(condition, 1);
            for (int i = 1; i <= 4; i++) {
                try (LockGuard held = lock.acquire()) {
                    state.set(i);
                    condition.signal();
                }
            }
            try (LockGuard held = lock.acquire()) {
                assertTrue(condition.awaitUntil(() -> state.get() == 5, Duration.ofSeconds(Jvm.DEADLINE_SECONDS)));
            }
            child.join();
        }
    }

    /** Python's notify waits for those it woke, and hangs here. */
    @Test
    void aSignalToADeadWaiterGoesToTheNext() throws Exception {
        SharedCondition condition = create(LockKind.LOCK);
        try (Jvm process = waiter(condition)) {
            Sleepers.await(condition, 1);
            CompletableFuture<Boolean> next = thread(condition);
            Sleepers.await(condition, 2);
            process.kill();
            signal(condition);
            assertTrue(Sleepers.end(next));
        }
        assertEquals(0, condition.waiting());
    }

    /** Signalled, and killed before it had the lock again, or with it. */
    @ParameterizedTest
    @ValueSource(strings = {"lock.taking#2", "lock.taken#2", "lock.counted#2", "condition.leaving"})
    void aSignalledWaiterIsKilled(String point) throws Exception {
        SharedCondition condition = create(LockKind.LOCK);
        try (Jvm process = waiter(condition, "-Dio.tandem.crashPoint=" + point)) {
            Sleepers.await(condition, 1);
            CompletableFuture<Boolean> next = thread(condition);
            Sleepers.await(condition, 2);
            signal(condition);
            process.awaitLine("CRASHPOINT");
            process.kill();
            assertTrue(Sleepers.end(next));
        }
        assertEquals(0, condition.waiting());
    }

    /** It holds the lock from the first change on: its death is known, and the table is right. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "condition.entering",
                "condition.counted",
                "condition.found",
                "condition.entered",
                "condition.left",
                "condition.shrinking",
                "condition.shrunk"
            })
    void aWaiterIsKilledWhileItHoldsTheLock(String point) throws Exception {
        SharedCondition condition = create(LockKind.LOCK);
        RobustLock lock = condition.lock();
        boolean leaves = point.contains("left") || point.contains("shr");
        try (Jvm process = waiter(condition, "-Dio.tandem.crashPoint=" + point)) {
            if (leaves) {
                Sleepers.await(condition, 1);
                signal(condition);
            }
            process.awaitLine("CRASHPOINT");
            process.kill();
        }
        try (LockGuard held = lock.acquire()) {
            assertTrue(lock.ownerDied());
            lock.markConsistent();
        }
        CompletableFuture<Boolean> next = thread(condition);
        Sleepers.await(condition, point.endsWith("entered") ? 2 : 1);
        signal(condition);
        assertTrue(Sleepers.end(next));
    }

    /** Before its store nobody is signalled, after it somebody is; either way the lock comes back. */
    @ParameterizedTest
    @ValueSource(strings = {"condition.signaling", "condition.signaled"})
    void aSignallerIsKilled(String point) throws Exception {
        SharedCondition condition = create(LockKind.LOCK);
        CompletableFuture<Boolean> waiter = thread(condition);
        Sleepers.await(condition, 1);
        try (Jvm signaler = Jvm.stoppedAt(point, Locksmith.Signaler.class, condition.path())) {
            signaler.kill();
        }
        if (point.endsWith("ing")) {
            assertEquals(1, condition.waiting());
            signal(condition);
        }
        assertTrue(Sleepers.end(waiter));
        assertTrue(condition.lock().ownerDied());
    }

    /** Whoever passes a signal on dies in turn. */
    @ParameterizedTest
    @ValueSource(strings = {"condition.signaling", "condition.signaled", "condition.burying", "condition.buried"})
    void anHeirIsKilled(String point) throws Exception {
        SharedCondition condition = create(LockKind.LOCK);
        try (Jvm dead = waiter(condition)) {
            Sleepers.await(condition, 1);
            dead.kill();
        }
        try (Jvm heir = waiter(condition, "-Dio.tandem.crashPoint=" + point)) {
            Sleepers.await(condition, 2);
            signal(condition);
            heir.awaitLine("CRASHPOINT");
            heir.kill();
        }
        CompletableFuture<Boolean> next = thread(condition);
        assertTrue(Sleepers.end(next));
    }

    /** Stopped, it keeps its signal, as in one JVM; others need their own. */
    @Test
    void aStoppedWaiterKeepsItsSignal() throws Exception {
        SharedCondition condition = create(LockKind.LOCK);
        try (Jvm process = waiter(condition)) {
            Sleepers.await(condition, 1);
            process.stop();
            signal(condition);
            CompletableFuture<Boolean> thread = thread(condition);
            Sleepers.await(condition, 1);
            signal(condition);
            assertTrue(Sleepers.end(thread));
            process.signal("CONT");
            assertEquals("signaled true held true", process.awaitLine("signaled"));
        }
    }
}
