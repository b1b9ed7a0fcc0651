package io.tandem.index;

import static io.tandem.file.FileLayout.HOT;

import io.tandem.file.Kind;

/**
 * Where one producer keeps its messages until they are taken, a shared file; the header's count is the bytes of data, a
 * power of two. Offsets from the body.
 *
 * <pre>
 *    0 +------------------------------------------------+
 *      | drained: long, the data is nobody's once the   |
 *      |          head of the index is there            |
 *  128 +------------------------------------------------+
 *      | data: count bytes                              |
 *      +------------------------------------------------+
 *
 *  record, at a multiple of 8, never across the end:  | header | payload, padded to 8 |
 *
 *  header, long:  bits 0-31 payload bytes | bits 56-63 type, 1 to 126
 * </pre>
 *
 * Nothing in an area says which records are there: the index does.
 *
 * <pre>
 *  field     written by                       read by          ordering
 *  drained   the owner, leaving in order      the next owner   release / acquire
 *  header    the owner, before the slot of    consumers        plain / acquire; published by the slot
 *            the index that names it
 *  payload   the owner, before its header     consumers        plain; validated by the head of the index
 * </pre>
 */
final class AreaLayout {
    static final int DRAINED_AT = 0;
    static final int DATA_AT = DRAINED_AT + HOT;

    static final Kind KIND = new Kind("area", "drained@0 data@128 header:len32,type8@56", DATA_AT, 1);

    static final int HEADER_BYTES = Long.BYTES;
    static final int TYPE_SHIFT = 56;
    static final int LAST_TYPE = 126;

    private AreaLayout() {}

    static long header(int length, int type) {
        return (long) type << TYPE_SHIFT | length;
    }

    static int length(long header) {
        return (int) header;
    }

    static int type(long header) {
        return (int) (header >>> TYPE_SHIFT);
    }

    /** Bytes of the area that a record of this length takes. */
    static int recordBytes(int length) {
        return length + HEADER_BYTES + Long.BYTES - 1 & -Long.BYTES;
    }
}
