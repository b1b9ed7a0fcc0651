package io.tandem.value;

import static io.tandem.file.FileLayout.BODY_AT;

import io.tandem.file.FileSpec;
import io.tandem.file.Kind;
import io.tandem.file.Mapping;
import io.tandem.file.Memory;
import io.tandem.file.SharedFile;

/**
 * Elements side by side, each at {@code index * size} of the body; the header's count is the length. Little endian;
 * floats and doubles as IEEE 754 bits. Elements are aligned to their size and never cross a segment of the mapping.
 *
 * <pre>
 *  0      size     2 size
 *  +--------+--------+-- ... --+------------------+
 *  | a[0]   | a[1]   |         | a[length - 1]    |
 *  +--------+--------+-- ... --+------------------+
 * </pre>
 *
 * <pre>
 *  field    written by  read by    ordering
 *  element  everybody   everybody  the one the caller asks for; blocks are copied plainly
 * </pre>
 */
final class ArrayLayout {
    static final Kind BYTES = new Kind("byte[]", "elements@0:1", 0, Byte.BYTES);
    static final Kind INTS = new Kind("int[]", "elements@0:4", 0, Integer.BYTES);
    static final Kind LONGS = new Kind("long[]", "elements@0:8", 0, Long.BYTES);
    static final Kind FLOATS = new Kind("float[]", "ieee754@0:4", 0, Float.BYTES);
    static final Kind DOUBLES = new Kind("double[]", "ieee754@0:8", 0, Double.BYTES);

    static final SharedFile.Filler ZEROS = SharedFile.Filler.ZEROS;

    private ArrayLayout() {}

    static FileSpec spec(Kind kind, long length, int size) {
        if (length < 0 || length > (Long.MAX_VALUE - BODY_AT) / size) {
            throw new IllegalArgumentException("length " + length + " of " + kind.name() + " is negative or too large");
        }
        return new FileSpec(kind, length);
    }

    /** First values, from a Java array: at most 2 GiB of elements, so copied by segments. */
    static void fill(Mapping body, Object values, long arrayBase, long bytes) {
        long done = 0;
        while (done < bytes) {
            long piece = Math.min(bytes - done, body.contiguous(BODY_AT + done));
            Memory.copyIn(body, body.address(BODY_AT + done), values, arrayBase + done, piece);
            done += piece;
        }
    }
}
