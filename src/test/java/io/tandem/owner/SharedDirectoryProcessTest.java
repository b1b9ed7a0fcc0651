package io.tandem.owner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.file.SharedFileException;
import io.tandem.file.SharedFileException.Reason;
import io.tandem.support.Jvm;
import io.tandem.value.SharedLong;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attaching to named directories: what is made, what is refused, what an interrupt cannot do. */
class SharedDirectoryProcessTest {
    @TempDir
    private Path temporary;

    @BeforeEach
    void makePrivate() throws Exception {
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwx------"));
    }

    private static Reason reason(org.junit.jupiter.api.function.Executable action) {
        SharedFileException refusal = assertThrows(SharedFileException.class, action);
        assertTrue(refusal.getMessage().contains(refusal.path().toString()), refusal.getMessage());
        return refusal.reason();
    }

    @Test
    void createMakesAPrivateDirectory() throws Exception {
        Path directory = temporary.resolve("a/b");
        try (SharedLong value = SharedLong.create(directory.resolve("value"), 7)) {
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)));
            try (SharedLong again = SharedLong.attach(value.path())) {
                assertEquals(7, again.get());
            }
        }
        assertTrue(Files.exists(directory.resolve("value")));
    }

    @Test
    void refusedDirectories() throws Exception {
        Path open = Files.createDirectory(temporary.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertEquals(Reason.INSECURE_PATH, reason(() -> SharedLong.create(open.resolve("x"), 0)));
        Path link = Files.createSymbolicLink(temporary.resolve("link"), temporary);
        assertEquals(Reason.INSECURE_PATH, reason(() -> Tandem.open(link)));
        Path file = Files.writeString(temporary.resolve("file"), "text");
        assertEquals(Reason.NOT_A_DIRECTORY, reason(() -> Tandem.open(file)));
        assertEquals(Reason.NOT_FOUND, reason(() -> SharedLong.attach(temporary.resolve("none"))));
        Path ordinary = Files.writeString(
                Files.createDirectory(temporary.resolve("ordinary")).resolve("x"), "text");
        assertEquals(Reason.NOT_FOUND, reason(() -> SharedLong.attach(ordinary)));
        assertEquals(List.of("x"), List.of(ordinary.getParent().toFile().list()), "nothing was left there");
        assertThrows(IllegalArgumentException.class, () -> SharedLong.create(temporary.resolve(".hidden"), 0));
    }

    /** Holds every slot's byte until its input ends. */
    static final class Hog {
        public static void main(String[] arguments) throws Exception {
            try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE)) {
                System.out.println("holds " + channel.lock(0, ParticipantsLayout.SLOTS, false));
                System.in.read();
            }
        }
    }

    @Test
    void tooManyParticipants() throws Exception {
        Path directory = temporary.resolve("full");
        Tandem.open(directory).close();
        try (Jvm hog = Jvm.start(Hog.class, directory.resolve(".life").toString())) {
            hog.awaitLine("holds");
            assertEquals(Reason.TOO_MANY_PARTICIPANTS, reason(() -> Tandem.open(directory)));
        }
        Tandem.open(directory).close();
    }

    @Test
    void oneParticipantPerJvmHoweverManyHandles() throws Exception {
        Path directory = temporary.resolve("shared");
        try (Tandem first = Tandem.open(directory);
                Tandem second = Tandem.open(directory)) {
            assertEquals(
                    first.directory().participants().self(),
                    second.directory().participants().self());
            try (SharedLong value = first.sharedLong("x", 1)) {
                first.close();
                assertEquals(1, value.get());
            }
            assertEquals(1, second.directory().participants().pids().size());
        }
    }

    /** An interrupt closes channels: neither the life lock nor a creation may suffer from it. */
    @Test
    void interruptStorm() throws Exception {
        Path directory = temporary.resolve("shared");
        AtomicBoolean done = new AtomicBoolean();
        try (Tandem tandem = Tandem.open(directory);
                Jvm other = Jvm.start(Participant.class, directory.toString())) {
            long id = Long.parseLong(other.awaitLine("id ").substring(3));
            List<Throwable> failures = new ArrayList<>();
            Thread worker = new Thread(() -> {
                try {
                    for (int i = 0; i < 500; i++) {
                        try (SharedLong value = SharedLong.create(directory.resolve("v" + i), i);
                                SharedLong again = SharedLong.attach(value.path())) {
                            assertEquals(i, again.get());
                            assertFalse(tandem.directory().participants().isDead(id));
                        }
                    }
                } catch (Throwable t) {
                    failures.add(t);
                }
                done.set(true);
            });
            worker.start();
            while (!done.get()) {
                worker.interrupt();
            }
            worker.join();
            assertEquals(List.of(), failures);
            try (Jvm judge = Jvm.start(Judge.class, directory.toString())) {
                String pids = judge.awaitLine("alive");
                assertTrue(pids.contains(ProcessHandle.current().pid() + ""), pids);
            }
        }
    }

    /** Says who is alive. */
    static final class Judge {
        public static void main(String[] arguments) {
            try (Tandem tandem = Tandem.open(Path.of(arguments[0]))) {
                System.out.println("alive " + tandem.directory().participants().pids());
            }
        }
    }

    @Test
    void aSecondCopyOfTheLibraryIsRefusedByName() throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(java.io.File.pathSeparator)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        Path directory = temporary.resolve("shared");
        try (Tandem tandem = Tandem.open(directory);
                URLClassLoader loader =
                        new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            assertNotNull(tandem.path());
            Class<?> copy = loader.loadClass(Tandem.class.getName());
            Throwable refusal = assertThrows(
                            InvocationTargetException.class,
                            () -> copy.getMethod("open", Path.class).invoke(null, directory))
                    .getCause();
            assertTrue(refusal.getMessage().startsWith("SECOND_LIBRARY"), refusal::toString);
            try (AutoCloseable elsewhere =
                    (AutoCloseable) copy.getMethod("open", Path.class).invoke(null, temporary.resolve("other"))) {
                assertNotNull(elsewhere);
            }
        }
    }
}
