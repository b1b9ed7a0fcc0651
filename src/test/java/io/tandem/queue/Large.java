package io.tandem.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Messages whose bytes tell whose they are. */
final class Large {
    private Large() {}

    static byte at(long index, long seed) {
        return (byte) (index * 31 + (index >> 12) + seed);
    }

    static byte[] bytes(int length, long seed) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = at(i, seed);
        }
        return bytes;
    }

    static void assertBytes(int length, long seed, byte[] found) {
        assertEquals(length, found.length);
        for (int i = 0; i < length; i++) {
            if (found[i] != at(i, seed)) {
                assertEquals(at(i, seed), found[i], "byte " + i);
            }
        }
    }
}
