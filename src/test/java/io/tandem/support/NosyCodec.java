package io.tandem.support;

import io.tandem.codec.Codec;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Another codec, and something that is done with each message while it is encoded, as by one that logs. */
public final class NosyCodec<T> implements Codec<T> {
    private static final long serialVersionUID = 1;

    private final Codec<T> codec;
    private final transient Consumer<T> also;

    public NosyCodec(Codec<T> codec, Consumer<T> also) {
        this.codec = codec;
        this.also = also;
    }

    @Override
    public String type() {
        return codec.type();
    }

    @Override
    public int encode(T message, MutableDirectBuffer buffer, int index) {
        int length = codec.encode(message, buffer, index);
        also.accept(message);
        return length;
    }

    @Override
    public T decode(DirectBuffer buffer, int index, int length) {
        return codec.decode(buffer, index, length);
    }
}
