package io.tandem.queue;

import io.tandem.codec.Codec;
import io.tandem.spill.SharedBytes;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Stands for a queue whose messages are files: they are not encoded at all. */
final class BytesCodec implements Codec<SharedBytes> {
    private static final long serialVersionUID = 1;

    static final BytesCodec INSTANCE = new BytesCodec();

    private BytesCodec() {}

    @Override
    public String type() {
        return "shared-bytes";
    }

    @Override
    public int encode(SharedBytes value, MutableDirectBuffer target, int index) {
        throw new UnsupportedOperationException("a file goes as it is");
    }

    @Override
    public SharedBytes decode(DirectBuffer source, int index, int length) {
        throw new UnsupportedOperationException("a file comes as it is");
    }

    private Object readResolve() {
        return INSTANCE;
    }
}
