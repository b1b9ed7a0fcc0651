package io.tandem.codec;

import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** The codecs that come with Tandem. */
public final class Codecs {
    private Codecs() {}

    /** The codec for a type: long and int, text, bytes; else Java serialization that accepts this class only. */
    @SuppressWarnings("unchecked")
    public static <T> Codec<T> of(Class<T> type) {
        Codec<?> codec;
        if (type == String.class) {
            codec = new Text();
        } else if (type == byte[].class) {
            codec = new Bytes();
        } else if (type == Long.class) {
            codec = new Int64();
        } else {
            codec = new SerializableCodec<>(type);
        }
        return (Codec<T>) codec;
    }

    /** Java serialization that accepts {@code type}, the types of its fields and {@code also}, and nothing else. */
    public static <T> Codec<T> serializable(Class<T> type, Class<?>... also) {
        return new SerializableCodec<>(type, also);
    }

    private static final class Text implements Codec<String> {
        private static final long serialVersionUID = 1;

        @Override
        public String type() {
            return "text/utf-8";
        }

        @Override
        public int encode(String value, MutableDirectBuffer target, int index) {
            requireWhole(value);
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            target.putBytes(index, bytes);
            return bytes.length;
        }

        /** Half a surrogate pair has no UTF-8: it would silently arrive as a question mark. */
        private static void requireWhole(String text) {
            for (int i = 0; i < text.length(); i++) {
                if (Character.isSurrogate(text.charAt(i))) {
                    if (!Character.isSurrogatePair(text.charAt(i), i + 1 < text.length() ? text.charAt(i + 1) : ' ')) {
                        throw new EncodeException("half a surrogate pair at index " + i + " of a text", null);
                    }
                    i++;
                }
            }
        }

        @Override
        public String decode(DirectBuffer source, int index, int length) {
            byte[] bytes = new byte[length];
            source.getBytes(index, bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private static final class Bytes implements Codec<byte[]> {
        private static final long serialVersionUID = 1;

        @Override
        public String type() {
            return "bytes";
        }

        @Override
        public int encode(byte[] value, MutableDirectBuffer target, int index) {
            target.putBytes(index, value);
            return value.length;
        }

        @Override
        public byte[] decode(DirectBuffer source, int index, int length) {
            byte[] bytes = new byte[length];
            source.getBytes(index, bytes);
            return bytes;
        }
    }

    private static final class Int64 implements Codec<Long> {
        private static final long serialVersionUID = 1;

        @Override
        public String type() {
            return "int64";
        }

        @Override
        public int encode(Long value, MutableDirectBuffer target, int index) {
            target.putLong(index, value, java.nio.ByteOrder.LITTLE_ENDIAN);
            return Long.BYTES;
        }

        @Override
        public Long decode(DirectBuffer source, int index, int length) {
            if (length != Long.BYTES) {
                throw new DecodeException("a long takes 8 bytes, but " + length + " were found", null);
            }
            return source.getLong(index, java.nio.ByteOrder.LITTLE_ENDIAN);
        }
    }
}
