package io.tandem.codec;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import org.agrona.DirectBuffer;

/** Reads an array behind a buffer in place, other memory from one copy, and believes no length beyond the message's. */
final class ObjectInput extends Input {
    /** Numbers of classes and enum constants stay below. */
    private static final int HARMLESS = 0xffff;

    private byte[] own = {};
    private int most;

    void begin(DirectBuffer source, int index, int length) {
        source.boundsCheck(index, length);
        most = Math.max(length, HARMLESS);
        byte[] behind = source.byteArray();
        if (behind != null) {
            setBuffer(behind, source.wrapAdjustment() + index, length);
            return;
        }
        own = own.length < length ? new byte[length] : own;
        source.getBytes(index, own, 0, length);
        setBuffer(own, 0, length);
    }

    private int checked(int count, boolean positive) {
        if (positive && (count < 0 || count > most)) {
            throw new KryoException("a length of " + count);
        }
        return count;
    }

    /** Lengths and numbers come this way and the next; ints of the objects do not. */
    @Override
    public int readVarInt(boolean positive) {
        return checked(super.readVarInt(positive), positive);
    }

    @Override
    public int readVarIntFlag(boolean positive) {
        return checked(super.readVarIntFlag(positive), positive);
    }

    @Override
    public int readInt(boolean positive) {
        return super.readVarInt(positive);
    }
}
