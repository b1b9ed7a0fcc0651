package io.tandem.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.support.Jvm;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JVMs that are killed or stopped with permits, at every named point; the others go on. */
class SemaphoreCrashTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final Tandem tandem = Tandem.open();
    private final Path path = tandem.path().resolve("semaphore");

    @AfterEach
    void close() {
        tandem.close();
    }

    private Jvm stoppedAt(String point, String... words) throws InterruptedException {
        Object[] arguments = new Object[words.length + 1];
        arguments[0] = path;
        System.arraycopy(words, 0, arguments, 1, words.length);
        return Jvm.stoppedAt(point, Crew.class, arguments);
    }

    private Jvm holder(int permits) throws InterruptedException {
        Jvm jvm = Jvm.start(Crew.class, path.toString(), "acquire:" + permits);
        jvm.awaitLine("did acquire");
        return jvm;
    }

    /** Permits after the start, and after the death, of three. */
    @ParameterizedTest
    @CsvSource({
        "semaphore.taking,     acquire:1, 3, 0",
        "semaphore.taken,      acquire:1, 2, 1",
        "semaphore.taking#2,   acquire:2, 2, 1",
        "semaphore.taken#2,    acquire:3, 1, 2",
        "semaphore.taken#3,    acquire:3, 0, 3",
        "semaphore.freeing,    release:1, 1, 2",
        "semaphore.freed,      release:1, 2, 1",
        "semaphore.freed,      release:2, 2, 1",
        "semaphore.freeing#2,  release:2, 2, 1",
    })
    void whatAKilledProcessOwnsComesBack(String point, String last, int stopped, int recovered) throws Exception {
        SharedSemaphore semaphore = SharedSemaphore.create(path, 3);
        String[] words = last.startsWith("release") ? new String[] {"acquire:2", last} : new String[] {last};
        try (Jvm jvm = stoppedAt(point, words)) {
            assertEquals(stopped, semaphore.availablePermits());
            jvm.kill();
        }
        assertTrue(semaphore.tryAcquire(3, LONG));
        assertEquals(recovered, semaphore.recovered());
        assertEquals(0, semaphore.availablePermits());
        semaphore.release(3);
        assertEquals(3, semaphore.availablePermits());
    }

    /** Of one that has become signals, by a release of what nobody of that JVM acquired. */
    @ParameterizedTest
    @CsvSource({
        "semaphore.switching,  2",
        "semaphore.switched,   2",
        "semaphore.signalling, 2",
        "semaphore.signalled,  3"
    })
    void aSignalIsMadeOrNot(String point, int available) throws Exception {
        SharedSemaphore semaphore = SharedSemaphore.create(path, 2);
        try (Jvm jvm = stoppedAt(point, "release:1")) {
            jvm.kill();
        }
        assertEquals(available, semaphore.availablePermits());
        assertTrue(semaphore.tryAcquire(available));
        assertFalse(semaphore.tryAcquire());
    }

    /** Signals that the dead acquired are gone. */
    @ParameterizedTest
    @CsvSource({"semaphore.counting, 2", "semaphore.counted, 1"})
    void aSignalIsAcquiredOrNot(String point, int available) throws Exception {
        SharedSemaphore semaphore = SharedSemaphore.create(path, 0);
        semaphore.release(2);
        try (Jvm jvm = stoppedAt(point, "acquire:1")) {
            jvm.kill();
        }
        assertFalse(semaphore.tryAcquire(3, Duration.ofMillis(300)));
        assertEquals(available, semaphore.availablePermits());
        assertEquals(0, semaphore.recovered());
    }

    @Test
    void wordsOwnedFromBeforeComeBackFromADeadOwnerOfSignals() throws Exception {
        SharedSemaphore semaphore = SharedSemaphore.create(path, 2);
        try (Jvm jvm = holder(1)) {
            semaphore.release();
            assertEquals(2, semaphore.availablePermits());
            jvm.send("acquire:2"); // the signal, and the word that is free
            jvm.awaitLine("did acquire");
            assertEquals(0, semaphore.availablePermits());
            jvm.kill();
        }
        assertTrue(semaphore.tryAcquire(LONG));
        assertEquals(1, semaphore.recovered(), "what was acquired as a signal is gone");
        assertFalse(semaphore.tryAcquire(Duration.ofMillis(300)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"semaphore.recovering", "semaphore.recovered", "semaphore.noting", "semaphore.noted"})
    void whoRecoversMayBeKilledInTurn(String point) throws Exception {
        SharedSemaphore semaphore = SharedSemaphore.create(path, 2);
        try (Jvm dead = holder(2)) {
            dead.kill();
        }
        try (Jvm next = stoppedAt(point, "acquire:2")) {
            next.kill();
        }
        assertTrue(semaphore.tryAcquire(2, LONG));
        semaphore.release(2);
        assertEquals(2, semaphore.availablePermits());
    }

    /** While another JVM sleeps for the permit, and by calls that do not wait. */
    @Test
    void theNextOneGetsThePermitOfADeadOne() throws Exception {
        SharedSemaphore semaphore = SharedSemaphore.createBounded(path, 1);
        try (Jvm dead = holder(1);
                Jvm next = Jvm.start(Crew.class, path.toString(), "acquire:1")) {
            next.awaitLine("begins acquire");
            Bells.awaitSleeper(path, SemaphoreLayout.KIND);
            dead.kill();
            next.awaitLine("did acquire");
            assertFalse(semaphore.tryAcquire());
            next.kill();
        }
        io.tandem.support.Await.until("tryAcquire looks for the dead", semaphore::tryAcquire);
        assertEquals(2, semaphore.recovered());
    }

    @Test
    void whoLeavesInOrderGivesBackTooAndWhoStillLivesDoesNot() throws Exception {
        SharedSemaphore semaphore = SharedSemaphore.create(path, 2);
        try (Jvm leaver = holder(1);
                Jvm stays = holder(1)) {
            leaver.send("exit");
            leaver.awaitSuccess();
            assertTrue(semaphore.tryAcquire(LONG));
            assertFalse(semaphore.tryAcquire(Duration.ofMillis(300)), stays::toString);
        }
    }

    /** A stopped process is not a dead one. */
    @Test
    void aStoppedHolderIsNotRobbed() throws Exception {
        SharedSemaphore semaphore = SharedSemaphore.create(path, 1);
        try (Jvm holder = holder(1)) {
            holder.stop();
            assertFalse(semaphore.tryAcquire(Duration.ofSeconds(2)));
            assertEquals(0, semaphore.recovered());
            holder.signal("CONT");
            holder.send("release:1");
            assertTrue(semaphore.tryAcquire(LONG));
        }
    }

    /** Half-way to two of two it is stopped, so nobody gets anything, until it goes on and has both. */
    @Test
    void aStoppedAcquirerKeepsWhatItHas() throws Exception {
        SharedSemaphore semaphore = SharedSemaphore.create(path, 2);
        try (Jvm half = stoppedAt("semaphore.taken", "acquire:2")) {
            half.stop();
            assertTrue(semaphore.tryAcquire());
            assertFalse(semaphore.tryAcquire(Duration.ofMillis(300)));
            semaphore.release();
            assertFalse(semaphore.tryAcquire(2, Duration.ofMillis(300)));
            half.kill();
            assertTrue(semaphore.tryAcquire(2, LONG));
        }
    }
}
