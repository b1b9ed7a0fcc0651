package io.tandem.value;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tandem.Tandem;
import io.tandem.file.FileLayout;
import io.tandem.support.Forgery;
import io.tandem.support.Skip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LargeArrayTest {
    private static final long SIZE = (3L << 30) + 12_345 * 8;

    private final Tandem tandem = Tandem.open();
    private final Path path = tandem.path().resolve("large");

    @AfterEach
    void close() {
        tandem.close();
    }

    /** The index of the first element of a segment of the mapping. */
    private static long boundary(int segment, int elementBytes) {
        return (segment * FileLayout.SEGMENT_BYTES - FileLayout.BODY_AT) / elementBytes;
    }

    @Test
    void bytesInSeveralSegments() throws IOException {
        SharedByteArray.create(path, 1L).close();
        Forgery.lengthen(path, SIZE, 1);
        try (SharedByteArray array = SharedByteArray.attach(path);
                SharedByteArray other = SharedByteArray.attach(path)) {
            checkCells(array, other);
            for (int segment = 1; segment <= 3; segment++) {
                long from = boundary(segment, 1) - 3;
                array.set(from, new byte[] {1, 2, 3, 4, 5, 6});
                assertArrayEquals(new byte[] {3, 4}, other.slice(from + 2, from + 4));
                byte[] copy = new byte[8];
                other.get(from - 1, copy);
                assertArrayEquals(new byte[] {0, 1, 2, 3, 4, 5, 6, 0}, copy);
                array.fill(from + 1, from + 5, (byte) 8);
                assertArrayEquals(new byte[] {1, 8, 8, 8, 8, 6}, other.slice(from, from + 6));
            }
            assertArrayEquals(new byte[] {9, 5}, array.slice(-2, Long.MAX_VALUE));
            assertArrayEquals(new byte[] {8, 8}, array.slice(boundary(1, 1), -10, FileLayout.SEGMENT_BYTES * 2));
            assertThrows(IllegalArgumentException.class, array::toArray);
        }
    }

    private static void checkCells(SharedByteArray array, SharedByteArray other) {
        assertEquals(SIZE, array.length());
        for (long at : new long[] {0, boundary(1, 1), boundary(2, 1), boundary(3, 1), SIZE - 1}) {
            array.set(at, (byte) 7);
            assertEquals(7, other.getAndAdd(at, (byte) -2));
            assertEquals(5, array.get(at));
            if (at > 0) {
                assertEquals(0, array.get(at - 1));
                array.set(at - 1, (byte) 9);
                assertEquals(5, other.get(at), "its neighbour in the next segment");
            }
        }
        assertThrows(IndexOutOfBoundsException.class, () -> array.get(SIZE));
        assertThrows(IndexOutOfBoundsException.class, () -> array.set(SIZE - 2, new byte[3]));
    }

    @Test
    void longsInSeveralSegments() throws IOException {
        long length = SIZE / Long.BYTES;
        SharedLongArray.create(path, 1L).close();
        Forgery.lengthen(path, length, Long.BYTES);
        try (SharedLongArray array = SharedLongArray.attach(path);
                SharedLongArray other = SharedLongArray.attach(path)) {
            for (long at : new long[] {0, boundary(1, 8), boundary(2, 8) - 1, boundary(3, 8), length - 1}) {
                array.set(at, at + 1);
                assertEquals(at + 1, other.getAndIncrement(at));
                assertEquals(at + 2, array.get(at));
            }
            assertThrows(IndexOutOfBoundsException.class, () -> array.get(length));
            long from = boundary(1, 8) - 100_000;
            long[] many = LongStream.range(0, 200_000).toArray();
            array.set(from, many);
            assertEquals(99_999, other.get(boundary(1, 8) - 1));
            assertEquals(100_000, other.get(boundary(1, 8)));
            assertArrayEquals(many, other.slice(from, from + many.length));
            array.fill(from + 1, from + many.length - 1, -1);
            Arrays.fill(many, 1, many.length - 1, -1);
            assertArrayEquals(many, other.slice(from, from + many.length));
            assertEquals(length + 1, array.slice(-1, Long.MAX_VALUE)[0]);
        }
    }

    @Test
    @Tag("full")
    void aLargeArrayIsCreated() throws IOException {
        Skip.LARGE_MEMORY.unless(Files.getFileStore(tandem.path()).getUsableSpace() >= 6L << 30);
        try (SharedByteArray array = SharedByteArray.create(path, SIZE)) {
            assertEquals(SIZE + FileLayout.BODY_AT, Files.size(path));
            checkCells(array, array);
        }
    }
}
