package io.tandem.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tandem.Tandem;
import io.tandem.codec.Codecs;
import io.tandem.support.Threads;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams that do not come to their end, and what follows them. */
@Timeout(60)
class PipeStreamTest {
    private final Tandem tandem = Tandem.open();
    private final SharedPipe<Long> pipe =
            SharedPipe.create(tandem.path().resolve("streams"), Codecs.of(Long.class), true, 4096);
    private final Connection<Long> in = pipe.first();
    private final Connection<Long> out = pipe.second();

    @AfterEach
    void close() {
        tandem.close();
    }

    /** So many bytes, then a failure. */
    private static ReadableByteChannel failing(int bytes) {
        return Channels.newChannel(
                new SequenceInputStream(new ByteArrayInputStream(new byte[bytes]), new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("the source failed");
                    }
                }));
    }

    private static ReadableByteChannel whole(int bytes) {
        return Channels.newChannel(new ByteArrayInputStream(new byte[bytes]));
    }

    private int readUntilCut() throws IOException {
        try (InputStream stream = in.recvStream()) {
            for (int count = 0; true; count++) {
                try {
                    assertEquals(0, stream.read());
                } catch (IOException cut) {
                    assertThrows(IOException.class, stream::read);
                    return count;
                }
            }
        }
    }

    @Test
    void aStreamWhoseSourceFailsIsCutAndWhatFollowsIsWhole() throws Exception {
        assertThrows(IOException.class, () -> out.sendStream(failing(100)));
        out.sendStream(whole(50));
        out.send(1L);
        assertEquals(100, readUntilCut());
        try (InputStream stream = in.recvStream()) {
            assertEquals(50, stream.readAllBytes().length);
        }
        assertEquals(1, in.recv());
    }

    @Test
    void aCutStreamCanBeSkipped() throws Exception {
        assertThrows(IOException.class, () -> out.sendStream(failing(100)));
        out.send(1L);
        in.recvStream().close();
        assertEquals(1, in.recv());
    }

    @Test
    void aStreamOfWhichNothingWasSentNeverWas() throws Exception {
        assertThrows(IOException.class, () -> out.sendStream(failing(0)));
        out.send(1L);
        try (InputStream none = in.recvStream()) {
            assertThrows(IllegalStateException.class, none::read);
        }
        assertEquals(1, in.recv());
    }

    /** For ever, eight bytes at a time. */
    private static final class Drops implements ReadableByteChannel {
        @Override
        public int read(ByteBuffer target) {
            target.putLong(0);
            return Long.BYTES;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    /** In a pipe that is full to its last byte but for the room of the mark. */
    @Test
    void anInterruptedStreamIsCut() throws Exception {
        out.send(null); // 8 bytes: with drops of 16 there would be no room for the mark by chance
        AtomicReference<Thread> sender = new AtomicReference<>();
        Callable<Integer> send = () -> {
            sender.set(Thread.currentThread());
            assertThrows(InterruptedException.class, () -> out.sendStream(new Drops()));
            return 0;
        };
        Callable<Integer> interrupt = () -> {
            while (sender.get() == null || !Threads.sleeps(sender.get())) {
                Thread.onSpinWait();
            }
            sender.get().interrupt();
            return 0;
        };
        Threads.all(List.of(send, interrupt));
        assertFalse(out.send(1L, Duration.ZERO));
        assertNull(in.recv());
        assertEquals(254 * Long.BYTES, readUntilCut());
        out.send(2L);
        assertEquals(2, in.recv());
        assertFalse(in.poll());
    }

    /** Behind a stream that another thread has open lies what was sent after it. */
    @Test
    void theEndIsNotReportedBehindAnOpenStream() throws Exception {
        out.sendStream(whole(10));
        out.send(1L);
        InputStream stream = in.recvStream();
        out.close();
        Callable<Long> other = () -> in.recv(Duration.ofMillis(20));
        assertNull(Threads.all(List.of(other)).get(0));
        assertEquals(10, stream.readAllBytes().length);
        assertEquals(1, Threads.all(List.of(other)).get(0));
        assertThrows(EndOfStreamException.class, in::recv);
    }

    @Test
    void theReceiverMayHaveClosed() throws Exception {
        in.poll();
        in.close();
        assertThrows(PeerClosedException.class, () -> out.sendStream(whole(10)));
        assertThrows(PeerClosedException.class, () -> out.send(1L));
    }
}
