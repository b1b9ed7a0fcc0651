package io.tandem.value;

import static io.tandem.file.FileLayout.BODY_AT;
import static io.tandem.file.FileLayout.HOT;
import static io.tandem.file.FileLayout.SEGMENT_BYTES;

import io.tandem.file.FileSpec;
import io.tandem.file.Kind;

/**
 * One object, in two copies of which one is whole at any time. Offsets from the body; C is the capacity rounded up to
 * a multiple of 128, the header's count is the capacity.
 *
 * <pre>
 *    0 +-------------------------------+
 *      | version: long; the whole copy |
 *      |          is number version & 1|
 *  128 +-------------------------------+
 *      | writer: long, owned word      |
 *  136 | bell: int, nobody writes now  |
 *  256 +-------------------------------+
 *      | length of copy 0: int, bytes; |
 *      |         -1 stands for null    |
 *  384 +-------------------------------+
 *      | copy 0: C bytes               |
 *      +-------------------------------+
 *      | length of copy 1              |
 *      +-------------------------------+
 *      | copy 1: C bytes               |
 *      +-------------------------------+
 * </pre>
 *
 * <pre>
 *  field         written by           read by    ordering
 *  version       the writer           everybody  release / acquire
 *  writer        who wants to write   the same   CAS / release
 *  bell          who writes, waits    the same   see Bell
 *  length, copy  the writer, only of  everybody  plain; valid only if version did not change meanwhile
 *                the copy that is not whole
 * </pre>
 */
final class ValueLayout {
    static final int VERSION_AT = 0;
    static final int WRITER_AT = HOT;
    static final int BELL_AT = WRITER_AT + Long.BYTES;
    static final int COPIES_AT = 2 * HOT;
    static final int LENGTH_BYTES = HOT;
    static final int NULL = -1;

    /** Both copies lie in one segment of the mapping. */
    static final int LARGEST_CAPACITY = (int) (SEGMENT_BYTES - BODY_AT - COPIES_AT) / 2 - LENGTH_BYTES;

    static final Kind KIND = new Kind(
            "value", "version@0 writer@128 bell@136 copies@256:(length@0 bytes@128)*2", ValueLayout::bodyBytes);

    private ValueLayout() {}

    static FileSpec spec(int capacity, String type) {
        if (capacity < 0 || capacity > LARGEST_CAPACITY) {
            throw new IllegalArgumentException(
                    "capacity " + capacity + " is not between 0 and " + LARGEST_CAPACITY + " bytes");
        }
        return new FileSpec(KIND, capacity, type);
    }

    private static long bodyBytes(long capacity) {
        return capacity > LARGEST_CAPACITY ? -1 : COPIES_AT + 2 * copyBytes(capacity);
    }

    static long copyBytes(long capacity) {
        return LENGTH_BYTES + (capacity + HOT - 1) / HOT * HOT;
    }

    static long lengthAt(long version, long capacity) {
        return COPIES_AT + (version & 1) * copyBytes(capacity);
    }

    static long bytesAt(long version, long capacity) {
        return lengthAt(version, capacity) + LENGTH_BYTES;
    }
}
