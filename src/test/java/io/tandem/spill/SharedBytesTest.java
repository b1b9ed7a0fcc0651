package io.tandem.spill;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.file.ClosedException;
import io.tandem.support.Threads;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class SharedBytesTest {
    private static final int LENGTH = 100_000;
    private static final byte[] CONTENT = Spilling.bytes(LENGTH);
    private static final long GIB = 1L << 30;

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

    private SharedBytes received(byte[] content) {
        return spilling.files.open(spilling.write(0, content));
    }

    @Test
    void everyWayToRead() throws IOException {
        try (SharedBytes bytes = received(CONTENT)) {
            assertEquals(LENGTH, bytes.length());
            assertEquals(CONTENT[77], bytes.get(77));
            byte[] part = new byte[10];
            bytes.get(LENGTH - 4, part, 3, 4);
            assertArrayEquals(Arrays.copyOfRange(CONTENT, LENGTH - 4, LENGTH), Arrays.copyOfRange(part, 3, 7));
            ByteBuffer target = ByteBuffer.allocate(LENGTH + 10);
            assertEquals(LENGTH, bytes.read(0, target));
            assertArrayEquals(CONTENT, Arrays.copyOf(target.array(), LENGTH));
            assertEquals(-1, bytes.read(LENGTH, target));
            assertEquals(3, bytes.read(LENGTH - 3, target));
            assertEquals(0, bytes.read(LENGTH, ByteBuffer.allocate(0)));
            assertArrayEquals(CONTENT, bytes.asInputStream().readAllBytes());
            ByteArrayOutputStream sink = new ByteArrayOutputStream();
            assertEquals(LENGTH, bytes.transferTo(Channels.newChannel(sink)));
            assertArrayEquals(CONTENT, sink.toByteArray());
            DirectBuffer buffer = bytes.buffer();
            assertEquals(LENGTH, buffer.capacity());
            byte[] copy = new byte[LENGTH];
            buffer.getBytes(0, copy);
            assertArrayEquals(CONTENT, copy);
        }
    }

    @Test
    void streams() throws IOException {
        try (SharedBytes bytes = received(CONTENT)) {
            InputStream stream = bytes.asInputStream();
            assertEquals(CONTENT[0] & 0xff, stream.read());
            assertEquals(9, stream.skip(9));
            assertEquals(0, stream.skip(-1));
            assertEquals(LENGTH - 10, stream.available());
            assertEquals(CONTENT[10] & 0xff, stream.read());
            assertEquals(LENGTH - 11, stream.skip(Long.MAX_VALUE));
            assertEquals(-1, stream.read());
            assertEquals(-1, stream.read(new byte[3]));
            assertEquals(0, stream.read(new byte[0]));
            stream.close();
            assertThrows(ClosedChannelException.class, stream::read);
            assertThrows(ClosedChannelException.class, () -> stream.read(new byte[1]));
            ReadableByteChannel channel = bytes.channel();
            assertTrue(channel.isOpen());
            assertEquals(LENGTH, channel.read(ByteBuffer.allocate(2 * LENGTH)));
            assertEquals(-1, channel.read(ByteBuffer.allocate(1)));
            channel.close();
            assertFalse(channel.isOpen());
            assertThrows(ClosedChannelException.class, () -> channel.read(ByteBuffer.allocate(1)));
            assertEquals(CONTENT[0], bytes.get(0), "closing a stream closes nothing else");
        }
    }

    @Test
    void boundsAreChecked() {
        try (SharedBytes bytes = received(CONTENT);
                SharedBytes made = spilling.files.newBytes(10)) {
            byte[] array = new byte[10];
            for (Executable outside : List.<Executable>of(
                    () -> bytes.get(-1),
                    () -> bytes.get(LENGTH),
                    () -> bytes.get(Long.MIN_VALUE),
                    () -> bytes.get(1L << 32),
                    () -> bytes.get(LENGTH - 9, array, 0, 10),
                    () -> bytes.get(Long.MAX_VALUE, array, 0, 10),
                    () -> bytes.get(0, array, 1, 10),
                    () -> bytes.get(0, array, -1, 1),
                    () -> bytes.get(0, array, 0, -1),
                    () -> bytes.read(-1, ByteBuffer.wrap(array)),
                    () -> bytes.read(LENGTH + 1, ByteBuffer.wrap(array)),
                    () -> made.set(10, (byte) 1),
                    () -> made.set(-1, (byte) 1),
                    () -> made.set(1, array, 0, 10),
                    () -> made.set(0, array, 9, 2))) {
                assertThrows(IndexOutOfBoundsException.class, outside);
            }
        }
    }

    @Test
    void noBytesAtAll() throws IOException {
        try (SharedBytes received = received(new byte[0]);
                SharedBytes made = spilling.files.newBytes(0)) {
            for (SharedBytes bytes : List.of(received, made)) {
                assertEquals(0, bytes.length());
                assertThrows(IndexOutOfBoundsException.class, () -> bytes.get(0));
                bytes.get(0, new byte[1], 1, 0);
                assertEquals(-1, bytes.read(0, ByteBuffer.allocate(1)));
                assertEquals(-1, bytes.asInputStream().read());
                assertEquals(-1, bytes.channel().read(ByteBuffer.allocate(1)));
                assertEquals(0, bytes.transferTo(Channels.newChannel(new ByteArrayOutputStream())));
                assertEquals(0, bytes.buffer().capacity());
            }
            made.set(0, new byte[0], 0, 0);
            assertEquals(0, spilling.take(spilling.files.write(0, made)).length);
        }
    }

    @Test
    void madeOnesAreWritableReceivedOnesAreNot() {
        try (SharedBytes made = spilling.files.newBytes(LENGTH)) {
            assertArrayEquals(new byte[LENGTH], Spilling.read(made));
            made.set(0, CONTENT, 0, LENGTH);
            made.set(5, (byte) 99);
            made.set(6, new byte[] {1, 2, 3}, 1, 1);
            byte[] expected = CONTENT.clone();
            expected[5] = 99;
            expected[6] = 2;
            assertArrayEquals(expected, Spilling.read(made));
            try (SharedBytes received = spilling.files.open(spilling.files.write(0, made))) {
                assertArrayEquals(expected, Spilling.read(received));
                UnsupportedOperationException refusal =
                        assertThrows(UnsupportedOperationException.class, () -> received.set(0, (byte) 1));
                assertTrue(refusal.getMessage().contains("received"), refusal::getMessage);
                assertThrows(UnsupportedOperationException.class, () -> received.set(0, new byte[1], 0, 1));
            }
        }
    }

    @Test
    void nothingAfterClose() throws IOException {
        SharedBytes received = received(CONTENT);
        SharedBytes made = spilling.files.newBytes(10);
        for (SharedBytes bytes : List.of(received, made)) {
            InputStream stream = bytes.asInputStream();
            DirectBuffer buffer = bytes.buffer();
            assertFalse(bytes.isClosed());
            bytes.close();
            bytes.close();
            assertTrue(bytes.isClosed());
            for (Executable late : List.<Executable>of(
                    bytes::length,
                    () -> bytes.get(0),
                    () -> bytes.get(0, new byte[1], 0, 1),
                    () -> bytes.read(0, ByteBuffer.allocate(1)),
                    () -> bytes.set(0, (byte) 1),
                    () -> bytes.set(0, new byte[1], 0, 1),
                    bytes::asInputStream,
                    bytes::channel,
                    bytes::buffer,
                    stream::read,
                    () -> bytes.transferTo(Channels.newChannel(new ByteArrayOutputStream())))) {
                assertThrows(ClosedException.class, late);
            }
            assertEquals(bytes == received ? CONTENT[0] : 0, buffer.getByte(0), "a buffer keeps the memory");
        }
    }

    @Test
    void closeRacesWithReaders() throws Exception {
        for (int round = 0; round < 300; round++) {
            SharedBytes bytes = received(CONTENT);
            Callable<Boolean> read = () -> {
                try {
                    while (true) {
                        assertArrayEquals(CONTENT, Spilling.read(bytes));
                    }
                } catch (ClosedException expected) {
                    return true;
                }
            };
            Callable<Boolean> close = () -> {
                bytes.close();
                return true;
            };
            Threads.all(List.of(read, close));
        }
    }

    /** Over several mappings; the file is sparse, which Tandem itself never makes. */
    @Test
    void beyondTwoGigabytes() throws IOException {
        long length = 3 * GIB + 1000;
        long reference = spilling.write(0, new byte[1]);
        try (FileChannel file = FileChannel.open(spilling.files.path(reference), StandardOpenOption.WRITE)) {
            for (long at : new long[] {GIB - 5, 2 * GIB - 5, 3 * GIB - 5, length - 10}) {
                file.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}), at);
            }
        }
        try (SharedBytes bytes = spilling.files.open(reference)) {
            assertEquals(length, bytes.length());
            byte[] ten = new byte[10];
            for (long at : new long[] {GIB, 2 * GIB, 3 * GIB}) {
                assertEquals(5, bytes.get(at - 1));
                assertEquals(6, bytes.get(at));
                bytes.get(at - 5, ten, 0, 10);
                assertArrayEquals(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, ten);
                ByteBuffer target = ByteBuffer.allocate(10);
                assertEquals(10, bytes.read(at - 5, target));
                assertArrayEquals(ten, target.array());
            }
            assertEquals(10, bytes.get(length - 1));
            assertThrows(IndexOutOfBoundsException.class, () -> bytes.get(length));
            InputStream stream = bytes.asInputStream();
            assertEquals(3 * GIB - 5, stream.skip(3 * GIB - 5));
            assertArrayEquals(ten, stream.readNBytes(10));
            assertEquals(1000 - 5, stream.readAllBytes().length);
            IllegalStateException tooLong = assertThrows(IllegalStateException.class, bytes::buffer);
            assertTrue(tooLong.getMessage().contains("2147483647"), tooLong::getMessage);
        }
    }
}
