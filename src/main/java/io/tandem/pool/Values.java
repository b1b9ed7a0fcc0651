package io.tandem.pool;

import io.tandem.codec.EncodeException;
import io.tandem.codec.ProgramStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;

/**
 * Arguments and results as bytes: a tag, then the frequent kinds as they are, everything else by Java serialization. Trusted:
 * only this user's processes can write here.
 */
final class Values {
    private static final int NULL = 0;
    private static final int FALSE = 1;
    private static final int TRUE = 2;
    private static final int INT = 3;
    private static final int LONG = 4;
    private static final int DOUBLE = 5;
    private static final int TEXT = 6;
    private static final int BYTES = 7;
    private static final int PAIR = 8;
    private static final int OBJECT = 9;

    private Values() {}

    /** Two arguments. */
    record Pair(Object first, Object second) {}

    /** Throws {@link EncodeException}; then the packet is as it was. */
    static void write(Packet packet, Object value) {
        int begin = packet.position();
        if (value == null) {
            packet.putByte(NULL);
        } else if (value instanceof Boolean flag) {
            packet.putByte(flag ? TRUE : FALSE);
        } else if (value instanceof Integer number) {
            packet.putByte(INT).putInt(number);
        } else if (value instanceof Long number) {
            packet.putByte(LONG).putLong(number);
        } else if (value instanceof Double number) {
            packet.putByte(DOUBLE).putLong(Double.doubleToRawLongBits(number));
        } else if (value instanceof String text && isShort(text)) {
            packet.putByte(TEXT).putText(text);
        } else if (value instanceof byte[] bytes) {
            packet.putByte(BYTES).putBytes(bytes);
        } else if (value instanceof Pair pair) {
            packet.putByte(PAIR);
            try {
                write(packet, pair.first);
                write(packet, pair.second);
            } catch (EncodeException e) {
                packet.cut(begin);
                throw e;
            }
        } else {
            packet.putByte(OBJECT).putBytes(serializedFrom(packet, begin, value));
        }
    }

    private static byte[] serializedFrom(Packet packet, int begin, Object value) {
        try {
            return serialize(value);
        } catch (EncodeException e) {
            packet.cut(begin);
            throw e;
        }
    }

    /** UTF-8 does not keep lone surrogates: rare texts that may have some go as objects. */
    private static boolean isShort(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    static byte[] serialize(Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        } catch (NotSerializableException e) {
            throw new EncodeException(
                    "cannot send " + describe(value) + " to another process: " + e.getMessage()
                            + " is not java.io.Serializable",
                    e);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw new EncodeException("cannot send " + describe(value) + " to another process: " + e, e);
        }
        return bytes.toByteArray();
    }

    /** Class and text of what may be anything. */
    static String describe(Object value) {
        String text;
        try {
            text = String.valueOf(value);
        } catch (RuntimeException | StackOverflowError noText) {
            text = "without a text: " + noText;
        }
        return value.getClass().getName() + " (" + (text.length() > 200 ? text.substring(0, 200) + "..." : text) + ")";
    }

    /** {@code program} sees the classes of the program; may be null. */
    static Object read(Packet packet, ClassLoader program) throws IOException, ClassNotFoundException {
        int tag = packet.getByte();
        return switch (tag) {
            case NULL -> null;
            case FALSE -> false;
            case TRUE -> true;
            case INT -> packet.getInt();
            case LONG -> packet.getLong();
            case DOUBLE -> Double.longBitsToDouble(packet.getLong());
            case TEXT -> packet.getText();
            case BYTES -> packet.getBytes();
            case PAIR -> new Pair(read(packet, program), read(packet, program));
            case OBJECT -> deserialize(packet.getBytes(), program);
            default -> throw new IOException("a value with the unknown tag " + tag);
        };
    }

    /** Whether the value that comes next can be read without classes of the program. */
    static boolean isPlain(Packet packet) {
        return packet.buffer().getByte(packet.position()) < PAIR;
    }

    static Object deserialize(byte[] bytes, ClassLoader program) throws IOException, ClassNotFoundException {
        return new ProgramStream(bytes, program).readObject();
    }
}
