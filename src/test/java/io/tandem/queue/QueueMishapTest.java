package io.tandem.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tandem.Tandem;
import io.tandem.codec.Codecs;
import io.tandem.file.Memory;
import io.tandem.file.SharedFile;
import io.tandem.file.SharedFileException;
import io.tandem.index.Index;
import io.tandem.lane.CorruptLaneException;
import io.tandem.lane.MessageWriter;
import io.tandem.owner.SharedDirectory;
import io.tandem.spill.SharedBytes;
import io.tandem.spill.SpillFiles;
import io.tandem.support.Await;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Errors and refusals in the middle of a call, and calls that race with close: nothing stays locked, owned or torn. */
class QueueMishapTest {
    private static final int LARGE = 100_000;

    private final Tandem tandem = Tandem.open();

    @AfterEach
    void close() {
        tandem.close();
    }

    private static Path spilled(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.getFileName().toString().matches("[0-9]+~[0-9]+"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void aFileThatCannotBeDeletedDoesNotLockTheOnlyConsumer() throws Exception {
        SharedQueue<byte[]> queue = tandem.newQueue(Codecs.of(byte[].class), Queues.SMALL.exclusiveConsumer());
        queue.put(new byte[LARGE]);
        queue.put(new byte[1]);
        Path file = spilled(tandem.path());
        assertThrows(
                SharedFileException.class,
                () -> queue.drain(
                        (t, b, i, n) -> {
                            try {
                                Files.delete(file);
                                Files.createDirectories(file.resolve("x"));
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        },
                        1));
        assertEquals(1, Queues.end(Queues.start(queue::poll)).length);
    }

    private void assertOwnsNothing(SharedQueue<?> queue) {
        SharedFile file = SharedFile.attach(queue.path(), QueueLayout.KIND);
        assertEquals(0, Memory.longAcquire(file, file.body(QueueLayout.ownerAt(0))), "owner of lane 0");
        file.release();
    }

    private void closeBeside(SharedQueue<?> queue, Callable<?> call) {
        queue.localLock().lock();
        CompletableFuture<?> racing;
        try {
            racing = Queues.start(call);
            Await.until("a call", queue.localLock()::hasQueuedThreads);
            queue.close();
        } finally {
            queue.localLock().unlock();
        }
        assertThrows(Exception.class, () -> Queues.end(racing));
        assertOwnsNothing(queue);
    }

    @Test
    void isFullBesideCloseOwnsNothing() {
        SharedQueue<Long> queue = tandem.newQueue(Codecs.of(Long.class), Queues.SMALL);
        closeBeside(queue, queue::isFull);
    }

    @Test
    void aPutFromAChannelBesideCloseOwnsNothing() {
        SharedQueue<SharedBytes> queue = tandem.newQueue(SharedBytes.class, Queues.SMALL);
        closeBeside(queue, () -> {
            queue.putAll(Channels.newChannel(new ByteArrayInputStream(new byte[9])));
            return null;
        });
    }

    @Test
    void aReferenceIsNotHandedOutWithTheBytesOfAnother() {
        SharedDirectory directory = SharedDirectory.open(tandem.path(), false);
        SharedQueue<Long> queue = tandem.newQueue(Codecs.of(Long.class), Queues.SMALL);
        SharedFile file = SharedFile.attach(queue.path(), QueueLayout.KIND);
        try {
            SpillFiles spill = new SpillFiles(directory, file, null);
            long first = spill.write(0, new UnsafeBuffer(new byte[] {1}), 0, 1);
            long second = spill.write(0, new UnsafeBuffer(new byte[] {2}), 0, 1);
            Opening opening = new Opening(spill, false);
            opening.accept(first); // and somebody else took it
            UnsafeBuffer reference = new UnsafeBuffer(new byte[8]);
            reference.putLong(0, second);
            List<Byte> seen = new ArrayList<>();
            opening.to((t, b, i, n) -> seen.add(b.getByte(i))).onMessage(MessageWriter.REFERENCE, reference, 0, 8);
            assertEquals(List.of((byte) 2), seen);
        } finally {
            file.release();
            directory.release();
        }
    }

    @Test
    void aFileThatCannotBeDeletedIsHandedOut() throws Exception {
        SharedQueue<byte[]> queue = tandem.newQueue(Codecs.of(byte[].class), Queues.SMALL);
        SharedDirectory directory = SharedDirectory.open(tandem.path(), false);
        SharedFile file = SharedFile.attach(queue.path(), QueueLayout.KIND);
        try {
            SpillFiles spill = new SpillFiles(directory, file, null);
            long first = spill.write(0, new UnsafeBuffer(new byte[] {1}), 0, 1);
            UnsafeBuffer reference = new UnsafeBuffer(new byte[8]);
            reference.putLong(0, first);
            Opening opening = new Opening(spill, false);
            opening.accept(first);
            Files.delete(spill.path(first));
            Files.createDirectories(spill.path(first).resolve("x"));
            List<Byte> seen = new ArrayList<>();
            opening.to((t, b, i, n) -> seen.add(b.getByte(i)));
            assertThrows(SharedFileException.class, () -> opening.onMessage(MessageWriter.REFERENCE, reference, 0, 8));
            assertEquals(List.of((byte) 1), seen);
        } finally {
            file.release();
            directory.release();
        }
    }

    @Test
    void aLaneThatWasNotLeftInOrderIsAdopted() {
        SharedQueue<Long> queue =
                tandem.newQueue(Codecs.of(Long.class), Queues.SMALL.lanes(1).capacity(10));
        QueueProducer first = queue.producer();
        offer(first, 1);
        SharedFile file = SharedFile.attach(queue.path(), QueueLayout.KIND);
        SharedFile index = SharedFile.attach(Index.path(file), Index.kind());
        long head = index.body(0);
        Memory.longRelease(index, head, Long.MIN_VALUE);
        assertThrows(CorruptLaneException.class, first::close);
        Memory.longRelease(index, head, 0);
        index.release();
        file.release();
        try (QueueProducer second = queue.producer()) {
            offer(second, 2); // where the first one's message lies there is no room yet
            assertEquals(1L, queue.poll());
        }
    }

    private static void offer(QueueProducer producer, long number) {
        UnsafeBuffer message = new UnsafeBuffer(new byte[Long.BYTES]);
        message.putLong(0, number);
        producer.offer(message, 0, Long.BYTES);
    }

    @Test
    void aQueueThatCannotBeOpenedIsNotKept() throws Exception {
        SharedQueue<Long> queue = tandem.newQueue(Codecs.of(Long.class), Queues.SMALL.capacity(10));
        Path path = queue.path();
        queue.close();
        try (Stream<Path> files = Files.list(tandem.path())) {
            Path index = files.filter(file -> file.toString().endsWith("~index"))
                    .findFirst()
                    .orElseThrow();
            Files.write(index, new byte[] {1, 2, 3});
        }
        assertThrows(SharedFileException.class, () -> SharedQueue.attach(path, Long.class));
        SharedFile file = SharedFile.attach(path, QueueLayout.KIND);
        assertEquals(1, file.handles());
        file.release();
    }
}
