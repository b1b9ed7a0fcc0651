package io.tandem.versus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Chronicle Queue in shared memory. It keeps everything and refuses nothing, so two things are added: the receiver says
 * in a word per sender how far it is, and nobody sends more than a capacity ahead of it; and that, not a clock, turns
 * to the next file, after which the receiver deletes the one before.
 */
final class ChronicleLink {
    private static final int FILE_BYTES = 64 << 20;
    private static final int WORDS = 64;
    private static final int LINE = 128;
    private static final long PATIENCE_MILLIS = 900_000;

    private ChronicleLink() {}

    /** What its JVMs need, and the switches that make it faster. */
    static List<String> flags() {
        List<String> flags = new ArrayList<>(List.of(
                "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
                "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
                "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
                "-Dchronicle.analytics.disable=true",
                "-Dchronicle.disk.monitor.disable=true",
                "-Ddisable.thread.safety=true",
                "-Djvm.resource.tracing=false",
                "-Dslf4j.internal.verbosity=ERROR"));
        if (Runtime.version().feature() >= 24) {
            flags.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        return flags;
    }

    /** How many messages of each sender have arrived, on lines of their own. */
    private static UnsafeBuffer arrived(Path file) {
        try (FileChannel channel = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE))) {
            return new UnsafeBuffer(channel.map(FileChannel.MapMode.READ_WRITE, 0, WORDS * LINE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SingleChronicleQueueBuilder queue(Place place, UnsafeBuffer arrived) {
        long messagesPerFile = Math.max(1, FILE_BYTES / (place.size() + 4));
        long cycle = RollCycles.FAST_HOURLY.lengthInMillis();
        return SingleChronicleQueueBuilder.binary(place.file("").toFile())
                .rollCycle(RollCycles.FAST_HOURLY)
                .timeProvider(() -> arrived.getLongVolatile(0) / messagesPerFile * cycle)
                .timeoutMS(PATIENCE_MILLIS);
    }

    static Receiver receiver(Place place, Sink sink) {
        UnsafeBuffer arrived = arrived(place.file(".tmp"));
        SingleChronicleQueue queue = queue(place, arrived)
                .storeFileListener((cycle, file) -> file.delete())
                .build();
        ExcerptTailer tailer = queue.createTailer();
        UnsafeBuffer message = new UnsafeBuffer(0, 0);
        place.publish(place.file(".tmp"), place.file(".arrived"));
        return () -> {
            int received = 0;
            while (received < Receiver.LIMIT) {
                try (DocumentContext document = tailer.readingDocument()) {
                    if (!document.isPresent()) {
                        break;
                    }
                    Bytes<?> bytes = document.wire().bytes();
                    int length = (int) bytes.readRemaining();
                    message.wrap(bytes.addressForRead(bytes.readPosition()), length);
                    sink.accept(message, 0, length);
                }
                received++;
            }
            if (received > 0) {
                arrived.putLongRelease(0, arrived.getLong(0) + received); // pairs with the clock of queue()
                for (int sender = 0; sender < Contestant.MOST_SENDERS; sender++) {
                    arrived.putLongRelease((1 + sender) * LINE, sink.received(sender)); // pairs with the senders' look
                }
            }
            return received;
        };
    }

    static Sender sender(Place place) {
        UnsafeBuffer arrived = arrived(place.await(place.file(".arrived")));
        SingleChronicleQueue queue = queue(place, arrived).build();
        ExcerptAppender appender = queue.createAppender();
        UnsafeBuffer message = new UnsafeBuffer(0, 0);
        int size = place.size();
        long ahead = Math.max(1, place.capacity() / size);
        return new Sender() {
            private long limit;

            @Override
            public boolean trySend(long sequence) {
                if (Payload.count(sequence) >= limit && !lookForRoom(sequence)) {
                    return false;
                }
                try (DocumentContext document = appender.writingDocument()) {
                    Bytes<?> bytes = document.wire().bytes();
                    bytes.ensureCapacity(bytes.writePosition() + size);
                    message.wrap(bytes.addressForWrite(bytes.writePosition()), size);
                    Payload.fill(message, 0, size, sequence);
                    bytes.writeSkip(size);
                }
                return true;
            }

            private boolean lookForRoom(long sequence) {
                limit = arrived.getLongAcquire((1 + Payload.sender(sequence)) * LINE) + ahead;
                return Payload.count(sequence) < limit;
            }
        };
    }
}
