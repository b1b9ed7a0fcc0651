package io.tandem.owner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.file.ClosedException;
import io.tandem.support.Jvm;
import io.tandem.support.Skip;
import io.tandem.value.SharedLong;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Anonymous directories go with their users, however these end. */
class AnonymousProcessTest {
    @Test
    void privateAndGoneAfterClose() throws Exception {
        Tandem tandem = Tandem.open();
        Path path = tandem.path();
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
        SharedLong value = tandem.newLong(1);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(value.path())));
        tandem.close();
        tandem.close();
        assertFalse(Files.exists(path));
        assertThrows(ClosedException.class, value::get);
        assertThrows(ClosedException.class, () -> tandem.newLong(1));
        assertEquals(List.of(), Anonymous.directoriesOf(ProcessHandle.current().pid()));
    }

    @Test
    void goneAtTheEndOfAJvmThatDoesNotClose() throws Exception {
        try (Jvm jvm = Jvm.start(Anonymous.Open.class)) {
            Path path = Path.of(jvm.awaitLine("directory").substring(10));
            assertTrue(Files.exists(path));
            jvm.send("end");
            jvm.awaitSuccess();
            assertFalse(Files.exists(path));
        }
    }

    @Test
    void goneAfterSigterm() throws Exception {
        try (Jvm jvm = Jvm.start(Anonymous.Open.class)) {
            Path path = Path.of(jvm.awaitLine("directory").substring(10));
            jvm.signal("TERM");
            jvm.awaitExit();
            assertFalse(Files.exists(path));
        }
    }

    @Test
    void sweptByTheNextOpenWhenAllUsersWereKilled() throws Exception {
        try (Jvm creator = Jvm.start(Anonymous.Open.class)) {
            Path path = Path.of(creator.awaitLine("directory").substring(10));
            try (Jvm user = Jvm.start(Participant.class, path.toString())) {
                user.awaitLine("id");
                creator.kill();
                Tandem.open().close();
                assertTrue(Files.exists(path), "one user is alive");
                user.stop();
                Tandem.open().close();
                assertTrue(Files.exists(path), "stopped is alive");
                user.kill();
                Tandem.open().close();
                assertFalse(Files.exists(path));
            }
        }
    }

    @Test
    void manyOpenAndCloseAtOnce() throws Exception {
        List<Jvm> jvms = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            jvms.add(Jvm.start(Anonymous.OpenAndClose.class, "100"));
        }
        for (Jvm jvm : jvms) {
            try (jvm) {
                jvm.awaitSuccess();
                assertEquals(List.of(), Anonymous.directoriesOf(jvm.pid()));
            }
        }
    }

    /** In a mount namespace of its own with a tiny /dev/shm. */
    @Test
    void withoutRoomInSharedMemoryTheTemporaryDirectoryIsUsed() throws Exception {
        String mount = "mount -t tmpfs -o size=4m tmpfs /dev/shm && ";
        try (Jvm probe = Jvm.run(List.of("unshare", "-m", "sh", "-c", mount + "true"))) {
            Skip.MOUNT.unless(probe.awaitExit() == 0);
        }
        String java = Jvm.java() + " -cp '" + System.getProperty("java.class.path") + "' "
                + Anonymous.Open.class.getName().replace("$", "\\$");
        try (Jvm jvm = Jvm.run(List.of("unshare", "-m", "sh", "-c", mount + java))) {
            String directory = jvm.awaitLine("directory");
            assertTrue(directory.startsWith("directory " + System.getProperty("java.io.tmpdir")), directory);
            assertTrue(jvm.lines().stream().anyMatch(line -> line.contains("--shm-size")), jvm::toString);
            jvm.send("end");
            jvm.awaitSuccess();
            assertFalse(Files.exists(Path.of(directory.substring(10))));
        }
    }
}
