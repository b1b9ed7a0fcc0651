package io.tandem.manager;

import static io.tandem.manager.Values.*;

import io.tandem.codec.DecodeException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.agrona.concurrent.UnsafeBuffer;

/** Reads one message; see {@link Values}. Believes no length that the message has no bytes for. */
final class ValueReader {
    private final Side side;
    private final byte[] bytes;
    private int at;
    private int depth;

    ValueReader(Side side, byte[] bytes) {
        this.side = side;
        this.bytes = bytes;
    }

    int octet() {
        if (at >= bytes.length) {
            throw new DecodeException("a message of " + bytes.length + " bytes ends too early", null);
        }
        return bytes[at++] & 0xff;
    }

    long number() {
        long number = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int octet = octet();
            number |= (long) (octet & 0x7f) << shift;
            if (octet < 0x80) {
                return number;
            }
        }
        throw new DecodeException("a number of more than ten bytes", null);
    }

    private long signed() {
        long number = number();
        return number >>> 1 ^ -(number & 1);
    }

    /** Of so many things that take at least {@code each} bytes. */
    private int count(int each) {
        long count = number();
        if (count < 0 || count * each > bytes.length - at) {
            throw new DecodeException(count + " of something in a message of " + bytes.length + " bytes", null);
        }
        return (int) count;
    }

    Object[] values() {
        Object[] values = new Object[count(1)];
        for (int i = 0; i < values.length; i++) {
            values[i] = value();
        }
        return values;
    }

    Object value() {
        int tag = octet();
        return switch (tag) {
            case NULL -> null;
            case TRUE -> true;
            case FALSE -> false;
            case BYTE -> (byte) signed();
            case SHORT -> (short) signed();
            case CHAR -> (char) signed();
            case INT -> (int) signed();
            case LONG -> signed();
            case FLOAT -> Float.intBitsToFloat((int) fixed(Float.BYTES));
            case DOUBLE -> Double.longBitsToDouble(fixed(Double.BYTES));
            case LATIN -> latin();
            case UTF16 -> utf16();
            case BYTES -> raw(count(1));
            default -> compound(tag);
        };
    }

    String text() {
        Object text = value();
        if (text instanceof String string) {
            return string;
        }
        throw new DecodeException("a text was expected, not " + text, null);
    }

    private long fixed(int size) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            value |= (long) octet() << 8 * i;
        }
        return value;
    }

    private String latin() {
        int length = count(1);
        at += length;
        return new String(bytes, at - length, length, StandardCharsets.ISO_8859_1);
    }

    private String utf16() {
        char[] chars = new char[count(2)];
        for (int i = 0; i < chars.length; i++) {
            chars[i] = (char) fixed(Character.BYTES);
        }
        return new String(chars);
    }

    private byte[] raw(int length) {
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    private Object compound(int tag) {
        if (++depth > DEEPEST) {
            throw new DecodeException("a value that is nested more than " + DEEPEST + " deep", null);
        }
        Object value = switch (tag) {
            case ARRAY -> values();
            case LIST -> list();
            case SET -> set(new LinkedHashSet<>());
            case SORTED_SET -> set(new TreeSet<>());
            case Values.MAP -> map(new LinkedHashMap<>());
            case SORTED_MAP -> map(new TreeMap<>());
            case REF -> side.reference(number(), Sort.of(octet()), (int) number());
            case FUNCTION -> function();
            case SHARED -> side.isServer() ? new Packed(raw(whole())) : object();
            case OBJECT -> object();
            default -> throw new DecodeException("a value with the unknown tag " + tag, null);
        };
        depth--;
        return value;
    }

    private Object list() {
        List<Object> list = Arrays.asList(values());
        return side.isServer() ? new ArrayList<>(list) : Collections.unmodifiableList(list);
    }

    private Collection<Object> set(Set<Object> set) {
        Collections.addAll(set, values());
        if (side.isServer()) {
            return set;
        }
        return set instanceof SortedSet<Object> sorted
                ? Collections.unmodifiableSortedSet(sorted)
                : Collections.unmodifiableSet(set);
    }

    private Map<Object, Object> map(Map<Object, Object> map) {
        for (int left = count(2); left > 0; left--) {
            Object key = value();
            map.put(key, value());
        }
        if (side.isServer()) {
            return map;
        }
        return map instanceof SortedMap<Object, Object> sorted
                ? Collections.unmodifiableSortedMap(sorted)
                : Collections.unmodifiableMap(map);
    }

    private Object function() {
        long number = number();
        String file = text();
        return side.function(number, file.isEmpty() ? null : file);
    }

    private int whole() {
        int length = (int) fixed(Integer.BYTES);
        if (length < 0 || length > bytes.length - at) {
            throw new DecodeException(length + " bytes in a message of " + bytes.length, null);
        }
        return length;
    }

    private Object object() {
        int length = whole();
        at += length;
        return side.objects().decode(new UnsafeBuffer(bytes), at - length, length);
    }
}
