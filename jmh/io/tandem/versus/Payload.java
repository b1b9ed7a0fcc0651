package io.tandem.versus;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.UnsafeApi;

/** What every message holds: words that count up from its sequence number. One bounds check per message and side. */
final class Payload {
    private static final int SENDER_SHIFT = 56;

    private Payload() {}

    static long first(int sender) {
        return (long) sender << SENDER_SHIFT;
    }

    static int sender(long sequence) {
        return (int) (sequence >>> SENDER_SHIFT);
    }

    /** How many messages of that sender came before this one. */
    static long count(long sequence) {
        return sequence & (1L << SENDER_SHIFT) - 1;
    }

    static void fill(MutableDirectBuffer buffer, int index, int length, long sequence) {
        buffer.boundsCheck(index, length);
        byte[] array = buffer.byteArray();
        long at = buffer.addressOffset() + index;
        for (int i = 0; i < length; i += Long.BYTES) {
            UnsafeApi.putLong(array, at + i, sequence + (i >>> 3));
        }
    }

    /** Returns the sequence number, after a look at every byte. */
    static long check(DirectBuffer buffer, int index, int length) {
        buffer.boundsCheck(index, length);
        byte[] array = buffer.byteArray();
        long at = buffer.addressOffset() + index;
        long sequence = UnsafeApi.getLong(array, at);
        long wrong = 0;
        for (int i = 0; i < length; i += Long.BYTES) {
            wrong |= UnsafeApi.getLong(array, at + i) ^ sequence + (i >>> 3);
        }
        if (wrong != 0) {
            throw new AssertionError("a wrong payload after sequence " + Long.toHexString(sequence));
        }
        return sequence;
    }
}
