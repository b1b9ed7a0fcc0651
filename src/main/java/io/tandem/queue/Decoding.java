package io.tandem.queue;

import io.tandem.codec.Codec;
import io.tandem.lane.MessageHandler;
import io.tandem.lane.MessageWriter;
import io.tandem.spill.SharedBytes;
import io.tandem.spill.SpillFiles;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;

/** A handler that makes objects of what comes. */
abstract class Decoding<E> implements Opening.Incoming {
    private final Codec<E> codec;

    Decoding(Codec<E> codec) {
        this.codec = codec;
    }

    abstract void accept(E message);

    @Override
    public final void onMessage(int type, DirectBuffer buffer, int index, int length) {
        accept(codec.decode(buffer, index, length));
    }

    @Override
    @SuppressWarnings("unchecked")
    public final void onBytes(SharedBytes bytes) {
        if (codec == BytesCodec.INSTANCE) {
            accept((E) bytes);
            return;
        }
        try (bytes) {
            accept(codec.decode(bytes.buffer(), 0, (int) bytes.length()));
        }
    }

    /** Keeps the one message that comes. */
    static final class Single<E> extends Decoding<E> {
        private E message;

        Single(Codec<E> codec) {
            super(codec);
        }

        @Override
        void accept(E next) {
            message = next;
        }

        /** Null if none came. */
        E message() {
            return message;
        }
    }

    static <E> Decoding<E> to(Codec<E> codec, Consumer<? super E> sink) {
        return new Decoding<>(codec) {
            @Override
            void accept(E message) {
                sink.accept(message);
            }
        };
    }

    /** For messages that are not taken: what a reference names is shown as long as nobody takes it. */
    static <E> MessageHandler showing(Codec<E> codec, SpillFiles spill, Consumer<? super E> sink) {
        Decoding<E> decoding = to(codec, sink);
        return (type, buffer, index, length) -> {
            if (type != MessageWriter.REFERENCE) {
                decoding.onMessage(type, buffer, index, length);
                return;
            }
            SharedBytes bytes = spill.open(buffer.getLong(index));
            if (bytes != null) {
                decoding.onBytes(bytes);
            }
        };
    }
}
