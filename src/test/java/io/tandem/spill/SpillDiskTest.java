package io.tandem.spill;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.file.SharedFileException;
import io.tandem.file.SharedFileException.Reason;
import io.tandem.support.SmallDisk;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full is named at once, and nothing is lost. */
class SpillDiskTest {
    private static final int DISK = 4 << 20;

    @TempDir
    private Path disk;

    @TempDir
    private Path temporary;

    private SmallDisk mounted;

    @BeforeEach
    void mount() throws Exception {
        mounted = SmallDisk.mount(disk, DISK);
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted != null) {
            mounted.close();
        }
    }

    private static void noSpace(Executable write) {
        SharedFileException refusal = assertThrows(SharedFileException.class, write);
        assertEquals(Reason.NO_SPACE, refusal.reason(), refusal::getMessage);
    }

    private void fill(Path given) throws IOException {
        byte[] message = Spilling.bytes(900_000);
        try (Spilling spilling = new Spilling((given == null ? disk : temporary).resolve("tandem/queue"), given)) {
            long kept = spilling.write(0, message);
            for (int round = 0; round < 3; round++) {
                Set<String> before = spilling.names();
                noSpace(() -> spilling.write(0, new byte[DISK]));
                noSpace(() -> spilling.files.write(0, Channels.newChannel(new ByteArrayInputStream(new byte[DISK]))));
                noSpace(() -> spilling.files.write(0, Spilling.failingAfter(Integer.MAX_VALUE)));
                noSpace(() -> spilling.files.newBytes(DISK));
                noSpace(() -> spilling.files.newBytes(1L << 50));
                assertEquals(before, spilling.names());
                long again = spilling.write(0, message);
                assertArrayEquals(message, spilling.take(again));
                System.gc(); // what was taken takes room until its mapping is collected
            }
            assertArrayEquals(message, spilling.take(kept));
        }
    }

    @Test
    void besideTheQueue() throws IOException {
        fill(null);
    }

    @Test
    void onAGivenDisk() throws IOException {
        fill(disk.resolve("spill"));
    }

    /** The look ahead does not see what is small: then it is the write itself that finds the disk full. */
    @Test
    void noRoomForASmallOneEither() throws IOException {
        try (Spilling spilling = new Spilling(temporary.resolve("tandem/queue"), disk.resolve("spill"))) {
            long kept = spilling.write(0, new byte[10]);
            long lost = spilling.write(0, new byte[10]);
            Path filler = disk.resolve("filler");
            long free = Files.getFileStore(disk).getUsableSpace();
            Files.write(filler, new byte[(int) free - 8192]);
            noSpace(() -> spilling.write(0, new byte[500_000]));
            noSpace(() -> spilling.files.newBytes(500_000));
            Files.write(disk.resolve("rest"), new byte[8192]);
            noSpace(() -> spilling.write(0, new byte[1]));
            assertEquals(Set.of("0~0", "0~1"), spilling.names());
            spilling.again().sweep(0, number -> number == 0);
            assertEquals(Set.of("0~0", "0~mark"), spilling.names(), "a sweep needs no room");
            assertEquals(1, lost - kept);
            Files.delete(filler);
            byte[] message = Spilling.bytes(500_000);
            assertArrayEquals(message, spilling.take(spilling.write(0, message)));
            assertEquals(10, spilling.take(kept).length);
        }
    }

    /** What was made is backed by the disk: no store to it can fail later. */
    @Test
    void madeBytesHaveTheirRoom() throws IOException {
        try (Spilling spilling = new Spilling(temporary.resolve("tandem/queue"), disk.resolve("spill"));
                SharedBytes made = spilling.files.newBytes(2 << 20)) {
            Path filler = disk.resolve("filler");
            assertThrows(IOException.class, () -> Files.write(filler, new byte[DISK]));
            byte[] message = Spilling.bytes(2 << 20);
            made.set(0, message, 0, message.length);
            long reference = spilling.files.write(0, made);
            ByteBuffer copy = ByteBuffer.allocate(message.length);
            try (SharedBytes received = spilling.files.open(reference)) {
                assertEquals(message.length, received.read(0, copy));
            }
            assertTrue(ByteBuffer.wrap(message).equals(copy.flip()));
        }
    }
}
