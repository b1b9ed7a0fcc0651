package io.tandem.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.support.Await;
import io.tandem.support.Jvm;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JVMs that are killed at every named point of a lock; the next one goes on, and knows. */
class LockCrashTest {
    private static final Duration DEADLINE = Duration.ofSeconds(Jvm.DEADLINE_SECONDS);

    private final Tandem tandem = Tandem.open();
    private final RobustLock lock = LockKind.LOCK.create(tandem.path().resolve("lock"));
    private final RobustLock fair = LockKind.FAIR.create(tandem.path().resolve("fair"));

    @AfterEach
    void close() {
        tandem.close();
    }

    /** What the next one finds, and that the lock works as ever. */
    private static void goOn(RobustLock lock, boolean died) throws Exception {
        assertTrue(lock.tryLock(DEADLINE));
        assertEquals(died, lock.ownerDied());
        lock.markConsistent();
        lock.unlock();
        for (int i = 0; i < 3; i++) {
            assertTrue(Sleepers.end(Sleepers.start(() -> {
                try (LockGuard held = lock.acquire(DEADLINE)) {
                    return !lock.ownerDied();
                }
            })));
        }
        assertFalse(lock.isLocked());
    }

    @ParameterizedTest
    @CsvSource({
        "lock.taking,  false",
        "lock.taken,   true",
        "lock.counted, true",
        "lock.freeing, true",
        "lock.freed,   false",
    })
    void aHolderIsKilled(String point, boolean died) throws Exception {
        try (Jvm holder = Jvm.stoppedAt(point, Locksmith.Careful.class, lock.path())) {
            holder.kill();
        }
        goOn(lock, died);
    }

    /** Also when the next one sleeps before. */
    @ParameterizedTest
    @ValueSource(strings = {"lock.taken", "lock.counted", "lock.freeing"})
    void aSleeperIsNotLeftAlone(String point) throws Exception {
        try (Jvm holder = Jvm.stoppedAt(point, Locksmith.Careful.class, lock.path())) {
            CompletableFuture<Boolean> died = Sleepers.start(() -> {
                lock.lock();
                return lock.ownerDied();
            });
            Sleepers.await(lock);
            assertFalse(died.isDone());
            holder.kill();
            assertTrue(Sleepers.end(died));
        }
    }

    /** Tokens go up, whoever dies between taking the lock and counting. */
    @Test
    void noTwoHoldsHaveOneToken() throws Exception {
        long last = 0;
        for (String point : List.of("lock.taken", "lock.counted", "lock.freeing", "lock.freed")) {
            try (Jvm holder = Jvm.stoppedAt(point, Locksmith.Careful.class, lock.path())) {
                holder.kill();
            }
            lock.lock();
            assertTrue(lock.fencingToken() > last);
            last = lock.fencingToken();
            lock.unlock();
        }
    }

    /** The one that says that all is whole again dies at once: it still held the lock. */
    @ParameterizedTest
    @ValueSource(strings = {"lock.cleaning", "lock.cleaned"})
    void aRepairerIsKilled(String point) throws Exception {
        try (Jvm holder = Jvm.stoppedAt("lock.counted", Locksmith.Careful.class, lock.path())) {
            holder.kill();
        }
        try (Jvm repairer = Jvm.stoppedAt(point, Locksmith.Repairer.class, lock.path())) {
            repairer.kill();
        }
        goOn(lock, true);
    }

    /** Whoever finds a dead holder dies in turn. */
    @ParameterizedTest
    @ValueSource(strings = {"lock.burying", "lock.buried"})
    void aBurierIsKilled(String point) throws Exception {
        try (Jvm holder = Jvm.stoppedAt("lock.counted", Locksmith.Careful.class, lock.path())) {
            holder.kill();
        }
        try (Jvm burier = Jvm.stoppedAt(point, Locksmith.Careful.class, lock.path())) {
            burier.kill();
        }
        goOn(lock, true);
    }

    /** The waiter dies; the holder and others do not notice. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "lock.noticing",
                "lock.noticed",
                "line.counting",
                "line.counted",
                "line.joining",
                "line.joined",
                "line.showing",
                "line.shown",
                "bell.raising",
                "bell.raised",
            })
    void aWaiterIsKilled(String point) throws Exception {
        fair.lock();
        try (Jvm waiter = Jvm.stoppedAt(point, Locksmith.Careful.class, fair.path())) {
            CompletableFuture<Void> next = Sleepers.start(() -> {
                fair.lock();
                fair.unlock();
                return null;
            });
            Await.until(
                    "in line",
                    () -> fair.toString().contains("held")
                            && LockPeek.line(fair).shown() != 0);
            waiter.kill();
            fair.unlock();
            Sleepers.end(next);
        }
        goOn(fair, false);
        assertEquals(0, LockPeek.line(fair).shown());
    }

    /** On its way out of the line, with the lock: that is a holder's death. */
    @ParameterizedTest
    @ValueSource(strings = {"line.showing#2", "line.leaving", "line.left"})
    void aWaiterIsKilledOnItsWayOut(String point) throws Exception {
        fair.lock();
        try (Jvm waiter = Jvm.start(
                List.of("-Dio.tandem.crashPoint=" + point),
                Locksmith.Careful.class,
                fair.path().toString())) {
            Await.until("in line", () -> LockPeek.line(fair).shown() != 0);
            fair.unlock();
            waiter.awaitLine("CRASHPOINT");
            waiter.kill();
        }
        goOn(fair, true);
        assertEquals(0, LockPeek.line(fair).shown());
    }

    /** Dead ones in all places of the line; the living still find one. */
    @Test
    void theLineIsNotFilledByTheDead() throws Exception {
        WaitingLine line = LockPeek.line(fair);
        fair.lock();
        try (Jvm waiter = Jvm.start(Locksmith.Crowd.class, fair.path().toString(), "64")) {
            Await.until("a full line", () -> line.shown() == -1);
            waiter.kill();
        }
        CompletableFuture<Void> next = Sleepers.start(() -> {
            fair.lock();
            fair.unlock();
            return null;
        });
        Await.until("a short line", () -> Long.bitCount(line.shown()) == 1);
        fair.unlock();
        Sleepers.end(next);
        goOn(fair, false);
    }

    @ParameterizedTest
    @EnumSource
    void aKilledHolderOfAnyKind(LockKind kind) throws Exception {
        RobustLock any = kind.create(tandem.path().resolve("any"));
        try (Jvm holder = Jvm.start(Locksmith.Holder.class, any.path().toString())) {
            holder.awaitLine("held");
            holder.kill();
        }
        assertTrue(any.toString().contains("held by the dead process"), any::toString);
        any.recover(() -> {});
        goOn(any, false);
    }
}
