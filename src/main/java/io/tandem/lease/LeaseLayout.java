package io.tandem.lease;

import static io.tandem.file.FileLayout.HOT;

import io.tandem.file.Kind;

/**
 * One producer's ring of descriptors beside its ring of bytes, a shared file; the header's count is the capacity, and
 * D = max(64, capacity / 64) is the number of descriptors. Offsets from the body.
 *
 * <pre>
 *    0 +---------------------------------------------+
 *      | head: long, sequence of the first message   |
 *      |       that is not known to be done          |
 *  128 +---------------------------------------------+
 *      | D descriptors of 16 bytes, that of sequence |
 *      | s at place s mod D:                         |
 *      |   0  word   long                            |
 *      |   8  where  long                            |
 *      +---------------------------------------------+
 *      | data: capacity bytes                        |
 *      +---------------------------------------------+
 *
 *  word:   lap:24 | state:2 | owner:32 | deliveries:6          lap of sequence s: s / D + 1, modulo 2^24
 *  where:  0:4 | type:8 | length:28 | place of the payload / 8:24
 *
 *          +-------- give back, owner dead -------+
 *          v                                      |
 *  ... ->  READY n  -- lease -->  LEASED me n+1 --+-- acknowledge -->  DONE  -- head passes, one lap later --> READY
 *             +-------------- take, retract ---------------------------^
 * </pre>
 *
 * The word says all about a message, and each step is one CAS of the whole word, so exactly one succeeds. A word of
 * zeros is DONE in lap 0: free for the first lap. Messages end at the first sequence whose word is not of its lap.
 * Payloads lie one after another, none across the end of the ring; each takes at least 8 bytes, so that a full ring and
 * an empty one differ. Deliveries stay at 63 once they are there.
 *
 * <pre>
 *  field     written by                            read by            ordering
 *  head      whoever finds messages DONE           everybody          CAS; acquire
 *  word      the lane's owner, as READY            consumers          release / acquire
 *            consumers, survivors                  everybody          CAS; acquire
 *  where     the lane's owner, before its word     consumers          plain
 *  payload   the lane's owner, before its word     consumers          plain; stays until the word is DONE and head
 *                                                                     is past it
 * </pre>
 */
final class LeaseLayout {
    static final int HEAD_AT = 0;
    static final int DESCRIPTORS_AT = HEAD_AT + HOT;
    static final int DESCRIPTOR_BYTES = 2 * Long.BYTES;
    static final int WHERE_AT = Long.BYTES;
    static final int LEAST_DESCRIPTORS = 64;
    static final int BYTES_PER_DESCRIPTOR = 64;

    static final Kind KIND = new Kind(
            "leased",
            "head@0 descriptors@128: word:lap24,state2,slot10,epoch22,deliveries6 where@8:type8,length28,place24 data",
            n -> dataAt(n) + n);

    static final int DONE = 0;
    static final int READY = 1;
    static final int LEASED = 2;
    /** No state; so that some longs are no words. */
    private static final int NONE = 3;

    static final int MOST_DELIVERIES = 63;
    static final int OWNER_SHIFT = 6;
    static final int STATE_SHIFT = OWNER_SHIFT + Integer.SIZE;
    static final int LAP_SHIFT = STATE_SHIFT + 2;

    /** In place of a word: nothing is published there yet. */
    static final long END = (long) NONE << STATE_SHIFT;
    /** In place of a word: head is beyond it. */
    static final long PASSED = END | 1;

    static final int ALIGNMENT = Long.BYTES;
    static final int PLACE_BITS = 24;
    static final int LENGTH_BITS = 28;
    static final int TYPE_SHIFT = PLACE_BITS + LENGTH_BITS;
    static final int LARGEST_TYPE = 126;

    /** Bits that no head has: at a thousand million messages per second it is below 2^62 for a century. */
    static final long NEVER_IN_HEAD = 3L << 62;

    private LeaseLayout() {}

    static long descriptorsOf(long capacity) {
        return Math.max(LEAST_DESCRIPTORS, capacity / BYTES_PER_DESCRIPTOR);
    }

    static long dataAt(long capacity) {
        return DESCRIPTORS_AT + descriptorsOf(capacity) * DESCRIPTOR_BYTES;
    }

    /** {@code lap} is a word with the lap only: DONE, owned by nobody, never delivered. */
    static long readyWord(long lap, int deliveries) {
        return lap | (long) READY << STATE_SHIFT | deliveries;
    }

    static long leasedWord(long lap, int owner, int deliveries) {
        return lap | (long) LEASED << STATE_SHIFT | (owner & 0xffff_ffffL) << OWNER_SHIFT | deliveries;
    }

    /** The word with the lap only, which is DONE. */
    static long lap(long word) {
        return word & -1L << LAP_SHIFT;
    }

    static int state(long word) {
        return (int) (word >>> STATE_SHIFT) & 3;
    }

    /** The short name of who leased it, as in {@code Participants.shortName}. */
    static int owner(long word) {
        return (int) (word >>> OWNER_SHIFT);
    }

    /** The same without a sign. */
    static long ownerBits(long word) {
        return owner(word) & 0xffff_ffffL;
    }

    static int deliveriesOf(long word) {
        return (int) word & MOST_DELIVERIES;
    }

    static long where(int index, int length, int type) {
        return (long) type << TYPE_SHIFT | (long) length << PLACE_BITS | index / ALIGNMENT;
    }

    static int indexOf(long where) {
        return (int) (where & (1 << PLACE_BITS) - 1) * ALIGNMENT;
    }

    static int lengthOf(long where) {
        return (int) (where >>> PLACE_BITS) & (1 << LENGTH_BITS) - 1;
    }

    static int typeOf(long where) {
        return (int) (where >>> TYPE_SHIFT);
    }

    /** Bytes of ring a payload of this length takes. */
    static int recordBytes(int length) {
        return Math.max(ALIGNMENT, length + ALIGNMENT - 1 & -ALIGNMENT);
    }
}
