package io.tandem.sync;

import static io.tandem.file.FileLayout.HOT;

import io.tandem.file.Kind;

/**
 * A condition. The type in the file's header is the name of its lock's file, which lies beside it.
 *
 * <pre>
 *    0 +-----------------------------------------------------+
 *      |    0  tickets  int       given so far                |
 *      |    4  used     int       entries from here on: empty |
 *      |    8  lock     2 longs   UUID of the lock's file     |
 *  128 +-----------------------------------------------------+
 *      |  128  entries  1024 * 16                             |
 *      |          0  word  long   ticket:28|state:2|owner:32  |
 *      |          8  bell  int                                |
 *      +-----------------------------------------------------+
 * </pre>
 *
 * <pre>
 *  field    written by                           read by          ordering
 *  tickets  who holds the lock                   the same         plain
 *  used     who holds the lock                   everybody        release / acquire
 *  lock     the creator                          who attaches     plain
 *  word     who holds the lock; its owner, once  its owner, and   release or CAS / acquire
 *           it can never hold the lock again     who looks for the dead
 *  bell     who signals, its owner               the same         see Bell
 * </pre>
 */
final class ConditionLayout {
    static final int TICKETS_AT = 0;
    static final int USED_AT = Integer.BYTES;
    static final int LOCK_AT = Long.BYTES;
    static final int ENTRIES_AT = HOT;
    static final int ENTRY_BYTES = 2 * Long.BYTES;
    static final int BELL_AT = Long.BYTES;
    static final int ENTRIES = 1024;

    static final Kind KIND = new Kind(
            "condition",
            "tickets@0 used@4 lock@8 entries@128:1024(word@0:ticket28,state2,owner32 bell@8)",
            ENTRIES_AT + ENTRIES * ENTRY_BYTES,
            0);

    static final int EMPTY = 0;
    static final int WAITING = 1;
    static final int SIGNALED = 2;

    /** A short name that every verdict calls dead. */
    static final int NOBODY = -1;

    private static final int STATE_SHIFT = 32;
    private static final int TICKET_SHIFT = 34;
    private static final int TICKET_BITS = 28;

    private ConditionLayout() {}

    static int state(long word) {
        return (int) (word >>> STATE_SHIFT) & 3;
    }

    /** A participant's short name. */
    static int ownerOf(long word) {
        return (int) word;
    }

    static long waiting(int ticket, int owner) {
        long low = ticket & (1 << TICKET_BITS) - 1;
        return low << TICKET_SHIFT | (long) WAITING << STATE_SHIFT | Integer.toUnsignedLong(owner);
    }

    static long signaled(long word) {
        return word & ~(3L << STATE_SHIFT) | (long) SIGNALED << STATE_SHIFT;
    }

    static long ofNobody(long word) {
        return word >>> STATE_SHIFT << STATE_SHIFT | Integer.toUnsignedLong(NOBODY);
    }

    /** Which of two waits began first; tickets go round. */
    static boolean before(long word, long other) {
        int distance = (int) (word >>> TICKET_SHIFT) - (int) (other >>> TICKET_SHIFT);
        return distance << Integer.SIZE - TICKET_BITS < 0;
    }
}
