package io.tandem.owner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.file.Memory;
import io.tandem.file.SharedFile;
import io.tandem.support.Jvm;
import io.tandem.support.Skip;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is dead and who is not, judged by this JVM about real others. */
class VerdictProcessTest {
    @TempDir
    private Path temporary;

    private Tandem tandem;
    private Participants participants;

    @BeforeEach
    void open() throws Exception {
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwx------"));
        tandem = Tandem.open(temporary.resolve("shared"));
        participants = tandem.directory().participants();
    }

    @AfterEach
    void close() {
        tandem.close();
    }

    private Jvm participant() {
        return Jvm.start(Participant.class, tandem.path().toString());
    }

    private static long id(Jvm jvm) throws InterruptedException {
        return Long.parseLong(jvm.awaitLine("id ").substring(3));
    }

    private void assertAlive(long id, String evidence) {
        Verdict verdict = participants.verdict(id);
        assertFalse(verdict.dead(), verdict::toString);
        assertTrue(verdict.evidence().contains(evidence), verdict::toString);
    }

    private void assertDead(long id, String evidence) {
        Verdict verdict = participants.verdict(id);
        assertTrue(verdict.dead(), verdict::toString);
        assertTrue(verdict.evidence().contains(evidence), verdict::toString);
    }

    @Test
    void killedIsDeadAndItsIdNeverReturns() throws Exception {
        assertAlive(participants.self(), "this JVM");
        try (Jvm first = participant()) {
            long id = id(first);
            assertAlive(id, "holds its life lock");
            assertEquals(first.pid(), participants.pid(id));
            first.kill();
            assertDead(id, "kernel dropped");
            assertDead(id, "found dead before");
            try (Jvm second = participant()) {
                long next = id(second);
                assertEquals(ParticipantsLayout.slotOf(id), ParticipantsLayout.slotOf(next));
                assertDead(id, "newer owner");
                assertAlive(next, "holds its life lock");
                second.send("q");
                second.awaitSuccess();
                assertDead(next, "detached in order");
            }
        }
        assertDead(0, "no participant");
        assertDead(-1, "no participant");
        assertDead(ParticipantsLayout.id(4095, 1), "no participant");
    }

    @Test
    void stoppedIsNotDead() throws Exception {
        stopped(2_000);
    }

    @Test
    @Tag("full")
    void stoppedForHalfAMinuteIsNotDead() throws Exception {
        stopped(30_000);
    }

    private void stopped(long millis) throws Exception {
        try (Jvm jvm = participant()) {
            long id = id(jvm);
            jvm.stop();
            long end = System.nanoTime() + millis * 1_000_000;
            while (System.nanoTime() - end < 0) {
                assertAlive(id, "holds its life lock");
            }
            jvm.signal("CONT");
            jvm.send("q");
            jvm.awaitSuccess();
        }
    }

    /** A participant whose code closed another channel on the lock file lives; it is reported, not repaired. */
    @Test
    void aLostLockIsAConflictWhereProcSeesTheProcess() throws Exception {
        try (Jvm jvm = participant()) {
            long id = id(jvm);
            jvm.send("r");
            jvm.awaitLine("reopened");
            assertAlive(id, "/proc shows pid " + jvm.pid());
            jvm.kill();
            assertDead(id, "kernel dropped");
        }
    }

    /** The registry's fields may lie; only the very process they name can veto a death. */
    @Test
    void forgedSlotsFoolNobody() throws Exception {
        SharedFile registry = SharedFile.attach(tandem.path().resolve(".participants"), ParticipantsLayout.KIND);
        try (Jvm dead = participant()) {
            long deadId = id(dead); // so the other one starts at a later tick
            Jvm alive = participant();
            long aliveId = id(alive);
            dead.kill();
            forge(registry, deadId, ParticipantsLayout.PID_AT, alive.pid()); // the pid was given to another process
            forge(registry, aliveId, ParticipantsLayout.PID_AT, 1 << 30); // no such process
            forge(registry, aliveId, ParticipantsLayout.START_TICKS_AT, 1);
            assertDead(deadId, "kernel dropped");
            assertAlive(aliveId, "holds its life lock");
            alive.close();
        }
        try (Jvm other = participant()) {
            long id = id(other);
            ProcStat.Process self =
                    ProcStat.SYSTEM.process(ProcessHandle.current().pid());
            other.kill();
            forge(
                    registry,
                    id,
                    ParticipantsLayout.PID_AT,
                    ProcessHandle.current().pid());
            forge(registry, id, ParticipantsLayout.START_TICKS_AT, self.startTicks());
            forge(registry, id, ParticipantsLayout.BOOT_AT, 12345); // the machine was booted since
            assertDead(id, "kernel dropped");
        } finally {
            registry.release();
        }
    }

    private static void forge(SharedFile registry, long id, int field, long value) {
        long at = (long) ParticipantsLayout.slotOf(id) * ParticipantsLayout.SLOT_BYTES + field;
        Memory.longVolatile(registry, registry.body(at), value);
    }

    @Test
    void pidNamespaces() throws Exception {
        List<String> command = new ArrayList<>(List.of("unshare", "-p", "-f", "--mount-proc", "--kill-child"));
        try (Jvm probe = Jvm.run(List.of("unshare", "-p", "-f", "--mount-proc", "true"))) {
            Skip.PID_NAMESPACE.unless(probe.awaitExit() == 0);
        }
        command.addAll(List.of(
                Jvm.java().toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Participant.class.getName(),
                tandem.path().toString()));
        try (Jvm inside = Jvm.run(command);
                Jvm outside = participant()) {
            long insideId = id(inside);
            long outsideId = id(outside);
            assertTrue(participants.pid(insideId) < 10, "has a pid of its own namespace");
            assertAlive(insideId, "holds its life lock");
            inside.signal("KILL");
            inside.awaitExit();
            io.tandem.support.Await.until("the namespace ends", () -> participants.isDead(insideId));
            assertAlive(outsideId, "holds its life lock");
        }
    }

    @Test
    void withoutProcTheLockStillDecides() throws Exception {
        ProcStat nothing = new ProcStat(temporary.resolve("no proc"));
        assertEquals(ProcStat.UNKNOWN, nothing.boot());
        assertEquals(ProcStat.UNKNOWN, nothing.pidNamespace());
        Path path = tandem.path();
        SharedFile registry = SharedFile.attach(path.resolve(".participants"), ParticipantsLayout.KIND);
        Path otherLock = temporary.resolve("other lock");
        try (LockFile life = LockFile.open(otherLock)) {
            Participants blind = new Participants(life, registry, nothing);
            assertTrue(blind.oracle().startsWith("life lock only"), blind.oracle());
            assertEquals(0, Memory.longPlain(registry, registry.body(ParticipantsLayout.START_TICKS_AT)));
            assertFalse(blind.isDead(blind.self()));
        } finally {
            registry.release();
        }
    }
}
