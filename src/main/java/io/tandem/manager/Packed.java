package io.tandem.manager;

import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A shared thing in the server, as the bytes that attach to it: so a server that only keeps it for others opens nothing.
 * Equal bytes are the same file.
 */
final class Packed {
    private final byte[] bytes;

    Packed(byte[] bytes) {
        this.bytes = bytes;
    }

    byte[] bytes() {
        return bytes;
    }

    /** What a function in the server gets to see: the thing itself, attached. */
    static Object open(Object value, Values.Side side) {
        return value instanceof Packed packed
                ? side.objects().decode(new UnsafeBuffer(packed.bytes), 0, packed.bytes.length)
                : value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Packed packed && Arrays.equals(bytes, packed.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "a shared thing, not attached here";
    }
}
