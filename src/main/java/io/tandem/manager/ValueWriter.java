package io.tandem.manager;

import static io.tandem.manager.Values.*;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.tandem.codec.EncodeException;
import io.tandem.owner.SharedObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import org.agrona.ExpandableArrayBuffer;

/** Builds one message; see {@link Values}. For one thread at a time. */
final class ValueWriter {
    private static final int LARGEST_KEPT = 1 << 20;

    private final Side side;
    private ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(512);
    private int length;
    private int depth;

    ValueWriter(Side side) {
        this.side = side;
    }

    void begin() {
        length = 0;
        depth = 0;
        buffer = buffer.capacity() > LARGEST_KEPT ? new ExpandableArrayBuffer(512) : buffer;
    }

    byte[] array() {
        return buffer.byteArray();
    }

    int length() {
        return length;
    }

    /** Forgets what was written behind. */
    void cut(int to) {
        length = to;
        depth = 0;
    }

    void octet(int octet) {
        buffer.putByte(length++, (byte) octet);
    }

    /** Seven bits a byte, for numbers that are small and positive. */
    void number(long number) {
        long rest = number;
        while ((rest & ~0x7fL) != 0) {
            octet((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        octet((int) rest);
    }

    private void signed(int tag, long number) {
        octet(tag);
        number(number << 1 ^ number >> 63);
    }

    void text(String text) {
        octet(isLatin(text) ? LATIN : UTF16);
        number(text.length());
        if (isLatin(text)) {
            bytes(text.getBytes(StandardCharsets.ISO_8859_1));
        } else {
            for (int i = 0; i < text.length(); i++) {
                octet(text.charAt(i));
                octet(text.charAt(i) >> 8);
            }
        }
    }

    private static boolean isLatin(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xff) {
                return false;
            }
        }
        return true;
    }

    private void bytes(byte[] bytes) {
        buffer.putBytes(length, bytes);
        length += bytes.length;
    }

    void values(Object[] values) {
        number(values.length);
        for (Object value : values) {
            value(value);
        }
    }

    void value(Object value) {
        if (value == null) {
            octet(NULL);
        } else if (value instanceof String text) {
            text(text);
        } else if (value instanceof Number number) {
            number(number);
        } else if (value instanceof Boolean bool) {
            octet(bool ? TRUE : FALSE);
        } else if (value instanceof Character character) {
            signed(CHAR, character);
        } else if (value instanceof byte[] array) {
            octet(BYTES);
            number(array.length);
            bytes(array);
        } else {
            compound(value);
        }
    }

    private void number(Number number) {
        if (number instanceof Integer) {
            signed(INT, number.intValue());
        } else if (number instanceof Long) {
            signed(LONG, number.longValue());
        } else if (number instanceof Double) {
            octet(DOUBLE);
            buffer.putLong(length, Double.doubleToRawLongBits(number.doubleValue()), LITTLE_ENDIAN);
            length += Double.BYTES;
        } else if (number instanceof Float) {
            octet(FLOAT);
            buffer.putInt(length, Float.floatToRawIntBits(number.floatValue()), LITTLE_ENDIAN);
            length += Float.BYTES;
        } else if (number instanceof Short) {
            signed(SHORT, number.shortValue());
        } else if (number instanceof Byte) {
            signed(BYTE, number.byteValue());
        } else {
            object(OBJECT, number);
        }
    }

    private void compound(Object value) {
        Remote remote = Remote.of(value);
        if (++depth > DEEPEST) {
            throw new EncodeException(
                    "a value is nested more than " + DEEPEST + " deep; plain collections must not"
                            + " contain themselves, managed ones may",
                    null);
        }
        if (remote != null) {
            reference(value, remote);
        } else if (value instanceof Shipment function) {
            octet(FUNCTION);
            number(function.number());
            text(function.file() == null ? "" : function.file());
        } else if (value.getClass() == Object[].class) {
            octet(ARRAY);
            values((Object[]) value);
        } else if (value instanceof Packed packed) {
            octet(SHARED);
            whole(packed.bytes().length);
            bytes(packed.bytes());
        } else if (value instanceof SharedObject) {
            object(SHARED, value);
        } else if (isPlain(value) && value instanceof Collection<?> collection) {
            octet(tag(collection));
            values(collection.toArray());
        } else if (isPlain(value) && value instanceof Map<?, ?> map) {
            octet(map instanceof SortedMap ? SORTED_MAP : Values.MAP);
            entries(map);
        } else {
            object(OBJECT, value);
        }
        depth--;
    }

    private void reference(Object value, Remote remote) {
        if (!side.sends(remote)) {
            object(OBJECT, value); // of another manager
            return;
        }
        octet(REF);
        number(remote.id());
        octet(remote.sort().ordinal());
        number(remote.type());
    }

    /** Lists, sets and maps whose only state is what is in them, and at most their natural order. */
    private static boolean isPlain(Object value) {
        if (value instanceof SortedSet<?> set) {
            return set.comparator() == null;
        }
        if (value instanceof SortedMap<?, ?> map) {
            return map.comparator() == null;
        }
        boolean ofJdk = value.getClass().getClassLoader() == null;
        return ofJdk && (value instanceof List || value instanceof Set || value instanceof Map);
    }

    private static int tag(Collection<?> collection) {
        return collection instanceof SortedSet ? SORTED_SET : collection instanceof Set ? SET : LIST;
    }

    private void entries(Map<?, ?> map) {
        Object[] flat = flat(map);
        number(flat.length / 2);
        for (Object each : flat) {
            value(each);
        }
    }

    /** Key, value, key, ...; each entry once, whatever others do to the map. */
    static Object[] flat(Map<?, ?> map) {
        List<Object> flat = new ArrayList<>(2 * map.size());
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            flat.add(entry.getKey());
            flat.add(entry.getValue());
        }
        return flat.toArray();
    }

    /** Its length is known only afterwards, so it takes four bytes. */
    private void object(int tag, Object value) {
        octet(tag);
        int at = length;
        int count;
        try {
            count = side.objects().encode(value, buffer, at + Integer.BYTES);
        } catch (EncodeException e) {
            throw new EncodeException(
                    "a " + value.getClass().getName() + " cannot travel to or from the manager: " + e.getMessage()
                            + "; name classes of your own in ManagerOptions.allow(...)",
                    e);
        }
        length = at;
        whole(count);
        length += count;
    }

    private void whole(int number) {
        buffer.putInt(length, number, LITTLE_ENDIAN);
        length += Integer.BYTES;
    }
}
