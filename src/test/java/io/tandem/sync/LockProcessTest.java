package io.tandem.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.process.ChildProcess;
import io.tandem.support.Await;
import io.tandem.support.Jvm;
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

/** What a lock promises to several JVMs. */
class LockProcessTest {
    private static final String NO_TICK = "-Dio.tandem.noTick=true";
    private static final Duration LONG = Duration.ofDays(1);

    private final Tandem tandem = Tandem.open();

    @AfterEach
    void close() {
        tandem.close();
    }

    private RobustLock create(LockKind kind) {
        return kind.create(tandem.path().resolve("lock"));
    }

    private static Jvm holder(RobustLock lock, String... flags) {
        return Jvm.start(List.of(flags), Locksmith.Holder.class, lock.path().toString());
    }

    /** 67, 70, 71, 76, of another process. */
    @ParameterizedTest
    @EnumSource
    void oneProcessHoldsIt(LockKind kind) throws Exception {
        RobustLock lock = create(kind);
        try (Jvm holder = holder(lock)) {
            holder.awaitLine("held");
            assertTrue(lock.isLocked());
            assertFalse(lock.tryLock());
            assertFalse(lock.tryLock(Duration.ofSeconds(-1)));
            assertFalse(lock.tryLock(Duration.ofMillis(2)));
            assertTrue(lock.toString().contains("held by process " + holder.pid() + ", thread id "), lock::toString);
            assertTrue(lock.toString().contains("alive"), lock::toString);
            assertEquals(holder.pid(), lock.owner().orElseThrow().pid());
            try (Jvm third = Jvm.start(Locksmith.Tryer.class, lock.path().toString(), "1")) {
                assertEquals("got false locked true", third.awaitLine("got"));
            }
            CompletableFuture<Boolean> got = Sleepers.start(() -> lock.tryLock(LONG));
            Sleepers.await(lock);
            holder.send("go on");
            assertTrue(Sleepers.end(got));
            holder.awaitLine("freed");
        }
        assertEquals(2, LockPeek.holds(lock));
    }

    /** The tick does not help: a sleeper of another process is woken by an unlock. */
    @ParameterizedTest
    @EnumSource(names = {"LOCK", "FAIR", "REENTRANT"})
    void anUnlockWakesAnotherProcess(LockKind kind) throws Exception {
        RobustLock lock = create(kind);
        Sleepers.awaitRinging(lock);
        try (Jvm waiter = Jvm.start(
                List.of(NO_TICK, "-Dio.tandem.wait=park"),
                Locksmith.Again.class,
                lock.path().toString())) {
            waiter.awaitLine("ready");
            for (int round = 0; round < 60; round++) {
                lock.lock();
                waiter.send("again");
                Sleepers.await(lock);
                Sleepers.delay(round);
                lock.unlock();
                waiter.awaitLine("done");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void processesAndThreadsExcludeEachOther(LockKind kind) throws Exception {
        RobustLock lock = create(kind);
        SharedLongArray counters = tandem.newLongArray(2);
        int rounds = 20_000;
        List<Jvm> jvms = new ArrayList<>();
        try {
            for (int i = 0; i < 2; i++) {
                jvms.add(Jvm.start(
                        Locksmith.Counter.class,
                        lock.path().toString(),
                        counters.path().toString(),
                        Integer.toString(rounds)));
            }
            for (Jvm jvm : jvms) {
                jvm.awaitLine("ready");
            }
            io.tandem.support.Threads.repeat(rounds, java.util.Collections.nCopies(2, () -> {
                lock.lock();
                counters.setPlain(0, counters.getPlain(0) + 1);
                counters.setPlain(1, counters.getPlain(1) + 1);
                lock.unlock();
            }));
            for (Jvm jvm : jvms) {
                jvm.awaitSuccess();
            }
        } finally {
            jvms.forEach(Jvm::close);
        }
        assertEquals(4L * rounds, counters.get(0));
        assertEquals(4L * rounds, counters.get(1));
        assertEquals(4L * rounds, LockPeek.holds(lock));
        assertFalse(lock.ownerDied());
    }

    /** As a captured variable of a task. */
    @ParameterizedTest
    @EnumSource
    void aLockTravels(LockKind kind) throws Exception {
        RobustLock lock = create(kind);
        SharedLongArray counters = tandem.newLongArray(1);
        lock.lock();
        try (ChildProcess child = tandem.start(() -> {
            try (LockGuard held = lock.acquire()) {
                counters.set(0, counters.get(0) * 2);
            }
        })) {
            Sleepers.await(lock);
            counters.set(0, 21);
            lock.unlock();
            child.join();
        }
        assertEquals(42, counters.get(0));
    }

    /** It lives, so nobody gets its lock; what it did before is not forgotten. */
    @ParameterizedTest
    @EnumSource
    void aStoppedHolderIsNotRobbed(LockKind kind) throws Exception {
        RobustLock lock = create(kind);
        try (Jvm holder = holder(lock)) {
            holder.awaitLine("held");
            holder.stop();
            assertFalse(lock.tryLock(Duration.ofMillis(400)), "several ticks");
            assertTrue(lock.toString().contains("alive"), lock::toString);
            holder.signal("CONT");
            holder.send("go on");
            lock.lock();
            assertFalse(lock.ownerDied());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"exit", "close"})
    void aHolderThatLeavesIsADeath(String step) throws Exception {
        RobustLock lock = create(LockKind.LOCK);
        try (Jvm holder = holder(lock)) {
            holder.awaitLine("held");
            holder.send(step);
            lock.lock();
            assertTrue(lock.ownerDied());
            if (step.equals("close")) {
                assertTrue(holder.isAlive());
            } else {
                holder.awaitExit();
            }
        }
    }

    /** The one that came first is stopped: it keeps others waiting for a moment, once. */
    @Test
    void aStoppedWaiterIsPassedOver() throws Exception {
        RobustLock lock = create(LockKind.FAIR);
        lock.lock();
        try (Jvm first = holder(lock)) {
            Sleepers.await(lock);
            Await.until("in line", () -> Long.bitCount(LockPeek.line(lock).shown()) == 1);
            first.stop();
            CompletableFuture<Void> second = Sleepers.start(() -> {
                lock.lock();
                lock.unlock();
                return null;
            });
            Await.until("in line", () -> Long.bitCount(LockPeek.line(lock).shown()) == 2);
            lock.unlock();
            Sleepers.end(second);
            assertEquals(0, LockPeek.line(lock).shown(), "it is out of the line");
            lock.lock();
            first.signal("CONT");
            Await.until("in line again", () -> Long.bitCount(LockPeek.line(lock).shown()) == 1);
            lock.unlock();
            first.awaitLine("held");
        }
    }
}
