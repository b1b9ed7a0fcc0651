package io.tandem.spill;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.file.ClosedException;
import io.tandem.file.SafePath;
import io.tandem.file.SharedFileException;
import io.tandem.file.SharedFileException.Reason;
import io.tandem.owner.FileTree;
import io.tandem.support.Threads;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpillFilesTest {
    @TempDir
    private Path temporary;

    private Spilling spilling;

    @BeforeEach
    void open() {
        spilling = new Spilling(temporary.resolve("tandem/queue"), null);
    }

    @AfterEach
    void close() {
        spilling.close();
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static ReadableByteChannel channel(byte[] bytes) {
        return Channels.newChannel(new ByteArrayInputStream(bytes));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 1_000_001})
    void whateverLength(int length) throws IOException {
        byte[] message = Spilling.bytes(length);
        assertArrayEquals(message, spilling.take(spilling.write(0, message)));
        assertArrayEquals(message, spilling.take(spilling.files.write(0, channel(message))));
        ExpandableArrayBuffer array = new ExpandableArrayBuffer();
        array.putBytes(7, message);
        assertArrayEquals(message, spilling.take(spilling.files.write(0, array, 7, length)));
        ByteBuffer direct = ByteBuffer.allocateDirect(length + 9);
        direct.put(9, message);
        UnsafeBuffer part = new UnsafeBuffer(direct, 5, length + 4);
        assertArrayEquals(message, spilling.take(spilling.files.write(0, part, 4, length)));
        assertEquals(Set.of(), spilling.names());
    }

    @Test
    void madeAtFirstUseForTheirOwnerOnly() throws IOException {
        assertNull(spilling.files.open(SpillFiles.reference(0, 0)));
        spilling.files.delete(SpillFiles.reference(0, 0));
        spilling.files.sweep(0, number -> false);
        assertTrue(spilling.files.isEmpty(0));
        assertFalse(Files.exists(spilling.directory()));
        long reference = spilling.write(3, new byte[10]);
        assertEquals("3~0", spilling.files.path(reference).getFileName().toString());
        assertEquals(SpillFiles.reference(3, 0), reference);
        assertTrue(spilling.directory().getFileName().toString().matches("queue~[0-9a-f]+~spill"));
        assertEquals("rwx------", mode(spilling.directory()));
        assertEquals("rw-------", mode(spilling.files.path(reference)));
        assertEquals(10, Files.size(spilling.files.path(reference)));
        assertFalse(spilling.files.isEmpty(3));
        assertTrue(spilling.files.isEmpty(0));
    }

    @Test
    void whoOpenedItKeepsIt() throws IOException {
        long reference = spilling.write(1, Spilling.bytes(100_000));
        try (SharedBytes one = spilling.again().open(reference);
                SharedBytes other = spilling.files.open(reference)) {
            spilling.files.delete(reference);
            spilling.files.delete(reference);
            assertNull(spilling.files.open(reference));
            assertArrayEquals(Spilling.bytes(100_000), Spilling.read(one));
            spilling.files.destroy();
            assertArrayEquals(Spilling.bytes(100_000), Spilling.read(other));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 40, 0xff_ffff, 1})
    void referencesAreNotTrusted(long garbage) {
        spilling.write(0, new byte[1]);
        assertNull(spilling.files.open(garbage));
        spilling.files.delete(garbage);
    }

    @Test
    void aReferenceToWhatIsNoFile() throws IOException {
        Path path = spilling.files.path(spilling.write(0, new byte[1]));
        Files.delete(path);
        Files.createSymbolicLink(path, spilling.queue());
        long reference = SpillFiles.reference(0, 0);
        SharedFileException link = assertThrows(SharedFileException.class, () -> spilling.files.open(reference));
        assertEquals(Reason.INSECURE_PATH, link.reason());
        Files.delete(path);
        Files.createDirectory(path);
        SharedFileException directory = assertThrows(SharedFileException.class, () -> spilling.files.open(reference));
        assertEquals(Reason.NOT_A_FILE, directory.reason());
    }

    @Test
    void aSourceThatFailsLeavesNothing() {
        for (int length : new int[] {0, 10, 1 << 20}) {
            IOException failure =
                    assertThrows(IOException.class, () -> spilling.files.write(0, Spilling.failingAfter(length)));
            assertEquals("the source failed", failure.getMessage());
            assertEquals(Set.of(), assertNames());
        }
        assertThrows(IndexOutOfBoundsException.class, () -> spilling.files.write(0, new UnsafeBuffer(), 0, 1));
        assertEquals(Set.of(), assertNames());
    }

    private Set<String> assertNames() {
        try {
            return spilling.names();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anInterruptIsPutOff() throws IOException {
        byte[] message = Spilling.bytes(300_000);
        Thread.currentThread().interrupt();
        long reference = spilling.write(0, message);
        assertTrue(Thread.currentThread().isInterrupted());
        byte[] taken = spilling.take(reference);
        assertTrue(Thread.interrupted());
        assertArrayEquals(message, taken);
    }

    /** Interrupts that come at any moment close the channel in use: what is written stays whole. */
    @Test
    void interruptStorm() throws Exception {
        byte[] message = Spilling.bytes(500_000);
        List<Thread> writers = new ArrayList<>();
        Callable<Void> write = () -> {
            writers.add(Thread.currentThread());
            for (int i = 0; i < 200; i++) {
                assertArrayEquals(message, spilling.take(spilling.write(0, message)));
            }
            writers.clear();
            return null;
        };
        Callable<Void> interrupt = () -> {
            while (writers.isEmpty()) {
                Thread.onSpinWait();
            }
            while (!writers.isEmpty()) {
                writers.forEach(Thread::interrupt);
                Thread.yield();
            }
            return null;
        };
        Threads.all(List.of(write, interrupt));
        assertEquals(Set.of(), spilling.names());
    }

    @Test
    void madeBytesGoWithoutACopy() throws IOException {
        try (SharedBytes made = spilling.files.newBytes(100_000)) {
            assertEquals(1, spilling.names().size());
            assertEquals("rw-------", mode(made.privateName()));
            assertFalse(spilling.files.isEmpty(0));
            made.set(0, Spilling.bytes(100_000), 0, 100_000);
            Object file = SafePath.identity(made.privateName());
            long first = spilling.files.write(2, made);
            assertEquals(file, SafePath.identity(spilling.files.path(first)));
            spilling.files.delete(first); // there was no room
            long second = spilling.files.write(2, made);
            assertEquals(file, SafePath.identity(spilling.files.path(second)));
            made.close();
            made.close();
            assertEquals(Set.of("2~1"), spilling.names());
            assertArrayEquals(Spilling.bytes(100_000), spilling.take(second));
            assertThrows(ClosedException.class, () -> spilling.files.write(2, made));
        }
        spilling.files.newBytes(5).close();
        assertEquals(Set.of(), spilling.names());
        assertThrows(IllegalArgumentException.class, () -> spilling.files.newBytes(-1));
    }

    @Test
    void receivedBytesAreCopied() throws IOException {
        long reference = spilling.write(0, Spilling.bytes(70_000));
        try (SharedBytes received = spilling.files.open(reference)) {
            spilling.files.delete(reference);
            long copy = spilling.files.write(0, received);
            assertArrayEquals(Spilling.bytes(70_000), spilling.take(copy));
        }
        assertEquals(Set.of(), spilling.names());
    }

    @Test
    void aSecondNameInAnotherQueue() throws IOException {
        try (Spilling dead = new Spilling(temporary.resolve("tandem/queue~dead"), null)) {
            long reference = spilling.write(0, Spilling.bytes(9_000));
            Object file = SafePath.identity(spilling.files.path(reference));
            long linked = SpillFiles.link(spilling.files, reference, dead.files, 5);
            assertEquals(file, SafePath.identity(dead.files.path(linked)));
            spilling.files.delete(reference);
            assertArrayEquals(Spilling.bytes(9_000), dead.take(linked));
            SharedFileException gone = assertThrows(
                    SharedFileException.class, () -> SpillFiles.link(spilling.files, reference, dead.files, 5));
            assertEquals(Reason.NOT_FOUND, gone.reason());
        }
    }

    @Test
    void anotherFileSystemGetsACopy() throws IOException {
        Path memory = Files.createTempDirectory(Path.of("/dev/shm"), "spill-test");
        assertNotEquals(Files.getFileStore(memory), Files.getFileStore(temporary), "two file systems are needed here");
        try (Spilling elsewhere = new Spilling(memory.resolve("tandem/queue"), null)) {
            long reference = spilling.write(0, Spilling.bytes(200_000));
            long copied = SpillFiles.link(spilling.files, reference, elsewhere.files, 1);
            spilling.files.delete(reference);
            assertArrayEquals(Spilling.bytes(200_000), elsewhere.take(copied));
            try (SharedBytes made = spilling.files.newBytes(10)) {
                made.set(9, (byte) 7);
                assertArrayEquals(
                        new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 7}, elsewhere.take(elsewhere.files.write(0, made)));
            }
        } finally {
            FileTree.remove(memory);
        }
    }

    @Test
    void afterTheQueueWasDestroyed() throws IOException {
        long reference = spilling.write(0, new byte[10]);
        try (SharedBytes open = spilling.files.open(reference)) {
            spilling.attachment.file().destroy();
            spilling.files.destroy();
            spilling.files.destroy();
            assertFalse(Files.exists(spilling.directory()));
            assertEquals(10, open.length());
        }
        for (SpillFiles files : List.of(spilling.files, spilling.again())) {
            SharedFileException refused =
                    assertThrows(SharedFileException.class, () -> files.write(0, channel(new byte[1])));
            assertEquals(Reason.NOT_FOUND, refused.reason());
            assertThrows(SharedFileException.class, () -> files.newBytes(1));
            assertNull(files.open(reference));
            files.delete(reference);
            files.sweep(0, number -> false);
            assertTrue(files.isEmpty(0));
            assertFalse(Files.exists(spilling.directory()));
        }
    }

    /** Whoever is in the middle of a write when the queue goes leaves no directory behind. */
    @Test
    void destroyedWhileOthersWrite() throws Exception {
        for (int round = 0; round < 200; round++) {
            try (Spilling busy = new Spilling(temporary.resolve("busy/queue" + round), null)) {
                busy.write(0, new byte[1]);
                Callable<Boolean> write = () -> {
                    try {
                        while (true) {
                            busy.take(busy.write(1, new byte[10]));
                        }
                    } catch (SharedFileException e) {
                        return e.reason() == Reason.NOT_FOUND;
                    }
                };
                Callable<Boolean> destroy = () -> {
                    busy.files.destroy(); // without telling anybody: the worst case
                    return true;
                };
                assertEquals(List.of(true, true), Threads.all(List.of(write, destroy)));
                assertFalse(Files.exists(busy.directory()), () -> "left: " + busy.directory());
            }
        }
    }
}
