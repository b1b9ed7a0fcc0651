package io.tandem.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.file.ClosedException;
import io.tandem.support.Threads;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a lock, in one JVM, when threads die, handles close, handlers throw. */
class LockMishapTest {
    private static final Duration LONG = Duration.ofDays(1);

    private final Tandem tandem = Tandem.open();

    @AfterEach
    void close() {
        tandem.close();
    }

    private RobustLock create(LockKind kind) {
        return kind.create(tandem.path().resolve("lock"));
    }

    @ParameterizedTest
    @EnumSource(names = {"LOCK", "FAIR", "REENTRANT", "FAIR_REENTRANT"})
    void aThreadThatDiesHoldingIsADeath(LockKind kind) throws Exception {
        RobustLock lock = create(kind);
        Sleepers.dieHolding(lock);
        lock.lock();
        assertTrue(lock.ownerDied());
        lock.unlock();
        lock.lock();
        assertTrue(lock.ownerDied(), "until it is repaired");
        lock.markConsistent();
        assertFalse(lock.ownerDied());
        lock.unlock();
        assertFalse(lock.ownerDied());
    }

    /** Several threads find the dead one at once; two in a row, so that the same word may stand for two threads. */
    @ParameterizedTest
    @EnumSource(names = {"LOCK", "FAIR", "REENTRANT"})
    void aDeadThreadIsBuriedOnce(LockKind kind) throws Exception {
        RobustLock lock = create(kind);
        long[] counter = new long[2];
        for (int round = 0; round < 20; round++) {
            Sleepers.dieHolding(lock);
            Threads.repeat(20, Collections.nCopies(4, () -> {
                lock.lock();
                counter[0]++;
                counter[1] += lock.ownerDied() ? 1 : 0;
                lock.markConsistent();
                lock.unlock();
            }));
            assertEquals(80 * (round + 1), counter[0]);
            assertEquals(round + 1, counter[1]);
        }
    }

    @ParameterizedTest
    @EnumSource
    void closingTheHandleItWasLockedThroughIsADeath(LockKind kind) throws Exception {
        RobustLock lock = create(kind);
        RobustLock other = kind.attach(lock.path());
        other.lock();
        other.close();
        assertFalse(lock.isLocked());
        assertTrue(lock.ownerDied());
        assertThrows(ClosedException.class, other::unlock);
    }

    @ParameterizedTest
    @EnumSource
    void closingEndsWaits(LockKind kind) throws Exception {
        RobustLock lock = create(kind);
        RobustLock other = kind.attach(lock.path());
        lock.lock();
        CompletableFuture<ClosedException> ended =
                Sleepers.start(() -> assertThrows(ClosedException.class, other::lock));
        Sleepers.await(lock);
        other.close();
        Sleepers.end(ended);
        CompletableFuture<ClosedException> destroyed = Sleepers.start(() -> {
            try (RobustLock third = kind.attach(lock.path())) {
                return assertThrows(ClosedException.class, third::lock);
            }
        });
        Sleepers.await(lock);
        lock.destroy();
        Sleepers.end(destroyed);
    }

    @Test
    void theHandlerIsToldAndMayThrow() throws Exception {
        SharedLock lock = SharedLock.create(tandem.path().resolve("lock"));
        List<String> told = new ArrayList<>();
        lock.onOwnerDied(it -> {
            told.add("held " + it.isHeldByCurrentThread());
            throw new IllegalStateException("no idea");
        });
        lock.lock();
        lock.unlock();
        assertEquals(List.of(), told);
        Sleepers.dieHolding(lock);
        assertEquals(
                "no idea", assertThrows(IllegalStateException.class, lock::lock).getMessage());
        assertFalse(lock.isLocked());
        assertTrue(lock.ownerDied());
        lock.onOwnerDied(it -> {
            told.add("again");
            it.markConsistent();
        });
        assertTrue(lock.tryLock());
        lock.unlock();
        lock.lock();
        assertEquals(List.of("held true", "again"), told);
    }

    @Test
    void aStrictLockRefusesUntilItIsRepaired() throws Exception {
        SharedLock lock = SharedLock.create(tandem.path().resolve("lock"), LockOptions.DEFAULT.strict());
        Sleepers.dieHolding(lock);
        assertThrows(OwnerDiedException.class, lock::lock);
        assertThrows(OwnerDiedException.class, lock::tryLock);
        assertThrows(OwnerDiedException.class, () -> lock.tryLock(Duration.ofSeconds(1)));
        assertFalse(lock.isLocked());
        assertThrows(
                IllegalStateException.class,
                () -> lock.recover(() -> {
                    throw new IllegalStateException();
                }));
        assertTrue(lock.ownerDied() && !lock.isLocked());
        List<Boolean> held = new ArrayList<>();
        lock.recover(() -> held.add(lock.isHeldByCurrentThread()));
        lock.recover(() -> held.add(null));
        assertEquals(List.of(true), held);
        lock.lock();
        lock.unlock();
        Sleepers.dieHolding(lock);
        lock.onOwnerDied(SharedLock::markConsistent);
        lock.lock();
    }

    @ParameterizedTest
    @EnumSource
    void everyMethodOfAClosedHandleThrows(LockKind kind) throws Exception {
        RobustLock lock = create(kind);
        lock.close();
        assertTrue(lock.toString().contains("closed"), lock::toString);
        for (Method method : RobustLock.class.getDeclaredMethods()) {
            if (Modifier.isPublic(method.getModifiers()) && !method.isBridge()) {
                Object[] arguments = java.util.Arrays.stream(method.getParameterTypes())
                        .map(LockMishapTest::anyOf)
                        .toArray();
                assertInstanceOf(
                        ClosedException.class,
                        assertThrows(
                                        InvocationTargetException.class,
                                        () -> method.invoke(lock, arguments),
                                        method::toString)
                                .getCause(),
                        method::toString);
            }
        }
    }

    private static Object anyOf(Class<?> type) {
        return type == Duration.class
                ? LONG
                : type == long.class ? (Object) 1L : type == TimeUnit.class ? TimeUnit.DAYS : (Runnable) () -> {};
    }
}
