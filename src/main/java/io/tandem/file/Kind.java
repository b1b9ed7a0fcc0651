package io.tandem.file;

import java.util.function.LongUnaryOperator;

/**
 * What a shared file holds: a short name for people and a description of its body whose hash must agree in all JVMs.
 *
 * @param name at most 16 ASCII characters, such as {@code long[]}
 * @param layout names each field of the body with its offset; any change of it refuses older files
 * @param bodySize bytes of a body of so many elements, slots or capacity; never less than that many
 */
public record Kind(String name, String layout, LongUnaryOperator bodySize) {
    /** Bodies of a fixed part and so many bytes for each element. */
    public Kind(String name, String layout, long fixed, long each) {
        this(name, layout, new Linear(fixed, each));
    }

    /** No lambda: the first one takes a child that starts six milliseconds. */
    private record Linear(long fixed, long each) implements LongUnaryOperator {
        @Override
        public long applyAsLong(long count) {
            return fixed + count * each;
        }
    }

    /** FNV-1a, 64 bits, over the UTF-16 units of the description; all of them are ASCII. */
    public long layoutHash() {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < layout.length(); i++) {
            hash = (hash ^ layout.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }
}
