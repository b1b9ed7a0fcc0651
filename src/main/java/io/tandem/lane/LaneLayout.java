package io.tandem.lane;

import static io.tandem.file.FileLayout.HOT;

import io.tandem.file.Kind;

/**
 * One producer's ring of bytes, a shared file; the header's count is the capacity. Offsets from the body.
 *
 * <pre>
 *    0 +---------------------------------------------+
 *      | head: long, position of the first record    |
 *      |       that nobody took                      |
 *  128 +---------------------------------------------+
 *      | mark: long, a position where the chain was  |
 *      |       seen to end; the end is not far       |
 *  256 +---------------------------------------------+
 *      | data: capacity bytes                        |
 *      +---------------------------------------------+
 *
 *  data, a power of two; a position is a count of bytes that never goes back, its place is position & (capacity - 1):
 *
 *      ... | header | payload, padded to 8 | header | payload | end | free ...
 *            ^ head                                             ^ the writer's tail, in its own memory
 *
 *  header, long:  bits 0-31 payload bytes | bits 32-55 number of the record | bits 56-63 type, never 0
 *  end, long:     bits 0-31 zero          | the number of the next record   | bits 56-63 zero
 * </pre>
 *
 * A record never crosses the end of the ring: a PAD record fills the rest, with the number of the record after it, which
 * is published with it. Numbers of consecutive records are consecutive, modulo 2^24. Before a record is published, an end
 * is written after it, in place of the next header; so the chain from head always has an end, and nothing ever needs
 * zeroing. How many records wait is the number in the end less the number at the head; the mark only shortens the way
 * there.
 *
 * <pre>
 *  field     written by                        read by            ordering
 *  head      consumers                         everybody          CAS, or release if there is one; acquire
 *  mark      the owner, now and then           who asks size,     release; acquire
 *                                              and the next owner
 *  header    the owner, last                   consumers          release / acquire
 *  payload   the owner, before its header      consumers          plain; validated by the CAS of head
 * </pre>
 */
final class LaneLayout {
    static final int HEAD_AT = 0;
    static final int MARK_AT = HEAD_AT + HOT;
    static final int DATA_AT = MARK_AT + HOT;

    static final Kind KIND = new Kind("lane", "head@0 mark@128 data@256 header:len32,number24,type8", DATA_AT, 1);

    static final int HEADER_BYTES = Long.BYTES;
    static final int ALIGNMENT = Long.BYTES;
    static final int NUMBER_SHIFT = 32;
    static final int NUMBER_MASK = 0xff_ffff;
    static final int TYPE_SHIFT = 56;

    /** Bits that no head has: positions are multiples of 8 and, at a terabyte per second, below 2^62 for weeks. */
    static final long NEVER_IN_HEAD = 3L << 62 | ALIGNMENT - 1;

    /** Fills the rest of the ring; no message. */
    static final int PAD = 127;

    static final int LEAST_CAPACITY = 4096;
    static final int LARGEST_CAPACITY = 1 << 27;

    private LaneLayout() {}

    /** Where the chain ends, for now: no record, but the number of the next one. */
    static long end(long number) {
        return (number & NUMBER_MASK) << NUMBER_SHIFT;
    }

    static boolean isEnd(long header) {
        return (header & ~end(-1)) == 0;
    }

    /** The header that follows this one if the next record is like it; the type stays where the number wraps. */
    static long next(long header) {
        return header & ~end(-1) | header + (1L << NUMBER_SHIFT) & end(-1);
    }

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
