package io.tandem.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.codec.Codecs;
import io.tandem.file.SharedFileException;
import io.tandem.file.SharedFileException.Reason;
import io.tandem.spill.SharedBytes;
import io.tandem.support.SmallDisk;
import java.io.ByteArrayInputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Large messages when the disk they go to is full: refused by name, nothing left, and the queue goes on. */
class QueueFullDiskTest {
    private static final int DISK = 2 << 20;

    private final Tandem tandem = Tandem.open();

    @TempDir
    private Path disk;

    private SmallDisk mounted;

    @BeforeEach
    void mount() throws Exception {
        mounted = SmallDisk.mount(disk, DISK);
    }

    @AfterEach
    void unmount() throws Exception {
        tandem.close();
        if (mounted != null) {
            mounted.close();
        }
    }

    static Stream<Arguments> kinds() {
        return Stream.of(
                Arguments.of("by producer", Queues.SMALL),
                Arguments.of("one order", Queues.SMALL.capacity(5)),
                Arguments.of("leased", Queues.SMALL.leased()));
    }

    private void noSpace(Executable put) throws Exception {
        SharedFileException refusal = assertThrows(SharedFileException.class, put);
        assertEquals(Reason.NO_SPACE, refusal.reason(), refusal::getMessage);
        assertTrue(refusal.getMessage().contains(disk.toString()), refusal::getMessage);
        assertEquals(0, Queues.spilled(disk));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void aMessageThatDoesNotFitIsRefusedAndTheNextOneIsNot(String name, QueueOptions options) throws Exception {
        SharedQueue<byte[]> queue = tandem.newQueue(Codecs.of(byte[].class), options.spillTo(disk.resolve("spill")));
        for (int round = 0; round < 3; round++) {
            noSpace(() -> queue.put(new byte[2 * DISK]));
            noSpace(() -> queue.offer(new byte[2 * DISK]));
        }
        Path filler = disk.resolve("filler");
        Files.write(filler, new byte[(int) Files.getFileStore(disk).getUsableSpace() - 300_000]);
        noSpace(() -> queue.put(new byte[600_000]));
        for (int i = 1; i <= 3; i++) {
            queue.put(Large.bytes(i == 2 ? 200_000 : 10, i));
        }
        assertEquals(3, queue.size());
        for (int i = 1; i <= 3; i++) {
            Large.assertBytes(i == 2 ? 200_000 : 10, i, queue.take());
        }
        Files.delete(filler);
        queue.put(Large.bytes(600_000, 4));
        Large.assertBytes(600_000, 4, queue.take());
        assertNull(queue.poll());
        assertEquals(0, Queues.spilled(disk));
    }

    @Test
    void whatComesFromAChannelIsRefusedHalfWay() throws Exception {
        SharedQueue<SharedBytes> queue =
                tandem.newQueue(SharedBytes.class, Queues.SMALL.spillTo(disk.resolve("spill")));
        noSpace(() -> queue.putAll(Channels.newChannel(new ByteArrayInputStream(new byte[2 * DISK]))));
        noSpace(() -> queue.newBytes(2 * DISK));
        assertNull(queue.poll());
        queue.putAll(Channels.newChannel(new ByteArrayInputStream(Large.bytes(DISK / 2, 5))));
        try (SharedBytes taken = queue.take()) {
            assertEquals(DISK / 2, taken.length());
            assertEquals(Large.at(DISK / 2 - 1, 5), taken.get(DISK / 2 - 1));
        }
        assertEquals(0, Queues.spilled(disk));
    }
}
