package io.tandem.pool;

import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/** Bytes of a message, written and read in turn at a position. For one thread at a time. Grows as it is written. */
final class Packet {
    /** A packet that is used again keeps no more. */
    private static final int KEPT_BYTES = 4 << 20;

    private static final int FIRST_BYTES = 256;

    private ExpandableArrayBuffer buffer;
    private int position;
    private int limit;

    Packet() {
        this(FIRST_BYTES);
    }

    private Packet(int bytes) {
        buffer = new ExpandableArrayBuffer(bytes);
    }

    /** To be written from the start. */
    Packet clear() {
        if (buffer.capacity() > KEPT_BYTES) {
            buffer = new ExpandableArrayBuffer(FIRST_BYTES);
        }
        position = 0;
        limit = 0;
        return this;
    }

    Packet copy() {
        Packet copy = new Packet(length());
        copy.fill(buffer, 0, length());
        return copy;
    }

    /** Takes over these bytes, to be read from the start. */
    void fill(DirectBuffer source, int index, int length) {
        clear();
        buffer.putBytes(0, source, index, length);
        limit = length;
    }

    DirectBuffer buffer() {
        return buffer;
    }

    /** Bytes written. */
    int length() {
        return Math.max(position, limit);
    }

    int position() {
        return position;
    }

    void position(int at) {
        position = at;
    }

    /** Forgets what was written from there on. */
    void cut(int at) {
        position = at;
        limit = 0;
    }

    boolean hasMore() {
        return position < limit;
    }

    Packet putByte(int value) {
        buffer.putByte(position++, (byte) value);
        return this;
    }

    Packet putInt(int value) {
        buffer.putInt(position, value);
        position += Integer.BYTES;
        return this;
    }

    Packet putLong(long value) {
        buffer.putLong(position, value);
        position += Long.BYTES;
        return this;
    }

    /** With its length before it. */
    Packet putBytes(byte[] value) {
        putInt(value.length);
        buffer.putBytes(position, value);
        position += value.length;
        return this;
    }

    Packet putText(String value) {
        return putBytes(value.getBytes(StandardCharsets.UTF_8));
    }

    void setInt(int at, int value) {
        buffer.putInt(at, value);
    }

    byte getByte() {
        return buffer.getByte(position++);
    }

    int getInt() {
        int value = buffer.getInt(position);
        position += Integer.BYTES;
        return value;
    }

    long getLong() {
        long value = buffer.getLong(position);
        position += Long.BYTES;
        return value;
    }

    byte[] getBytes() {
        int length = getInt();
        if (length < 0 || length > limit - position) {
            throw new IllegalStateException("a message says " + length + " bytes and has " + (limit - position));
        }
        byte[] value = new byte[length];
        buffer.getBytes(position, value);
        position += length;
        return value;
    }

    String getText() {
        return new String(getBytes(), StandardCharsets.UTF_8);
    }
}
