package io.tandem.lane;

import static io.tandem.file.FileLayout.HOT;

/**
 * One producer's ring of bytes and its words.
 *
 * <pre>
 *  words    0 +---------------------------------------------+
 *             | owner: long, owned word                     |
 *         128 +---------------------------------------------+
 *             | head: long, position of the first record    |
 *             |       that nobody took                      |
 *         256 +---------------------------------------------+
 *             | produced: long, records ever published      |
 *         384 +---------------------------------------------+
 *             | ready: int, 1 once the data has its blocks  |
 *         512 +---------------------------------------------+
 *
 *  data, a power of two; a position is a count of bytes that never goes back, its place is position & (capacity - 1):
 *
 *      ... | header | payload, padded to 8 | header | payload | 0 | free ...
 *            ^ head                                             ^ the writer's tail, in its own memory
 *
 *  header, long:  bits 0-31 payload bytes | bits 32-55 number of the record | bits 56-63 type, never 0
 * </pre>
 *
 * A record never crosses the end of the ring: a PAD record fills the rest. Before a record is published, the header
 * after it is zeroed; so the chain from head always ends at a zero, and nothing else ever needs zeroing.
 *
 * <pre>
 *  field     written by                        read by         ordering
 *  owner     producers                         producers       CAS / release
 *  head      consumers                         everybody       CAS, or release if there is one; acquire
 *  produced  the owner                         who asks size   opaque
 *  ready     the first owner                   the owners      release / acquire
 *  header    the owner, last                   consumers       release / acquire
 *  payload   the owner, before its header      consumers       plain; validated by the CAS of head
 * </pre>
 */
final class LaneLayout {
    static final int OWNER_AT = 0;
    static final int HEAD_AT = OWNER_AT + HOT;
    static final int PRODUCED_AT = HEAD_AT + HOT;
    static final int READY_AT = PRODUCED_AT + HOT;
    static final int WORDS_BYTES = READY_AT + HOT;

    static final int HEADER_BYTES = Long.BYTES;
    static final int ALIGNMENT = Long.BYTES;
    static final int NUMBER_SHIFT = 32;
    static final int NUMBER_MASK = 0xff_ffff;
    static final int TYPE_SHIFT = 56;

    /** Fills the rest of the ring; no message. */
    static final int PAD = 127;

    static final int LEAST_CAPACITY = 4096;
    static final int LARGEST_CAPACITY = 1 << 27;

    private LaneLayout() {}

    static long header(int length, long number, int type) {
        return (long) type << TYPE_SHIFT | (number & NUMBER_MASK) << NUMBER_SHIFT | length;
    }

    static int length(long header) {
        return (int) header;
    }

    static int number(long header) {
        return (int) (header >>> NUMBER_SHIFT) & NUMBER_MASK;
    }

    static int type(long header) {
        return (int) (header >>> TYPE_SHIFT);
    }

    /** Bytes of ring a record of this length takes. */
    static int recordBytes(int length) {
        return length + HEADER_BYTES + ALIGNMENT - 1 & -ALIGNMENT;
    }

    /** The largest message: it fits an empty lane wherever its head is, with the zero that ends the chain. */
    static int largest(int capacity) {
        return capacity / 2 - 2 * HEADER_BYTES;
    }

    static boolean isPowerOfTwo(int capacity) {
        return Integer.bitCount(capacity) == 1;
    }
}
