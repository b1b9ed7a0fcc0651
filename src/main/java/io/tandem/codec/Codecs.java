package io.tandem.codec;

import io.tandem.owner.SharedObject;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** The codecs that come with Tandem. */
public final class Codecs {
    private static final String KRYO = "com.esotericsoftware:kryo:5.6.2";

    private Codecs() {}

    /**
     * The codec for a type: text, bytes and long in forms of their own; shared things by Java serialization; all else,
     * records and ordinary classes, serializable or not, by Kryo. Without Kryo on the class path only what is
     * {@link Serializable} has one, by Java serialization.
     *
     * <p>Only objects of {@code type}, of the types its fields declare (type arguments, permitted classes of sealed types
     * and enums included, and so on down), of {@code also}, values and collections of the JDK and shared things are ever
     * made of bytes. What is declared as an open interface needs its classes named in {@code also}.
     *
     * @throws EncodeException if a field's type could never travel, naming both
     */
    @SuppressWarnings("unchecked")
    public static <T> Codec<T> of(Class<T> type, Class<?>... also) {
        if (type == String.class) {
            return (Codec<T>) new Text();
        } else if (type == byte[].class) {
            return (Codec<T>) new Bytes();
        } else if (type == Long.class) {
            return (Codec<T>) new Int64();
        } else if (SharedObject.class.isAssignableFrom(type)) {
            return new SerializableCodec<>(type, also);
        } else if (hasKryo()) {
            return new ObjectCodec<>(type, also);
        } else if (Serializable.class.isAssignableFrom(type)) {
            return new SerializableCodec<>(type, also);
        }
        throw new EncodeException(
                type.getName() + " is not java.io.Serializable: add the dependency " + KRYO + ", or give a Codec",
                null);
    }

    private static boolean hasKryo() {
        try {
            Class.forName("com.esotericsoftware.kryo.Kryo", false, Codecs.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
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
