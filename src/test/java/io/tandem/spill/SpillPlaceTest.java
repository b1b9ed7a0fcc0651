package io.tandem.spill;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.file.SharedFileException;
import io.tandem.file.SharedFileException.Reason;
import io.tandem.support.Skip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the files are put, and where not. */
class SpillPlaceTest {
    private static final byte[] MESSAGE = Spilling.bytes(10_000);
    private static final int NOBODY = 65534;

    @TempDir
    private Path temporary;

    private Path queue;
    private Path disk;

    @BeforeEach
    void name() {
        queue = temporary.resolve("tandem/queue");
        disk = temporary.resolve("disk");
    }

    private Spilling spilling;

    private Spilling open(Path given) {
        spilling = new Spilling(queue, given);
        return spilling;
    }

    @AfterEach
    void close() {
        if (spilling != null) {
            spilling.close();
        }
    }

    private static Path mode(Path path, String mode) throws IOException {
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private static SharedFileException refused(Reason reason, Path named, Executable use) {
        SharedFileException refusal = assertThrows(SharedFileException.class, use);
        assertEquals(reason + " " + named, refusal.reason() + " " + refusal.path());
        return refusal;
    }

    private Path link() {
        String base = spilling.directory().getFileName().toString();
        return queue.resolveSibling(base.endsWith("~spill") ? base : base + "~spill");
    }

    @Test
    void aGivenDirectoryIsMadeAndLinkedTo() throws IOException {
        Path deep = disk.resolve("a/b");
        open(deep);
        assertFalse(Files.exists(disk));
        long reference = spilling.write(0, MESSAGE);
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(deep)));
        assertEquals(deep, spilling.directory().getParent());
        assertTrue(spilling.directory().getFileName().toString().matches("queue~[0-9a-f]+"));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(spilling.directory())));
        assertEquals(spilling.directory(), Files.readSymbolicLink(link()));
        assertEquals(1, spilling.again().open(reference).length() / MESSAGE.length);
        assertArrayEquals(MESSAGE, spilling.take(reference));
        spilling.files.destroy();
        assertFalse(Files.exists(link(), java.nio.file.LinkOption.NOFOLLOW_LINKS));
        assertEquals(Set.of(), Spilling.names(deep));
        assertTrue(Files.exists(deep));
    }

    @Test
    void twoQueuesInOneGivenDirectory() throws IOException {
        open(disk);
        try (Spilling other = new Spilling(queue.resolveSibling("other"), disk)) {
            spilling.write(0, MESSAGE);
            long reference = other.write(0, MESSAGE);
            spilling.files.destroy();
            assertArrayEquals(MESSAGE, other.take(reference));
            assertEquals(Set.of(other.directory().getFileName().toString()), Spilling.names(disk));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxrwxrwx", "rwx-w----", "rwx----w-"})
    void aDirectoryThatOthersMayWrite(String mode) throws IOException {
        mode(Files.createDirectory(disk), mode);
        open(disk);
        refused(Reason.INSECURE_PATH, disk, () -> spilling.write(0, MESSAGE));
        refused(Reason.INSECURE_PATH, disk, () -> spilling.files.newBytes(1));
        assertEquals(Set.of(), Spilling.names(disk));
        assertFalse(Files.exists(link(), java.nio.file.LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void theSharedTemporaryDirectoryItself() {
        open(Path.of("/tmp"));
        refused(Reason.INSECURE_PATH, Path.of("/tmp"), () -> spilling.write(0, MESSAGE));
    }

    @Test
    void aDirectoryOfAnotherOwner() throws IOException {
        Files.createDirectory(disk);
        try {
            Files.setAttribute(disk, "unix:uid", NOBODY);
        } catch (IOException e) {
            Skip.SECOND_USER.unless(false);
        }
        open(disk);
        SharedFileException refusal = refused(Reason.INSECURE_PATH, disk, () -> spilling.write(0, MESSAGE));
        assertEquals("owner " + NOBODY, refusal.found());
    }

    @Test
    void aLinkOrAFileInsteadOfTheGivenDirectory() throws IOException {
        Path real = mode(Files.createDirectory(temporary.resolve("real")), "rwx------");
        Files.createSymbolicLink(disk, real);
        open(disk);
        assertEquals(
                "a symbolic link",
                refused(Reason.INSECURE_PATH, disk, () -> spilling.write(0, MESSAGE))
                        .found());
        assertEquals(Set.of(), Spilling.names(real));
        Files.delete(disk);
        Files.createFile(disk);
        refused(Reason.NOT_A_DIRECTORY, disk, () -> spilling.write(0, MESSAGE));
    }

    @Test
    void aLinkInsteadOfTheDirectoryBesideTheQueue() throws IOException {
        Path real = mode(Files.createDirectory(temporary.resolve("real")), "rwx------");
        open(null);
        Files.createSymbolicLink(link(), real);
        refused(Reason.INSECURE_PATH, link(), () -> spilling.write(0, MESSAGE));
        refused(Reason.INSECURE_PATH, link(), () -> spilling.files.open(0));
        refused(Reason.INSECURE_PATH, link(), () -> spilling.files.delete(0));
        assertEquals(Set.of(), Spilling.names(real));
    }

    @Test
    void aLinkToSomewhereElse() throws IOException {
        Path real = mode(Files.createDirectory(temporary.resolve("real")), "rwx------");
        open(disk);
        Files.createSymbolicLink(link(), real);
        refused(Reason.INSECURE_PATH, link(), () -> spilling.write(0, MESSAGE));
        refused(
                Reason.INSECURE_PATH,
                link(),
                () -> spilling.again().write(0, new org.agrona.concurrent.UnsafeBuffer(), 0, 0));
        assertEquals(Set.of(), Spilling.names(real));
    }

    @Test
    void aTargetThatOthersMayWrite() throws IOException {
        open(disk);
        mode(Files.createDirectories(spilling.directory()), "rwxrwxrwx");
        mode(disk, "rwx------");
        refused(Reason.INSECURE_PATH, spilling.directory(), () -> spilling.write(0, MESSAGE));
        refused(Reason.INSECURE_PATH, spilling.directory(), () -> spilling.files.open(0));
    }

    @Test
    void aTandemDirectoryThatIsDestroyedTakesTheTargetAlong() throws IOException {
        Tandem tandem = Tandem.open();
        queue = tandem.path().resolve("queue");
        open(disk);
        spilling.write(0, MESSAGE);
        assertEquals(1, spilling.names().size());
        tandem.close();
        assertFalse(Files.exists(queue));
        assertEquals(Set.of(), Spilling.names(disk));
    }

    /** Only what Tandem itself made is followed. */
    @Test
    void otherLinksAreNotFollowed() throws IOException {
        Tandem tandem = Tandem.open();
        Path safe = mode(Files.createDirectory(temporary.resolve("safe")), "rwx------");
        Files.createFile(safe.resolve("file"));
        Path open = mode(Files.createDirectory(temporary.resolve("open")), "rwxrwxrwx");
        Files.createFile(open.resolve("file"));
        Path file = Files.createFile(temporary.resolve("file"));
        Path indirect = Files.createSymbolicLink(temporary.resolve("indirect"), safe);
        Path inside = tandem.path();
        Files.createSymbolicLink(inside.resolve("safe"), safe);
        Files.createSymbolicLink(inside.resolve("other~spill"), safe);
        Files.createSymbolicLink(inside.resolve("open~spill"), open);
        Files.createSymbolicLink(inside.resolve("file~spill"), file);
        Files.createSymbolicLink(inside.resolve("indirect~spill"), indirect);
        Files.createSymbolicLink(inside.resolve("none~spill"), temporary.resolve("none"));
        Files.createSymbolicLink(inside.resolve("relative~spill"), Path.of("relative"));
        tandem.close();
        assertFalse(Files.exists(inside));
        assertEquals(Set.of("file"), Spilling.names(safe));
        assertEquals(Set.of("file"), Spilling.names(open));
        assertTrue(Files.exists(file));
        assertTrue(Files.isSymbolicLink(indirect));
    }
}
