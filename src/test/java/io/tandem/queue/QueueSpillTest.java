package io.tandem.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.codec.Codecs;
import io.tandem.spill.SharedBytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages that no lane can hold, in queues of every kind. */
class QueueSpillTest {
    private static final int LARGE = 100_000;

    private final Tandem tandem = Tandem.open();

    @TempDir
    private Path disk;

    @AfterEach
    void close() {
        tandem.close();
    }

    static Stream<Arguments> options() {
        return Stream.of(
                Arguments.of("by producer", Queues.SMALL),
                Arguments.of("one order", Queues.SMALL.capacity(100)),
                Arguments.of("leased", Queues.SMALL.leased()),
                Arguments.of("exclusive", Queues.SMALL.exclusiveConsumer()),
                Arguments.of("exclusive, one order", Queues.SMALL.capacity(100).exclusiveConsumer()));
    }

    private SharedQueue<byte[]> bytes(QueueOptions options) {
        return tandem.newQueue(Codecs.of(byte[].class), options);
    }

    private SharedQueue<SharedBytes> files(QueueOptions options) {
        return tandem.newQueue(SharedBytes.class, options);
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static long spilled(Path directory) throws IOException {
        return files(directory).stream()
                .filter(file -> file.getParent().getFileName().toString().contains("~"))
                .filter(file -> !file.getFileName().toString().startsWith("."))
                .count();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("options")
    void smallAndLargeOnesArriveInOrderAndLeaveNothing(String name, QueueOptions options) throws Exception {
        SharedQueue<byte[]> queue = bytes(options);
        for (int lap = 0; lap < 20; lap++) {
            queue.put(Large.bytes(10, lap));
            queue.put(Large.bytes(LARGE + lap, lap));
            queue.put(Large.bytes(1000, lap));
            assertEquals(3, queue.size());
            assertEquals(1, spilled(tandem.path()));
            Large.assertBytes(10, lap, queue.take());
            Large.assertBytes(LARGE + lap, lap, queue.poll());
            Large.assertBytes(1000, lap, queue.take());
            assertNull(queue.poll());
            assertEquals(0, spilled(tandem.path()));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("options")
    void drainsAndLooksShowThem(String name, QueueOptions options) throws Exception {
        SharedQueue<byte[]> queue = bytes(options);
        for (int i = 0; i < 6; i++) {
            queue.put(Large.bytes(i % 2 == 0 ? LARGE : 8, i));
        }
        List<byte[]> seen = new ArrayList<>(queue);
        queue.drain(
                (type, buffer, index, length) -> {
                    byte[] copy = new byte[length];
                    buffer.getBytes(index, copy);
                    seen.add(copy);
                },
                4);
        queue.drainTo(seen);
        assertEquals(12, seen.size());
        for (int i = 0; i < 12; i++) {
            Large.assertBytes(i % 2 == 0 ? LARGE : 8, i % 6, seen.get(i));
        }
        assertEquals(0, spilled(tandem.path()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("options")
    void aProducerHandleSpillsToo(String name, QueueOptions options) throws Exception {
        SharedQueue<byte[]> queue = bytes(options);
        try (QueueProducer producer = queue.producer()) {
            assertTrue(producer.offer(new UnsafeBuffer(Large.bytes(LARGE, 3)), 0, LARGE));
        }
        Large.assertBytes(LARGE, 3, queue.poll());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("options")
    void filesArePassedAsTheyAre(String name, QueueOptions options) throws Exception {
        SharedQueue<SharedBytes> queue = files(options.spillTo(disk));
        SharedBytes made = queue.newBytes(LARGE);
        made.set(0, Large.bytes(LARGE, 5), 0, LARGE);
        queue.put(made);
        assertTrue(made.isClosed());
        queue.putAll(Channels.newChannel(new ByteArrayInputStream(Large.bytes(2 * LARGE, 6))));
        assertEquals(2, files(disk).size());
        for (int i = 1; i <= 2; i++) {
            try (SharedBytes taken = queue.take()) {
                byte[] copy = new byte[(int) taken.length()];
                taken.get(0, copy, 0, copy.length);
                Large.assertBytes(i * LARGE, 4 + i, copy);
            }
        }
        assertEquals(0, files(disk).size());
        queue.destroy();
        assertEquals(0, Files.list(disk).count());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("options")
    void anOfferThatFindsNoRoomLeavesNoFile(String name, QueueOptions options) throws Exception {
        SharedQueue<byte[]> queue = bytes(options);
        while (queue.offer(new byte[1000])) {
            continue;
        }
        while (queue.offer(new byte[0])) {
            continue;
        }
        long before = spilled(tandem.path());
        assertFalse(queue.offer(new byte[LARGE]));
        assertFalse(queue.offer(new byte[LARGE], Duration.ofMillis(5)));
        assertEquals(before, spilled(tandem.path()));
        queue.shutdown();
        assertThrows(QueueShutDownException.class, () -> queue.put(new byte[LARGE]));
        assertEquals(before, spilled(tandem.path()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("options")
    void aSourceThatFailsPutsNothing(String name, QueueOptions options) throws Exception {
        SharedQueue<SharedBytes> queue = files(options);
        var failing = Channels.newChannel(new ByteArrayInputStream(new byte[LARGE]) {
            @Override
            public int read(byte[] target, int from, int length) {
                if (available() < LARGE / 2) {
                    throw new IllegalStateException("broken");
                }
                return super.read(target, from, Math.min(length, 10_000));
            }
        });
        assertThrows(IllegalStateException.class, () -> queue.putAll(failing));
        assertTrue(queue.isEmpty());
        assertEquals(0, spilled(tandem.path()));
    }
}
