package io.tandem.journal;

import static io.tandem.file.FileLayout.HOT;

import io.tandem.file.FileSpec;
import io.tandem.file.Kind;

/**
 * A reader group: how far it is, and a ring of words for what it has handed out since the first message that is not
 * acknowledged. Message n has word n mod {@link #SLOTS}.
 *
 * <pre>
 *    0 +-----------------------------------------------------+
 *      | next:  long, number of the message to hand out next |
 *      | index: long, Chronicle's index of the one before,   |
 *      |        or 0                                         |
 *  128 +-----------------------------------------------------+
 *      | head: long, first message not acknowledged          |
 *  256 +-----------------------------------------------------+
 *      | turn: long, owned word of who hands out             |
 *  384 +-----------------------------------------------------+
 *      | returned: int, 1 if a message may have come back    |
 *  512 +-----------------------------------------------------+
 *      | words, 16 bytes each:  0  lap:24|state:2|owner:32|  |
 *      |                           deliveries:6              |
 *      |                        8  Chronicle's index         |
 *      +-----------------------------------------------------+
 * </pre>
 *
 * <pre>
 *  field     written by          read by      ordering
 *  next      who has the turn    everybody    release / acquire
 *  index     the same            the same     plain, under the turn
 *  head      anybody             everybody    CAS / acquire
 *  turn      who hands out       the same     CAS / release
 *  returned  anybody             who has the turn  release / acquire
 *  word      who has the turn, or the owner of the lease   release, CAS / acquire
 *  its index who has the turn    the same     plain, before the word's release
 * </pre>
 *
 * A word goes NONE (any other lap) to LEASED or DONE, LEASED to DONE or READY, and READY to LEASED.
 */
final class ReaderLayout {
    static final int NEXT_AT = 0;
    static final int LAST_INDEX_AT = Long.BYTES;
    static final int HEAD_AT = HOT;
    static final int TURN_AT = 2 * HOT;
    static final int RETURNED_AT = 3 * HOT;
    static final int WORDS_AT = 4 * HOT;
    static final int WORD_BYTES = 16;
    static final int INDEX_AT = 8;
    /** The most messages of a group that are handed out and not acknowledged. */
    static final int SLOTS = 4096;

    static final Kind KIND = new Kind(
            "reader",
            "next@0 index@8 head@128 turn@256 returned@384 words@512:16(lap:24,state:2,owner:32,deliveries:6 index@8)",
            WORDS_AT,
            WORD_BYTES);
    static final FileSpec SPEC = new FileSpec(KIND, SLOTS);

    static final int DONE = 1;
    static final int READY = 2;
    static final int LEASED = 3;
    static final int MOST_DELIVERIES = 63;

    private static final int OWNER_SHIFT = 6;
    private static final int STATE_SHIFT = 38;
    private static final int LAP_SHIFT = 40;
    private static final long LAP_MASK = 0xffffff;

    private ReaderLayout() {}

    static long wordAt(long number) {
        return WORDS_AT + number % SLOTS * WORD_BYTES;
    }

    /** Never 0 twice in a row: what was never written is of no lap that is asked for. */
    private static long lap(long number) {
        return number / SLOTS + 1 & LAP_MASK;
    }

    static long word(long number, int state, int owner, int deliveries) {
        return lap(number) << LAP_SHIFT
                | (long) state << STATE_SHIFT
                | (owner & 0xffffffffL) << OWNER_SHIFT
                | Math.min(deliveries, MOST_DELIVERIES);
    }

    /** DONE, READY or LEASED; 0 if the word is not of this message. */
    static int state(long word, long number) {
        return word >>> LAP_SHIFT == lap(number) ? (int) (word >>> STATE_SHIFT) & 3 : 0;
    }

    static int owner(long word) {
        return (int) (word >>> OWNER_SHIFT);
    }

    static int deliveries(long word) {
        return (int) word & MOST_DELIVERIES;
    }
}
