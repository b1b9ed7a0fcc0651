package io.tandem.pipe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.codec.Codec;
import io.tandem.codec.Codecs;
import io.tandem.codec.TooLargeException;
import io.tandem.file.ClosedException;
import io.tandem.process.ChildProcess;
import io.tandem.support.NosyCodec;
import io.tandem.support.Threads;
import java.io.ByteArrayInputStream;
import java.nio.channels.Channels;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** What a connection promises, verb by verb; the numbers are those of Python's own tests, as we count them. */
@Timeout(60)
class ConnectionTest {
    private final Tandem tandem = Tandem.open();

    @AfterEach
    void close() {
        ChildProcess.activeChildren().forEach(ChildProcess::kill);
        tandem.close();
    }

    /** 145, 146, 152, 154, 155, 157. */
    @Test
    void messagesKeepTheirBounds() throws Exception {
        SharedPipe<byte[]> pipe = tandem.newPipe(byte[].class);
        try (Connection<byte[]> in = pipe.first();
                Connection<byte[]> out = pipe.second()) {
            assertFalse(in.poll());
            assertNull(in.recv(Duration.ofMillis(1)));
            out.sendBytes(new byte[0]);
            assertTrue(in.poll());
            assertTrue(in.poll());
            assertArrayEquals(new byte[0], in.recvBytes());
            for (String text : List.of("a", "b", "", "cd")) {
                out.sendBytes(("__" + text).getBytes(), 2, text.length());
            }
            for (String text : List.of("a", "b", "", "cd")) {
                assertTrue(in.poll());
                assertArrayEquals(text.getBytes(), in.recvBytes());
            }
            assertFalse(in.poll());
            assertThrows(IndexOutOfBoundsException.class, () -> out.sendBytes(new byte[4], 1, 4));
            assertThrows(IndexOutOfBoundsException.class, () -> out.sendBytes(new byte[4], -1, 2));
            assertThrows(IndexOutOfBoundsException.class, () -> out.sendBytes(new byte[4], 1, -1));
            assertThrows(IndexOutOfBoundsException.class, () -> out.sendBytes(new byte[4], 5, 0));
            assertThrows(IndexOutOfBoundsException.class, () -> in.recvBytes(new byte[4], 5));
            out.sendBytes(new byte[4], 4, 0);
            assertEquals(0, in.recvBytes(new byte[4], 4));
            out.send(null);
            assertNull(in.recv());
            out.sendBytes(new byte[] {1, 2, 3});
            byte[] target = new byte[6];
            BufferTooShortException tooShort =
                    assertThrows(BufferTooShortException.class, () -> in.recvBytes(target, 4));
            assertEquals(3, tooShort.needed());
            assertEquals(3, in.recvBytes(target, 2));
            assertArrayEquals(new byte[] {0, 0, 1, 2, 3, 0}, target);
        }
    }

    /** 148. */
    @Test
    void sixteenMebibytesEcho() throws Exception {
        SharedPipe<byte[]> pipe =
                SharedPipe.create(tandem.path().resolve("echo"), Codecs.of(byte[].class), true, 1 << 26);
        Connection<byte[]> mine = pipe.first();
        Connection<byte[]> its = pipe.second();
        tandem.start(() -> its.sendBytes(its.recvBytes()));
        byte[] message = new byte[16 << 20];
        for (int i = 0; i < message.length; i++) {
            message[i] = (byte) (i * 31 >> 3);
        }
        mine.sendBytes(message);
        assertArrayEquals(message, mine.recvBytes());
    }

    /** 149, 164: by every verb, as often as one asks. */
    @Test
    void afterTheCloseOfThePeer() throws Exception {
        SharedPipe<String> pipe = tandem.newPipe(String.class);
        Connection<String> in = pipe.first();
        Connection<String> out = pipe.second();
        in.send("never read");
        out.send("last");
        out.close();
        out.close();
        assertTrue(in.poll());
        assertEquals("last", in.recv());
        byte[] target = new byte[8];
        for (Executable receive : List.<Executable>of(
                in::recv,
                in::recvBytes,
                () -> in.recvBytes(target, 0),
                () -> in.recv(Duration.ofHours(1)),
                () -> in.recv(Duration.ZERO))) {
            assertThrows(EndOfStreamException.class, receive);
            assertTrue(in.poll());
            assertTrue(in.poll(Duration.ofHours(1)));
        }
        assertEquals(0, in.drain((type, buffer, index, length) -> {}, 9));
        for (Executable send : List.<Executable>of(
                () -> in.send("x"),
                () -> in.send(null),
                () -> in.sendBytes(target),
                () -> in.send("x", Duration.ZERO),
                () -> in.sendStream(Channels.newChannel(new ByteArrayInputStream(target))))) {
            assertThrows(PeerClosedException.class, send);
        }
    }

    /** 161. */
    @Test
    void aClosedHandleIsRefusedByEveryVerb() {
        SharedPipe<String> pipe = tandem.newPipe(String.class);
        Connection<String> end = pipe.first();
        end.close();
        end.close();
        for (Executable use : List.<Executable>of(
                end::recv,
                end::recvBytes,
                end::poll,
                end::sender,
                () -> end.send("x"),
                () -> end.sendBytes(new byte[1]),
                () -> end.recvBytes(new byte[1], 0),
                () -> end.drain((type, buffer, index, length) -> {}, 1),
                end::recvStream)) {
            assertThrows(ClosedException.class, use);
        }
    }

    /** 153: the wait ends when another thread closes. */
    @Test
    void closingEndsWaits() throws Exception {
        SharedPipe<String> pipe = SharedPipe.create(tandem.path().resolve("full"), Codecs.of(String.class), true, 4096);
        Connection<String> end = pipe.first();
        while (end.send("x".repeat(1000), Duration.ZERO)) {
            continue;
        }
        Callable<Object> send = () -> assertThrows(ClosedException.class, () -> end.send("x".repeat(1000)));
        Callable<Object> recv = () -> assertThrows(ClosedException.class, end::recv);
        Callable<Object> close = () -> {
            end.close();
            return null;
        };
        Threads.all(List.of(send, recv, close));
    }

    /** 163: refused before a byte of it is sent, and both ends go on. */
    @Test
    void aMessageThatIsTooLong() throws Exception {
        SharedPipe<byte[]> pipe =
                SharedPipe.create(tandem.path().resolve("short"), Codecs.of(byte[].class), true, 4096);
        Connection<byte[]> in = pipe.first();
        Connection<byte[]> out = pipe.second();
        assertThrows(TooLargeException.class, () -> out.send(new byte[pipe.largestMessage() + 1]));
        assertThrows(TooLargeException.class, () -> out.sendBytes(new byte[pipe.largestMessage() + 1]));
        assertFalse(in.poll());
        byte[] largest = new byte[pipe.largestMessage()];
        Arrays.fill(largest, (byte) 7);
        out.send(largest);
        assertArrayEquals(largest, in.recv());
    }

    /** 167, 169. */
    @Test
    void timeouts() throws Exception {
        SharedPipe<Long> pipe = tandem.newPipe(Long.class);
        Connection<Long> in = pipe.first();
        Duration negative = Duration.ofSeconds(-1);
        assertFalse(in.poll(negative));
        assertNull(in.recv(negative));
        long begin = System.nanoTime();
        assertFalse(in.poll(Duration.ofMillis(30)));
        assertNull(in.recv(Duration.ofMillis(30)));
        assertTrue(System.nanoTime() - begin >= 60_000_000);
        pipe.second().send(1L);
        assertTrue(in.poll(negative));
        assertTrue(in.poll(Duration.ofSeconds(Long.MAX_VALUE)));
        assertEquals(1, in.recv(negative));
    }

    /** Each message goes to one thread, whole; none waits for ever. */
    @Test
    void threadsThatShareAnEndShareItsMessages() throws Exception {
        SharedPipe<byte[]> pipe =
                SharedPipe.create(tandem.path().resolve("shared"), Codecs.of(byte[].class), true, 4096);
        Connection<byte[]> in = pipe.first();
        Connection<byte[]> out = pipe.second();
        int count = 20_000;
        Callable<Integer> receive = () -> {
            byte[] target = new byte[16];
            for (int received = 0; true; received++) {
                try {
                    assertEquals(9, in.recvBytes(target, 0));
                } catch (EndOfStreamException end) {
                    return received;
                }
            }
        };
        Callable<Integer> send = () -> {
            for (int i = 0; i < count; i++) {
                out.sendBytes(new byte[9]);
            }
            out.close();
            return 0;
        };
        List<Integer> received = Threads.all(List.of(receive, receive, send));
        assertEquals(count, received.get(0) + received.get(1));
    }

    /** As one that logs by the connection it encodes for. */
    @Test
    void aCodecMaySendInTurn() throws Exception {
        Codec<Long> longs = Codecs.of(Long.class);
        AtomicReference<Connection<Long>> self = new AtomicReference<>();
        Codec<Long> nosy = new NosyCodec<>(longs, message -> {
            if (message < 0) {
                assertDoesNotThrow(() -> self.get().send(-message));
            }
        });
        SharedPipe<Long> pipe = SharedPipe.create(tandem.path().resolve("nosy"), nosy, true, 4096);
        self.set(pipe.second());
        pipe.second().send(-1L);
        pipe.second().send(-2L);
        for (long expected : new long[] {1, -1, 2, -2}) {
            assertEquals(expected, pipe.first().recv());
        }
    }
}
