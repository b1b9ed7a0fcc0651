package io.tandem.pipe;

import io.tandem.codec.Codec;
import io.tandem.codec.Codecs;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Names of pipes, as callers tell them to a {@link Listener}. A type of its own: so no queue of texts is taken for a
 * listener, by those who connect nor by one that binds.
 */
final class CallerCodec implements Codec<String> {
    private static final long serialVersionUID = 1;
    private static final Codec<String> TEXT = Codecs.of(String.class);

    @Override
    public String type() {
        return "listener/" + TEXT.type();
    }

    @Override
    public int encode(String pipe, MutableDirectBuffer target, int index) {
        return TEXT.encode(pipe, target, index);
    }

    @Override
    public String decode(DirectBuffer source, int index, int length) {
        return TEXT.decode(source, index, length);
    }
}
