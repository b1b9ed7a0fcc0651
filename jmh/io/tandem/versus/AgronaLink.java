package io.tandem.versus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/** Agrona's ring buffers over a mapped file. */
final class AgronaLink {
    private static final int TYPE = 1;

    private AgronaLink() {}

    private static RingBuffer ring(Path file, int capacity, boolean many) {
        int length = capacity + RingBufferDescriptor.TRAILER_LENGTH;
        try (FileChannel channel = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE))) {
            UnsafeBuffer buffer = new UnsafeBuffer(channel.map(FileChannel.MapMode.READ_WRITE, 0, length));
            return many ? new ManyToOneRingBuffer(buffer) : new OneToOneRingBuffer(buffer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Receiver receiver(Place place, Sink sink, boolean many) {
        RingBuffer ring = ring(place.file(".tmp"), place.capacity(), many);
        place.publish(place.file(".tmp"), place.file(""));
        MessageHandler handler = (type, buffer, index, length) -> sink.accept(buffer, index, length);
        return () -> ring.read(handler, Receiver.LIMIT);
    }

    static Sender sender(Place place, boolean many) {
        RingBuffer ring = ring(place.await(place.file("")), place.capacity(), many);
        int size = place.size();
        return sequence -> {
            int at = ring.tryClaim(TYPE, size);
            if (at < 0) {
                return false;
            }
            Payload.fill(ring.buffer(), at, size, sequence);
            ring.commit(at);
            return true;
        };
    }
}
