package io.tandem.owner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.file.CrashPoint;
import io.tandem.support.Jvm;
import io.tandem.value.SharedLong;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A JVM is killed while it registers, judges or detaches; the others go on and its slot is used again. */
class RegistrationCrashTest {
    @TempDir
    private Path temporary;

    private Path shared() throws Exception {
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwx------"));
        return temporary.resolve("shared");
    }

    private static Jvm stoppedAt(String point, Class<?> main, Path directory) throws Exception {
        return Jvm.start(List.of("-D" + CrashPoint.PROPERTY + "=" + point), main, directory.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"register.locked", "register.written", "register.live", "create.filled", "create.published"})
    void killedWhileRegistering(String point) throws Exception {
        Path directory = shared();
        try (Jvm jvm = stoppedAt(point, Participant.class, directory)) {
            jvm.awaitLine("CRASHPOINT");
            jvm.kill();
        }
        try (Tandem tandem = Tandem.open(directory)) {
            assertEquals(
                    0,
                    ParticipantsLayout.slotOf(tandem.directory().participants().self()),
                    "slot used again");
            assertEquals(
                    List.of(ProcessHandle.current().pid()),
                    tandem.directory().participants().pids());
            try (SharedLong value = tandem.sharedLong("x", 1)) {
                assertEquals(1, value.get());
            }
            assertEquals(
                    List.of(".life", ".participants", "x"),
                    java.util.Arrays.stream(directory.toFile().list()).sorted().toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"detach.begun", "detach.freed"})
    void killedWhileDetaching(String point) throws Exception {
        Path directory = shared();
        try (Tandem tandem = Tandem.open(directory);
                Jvm jvm = stoppedAt(point, Participant.class, directory)) {
            long id = Long.parseLong(jvm.awaitLine("id ").substring(3));
            jvm.send("q");
            jvm.awaitLine("CRASHPOINT");
            jvm.kill();
            assertTrue(tandem.directory().participants().isDead(id));
            try (Jvm next = Jvm.start(Participant.class, directory.toString())) {
                long nextId = Long.parseLong(next.awaitLine("id ").substring(3));
                assertEquals(ParticipantsLayout.slotOf(id), ParticipantsLayout.slotOf(nextId));
            }
        }
    }

    /** When told to, judges whoever was in slot 2 first. */
    static final class Judge {
        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open(Path.of(arguments[0]))) {
                System.out.println("ready");
                System.in.read();
                tandem.directory().participants().isDead(ParticipantsLayout.id(2, 1));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"verdict.dead", "verdict.noted"})
    void killedWhileJudging(String point) throws Exception {
        Path directory = shared();
        try (Tandem tandem = Tandem.open(directory);
                Jvm judge = stoppedAt(point, Judge.class, directory)) {
            judge.awaitLine("ready");
            try (Jvm victim = Jvm.start(Participant.class, directory.toString())) {
                assertEquals("id " + ParticipantsLayout.id(2, 1), victim.awaitLine("id "));
                victim.kill();
            }
            judge.send("go");
            judge.awaitLine("CRASHPOINT");
            judge.kill();
            assertTrue(tandem.directory().participants().isDead(ParticipantsLayout.id(1, 1)));
            assertTrue(tandem.directory().participants().isDead(ParticipantsLayout.id(2, 1)));
            assertEquals(
                    List.of(ProcessHandle.current().pid()),
                    tandem.directory().participants().pids());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"register.locked", "create.filled", "register.live"})
    void anonymousDirectoryOfACreatorKilledInBirthIsSwept(String point) throws Exception {
        try (Jvm jvm = Jvm.start(List.of("-D" + CrashPoint.PROPERTY + "=" + point), Anonymous.Open.class)) {
            jvm.awaitLine("CRASHPOINT");
            assertEquals(1, Anonymous.directoriesOf(jvm.pid()).size());
            jvm.kill();
            Tandem.open().close();
            assertEquals(List.of(), Anonymous.directoriesOf(jvm.pid()));
        }
    }
}
