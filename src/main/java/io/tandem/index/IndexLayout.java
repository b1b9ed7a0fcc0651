package io.tandem.index;

import static io.tandem.file.FileLayout.HOT;

import io.tandem.file.Kind;

/**
 * One order of all messages of many producers: a ring of words, each of which names a record in a producer's area. A
 * shared file; the header's count is how many slots there are, a power of two, at least twice the capacity. Offsets from
 * the body.
 *
 * <pre>
 *    0 +------------------------------------------------+
 *      | head: long, position of the first message that |
 *      |       nobody took                              |
 *  128 +------------------------------------------------+
 *      | capacity: int, how many messages may wait      |
 *  256 +------------------------------------------------+
 *      | slots: count longs                             |
 *      +------------------------------------------------+
 *
 *  position t lies in slot t modulo count, in lap t / count + 1:
 *
 *      ... | taken | filled | filled | filled | old lap | old lap ...
 *                    ^ head                     ^ the frontier, found by looking
 *
 *  slot, long:  bits 0-23 place | 24-33 lane | 34 reference | 35 end | 36-63 lap
 * </pre>
 *
 * A slot is filled if its lap is that of the position, or newer; else it holds the word of the lap before, or zero before
 * the first. A slot is filled by a CAS from exactly the lap before, and only by who saw the one before it filled: so what
 * is filled has no gaps, and there is no word that says where it ends. A place is an offset in the lane's area, in units
 * of 8 bytes; with the reference bit, the number of a file that holds the message. An END is no message: it fills the
 * frontier for ever, and nothing is filled after it. Laps are compared as they wrap.
 *
 * <pre>
 *  field     written by                 read by     ordering
 *  head      consumers                  everybody   CAS, or release if there is one; acquire
 *  capacity  the creator                attachers   before publication
 *  slot      producers, who ends it     everybody   CAS / acquire
 * </pre>
 */
final class IndexLayout {
    static final int HEAD_AT = 0;
    static final int CAPACITY_AT = HEAD_AT + HOT;
    static final int SLOTS_AT = CAPACITY_AT + HOT;

    static final Kind KIND = new Kind(
            "index", "head@0 capacity@128 slots@256:place24,lane10,reference1,end1,lap28", SLOTS_AT, Long.BYTES);

    static final int LARGEST_CAPACITY = 1 << 20;
    static final int LEAST_SLOTS = 1024;
    static final int MOST_SLOTS = 2 * LARGEST_CAPACITY;

    static final int PLACE_BITS = 24;
    static final int PLACE_MASK = (1 << PLACE_BITS) - 1;
    static final int LANE_MASK = (1 << 10) - 1;
    static final long REFERENCE_BIT = 1L << 34;
    static final int END_SHIFT = 35;
    static final long END_BIT = 1L << END_SHIFT;
    static final int LAP_SHIFT = 36;

    /** Bits that no head has: at a thousand million messages per second, 2^62 is a century away. */
    static final long NEVER_IN_HEAD = 3L << 62;

    private IndexLayout() {}

    /** The fewest slots for this capacity. */
    static int slots(int capacity) {
        return Math.max(LEAST_SLOTS, Integer.highestOneBit(2 * capacity - 1) << 1);
    }

    /** Laps by which a word is ahead of a position with this tag: 0 filled, above 0 stale, -1 empty. */
    static long distance(long word, long tag) {
        return word - tag >> LAP_SHIFT;
    }

    /** Whether a word is a message of the position with this tag. */
    static boolean isMessage(long word, long tag) {
        return (word ^ tag) >>> END_SHIFT == 0;
    }

    static boolean isEnd(long word) {
        return (word & END_BIT) != 0;
    }

    static boolean isReference(long word) {
        return (word & REFERENCE_BIT) != 0;
    }

    /** What producers put into a slot, but for its lap. */
    static long entry(int lane, int place) {
        return (long) lane << PLACE_BITS | place;
    }

    static int lane(long word) {
        return (int) (word >>> PLACE_BITS) & LANE_MASK;
    }

    /** Index in the area of the lane. */
    static int index(long word) {
        return ((int) word & PLACE_MASK) * Long.BYTES;
    }

    /** Lane and number of the file that a reference names. */
    static long reference(long word) {
        return word & REFERENCE_BIT - 1;
    }
}
