package io.tandem.sync;

import static io.tandem.file.FileLayout.HOT;

import io.tandem.file.Kind;

/**
 * A lock, of either kind.
 *
 * <pre>
 *    0 +-----------------------------------------------+
 *      |    0  word      long   dirty:1|held:1|owner:32 |
 *      |    8  holds     long   acquisitions so far     |
 *      |   16  thread    long   id of the last holder's |
 *      |   24  hold      long   the noticed one         |
 *      |   32  noticed   long   when, System.nanoTime   |
 *  128 +-----------------------------------------------+
 *      |  128  bell      int                            |
 *  256 +-----------------------------------------------+
 *      |  256  fair      int    1: in order of arrival  |
 *      |  260  strict    int    1: refuses when dirty   |
 *  384 +-----------------------------------------------+
 *      |  384  line      long   bit i: see place i      |
 *      |  392  tickets   int    given so far            |
 *  512 +-----------------------------------------------+
 *      |  512  places    64 longs, see WaitingLine     |
 * 1024 +-----------------------------------------------+
 * </pre>
 *
 * <pre>
 *  field          written by                      read by           ordering
 *  word           who takes; its holder;          everybody         CAS to take, release to free;
 *                 who finds the holder dead                         CAS from a dead one's value
 *  holds, thread  the holder, after its CAS       the holder;       plain; ordered by the word for the next
 *                                                 who is curious    holder, a guess for the curious
 *  hold, noticed  who first has to wait for it    who is curious    plain; a guess
 *  bell           who frees, who waits            the same          see Bell
 *  fair, strict   the creator                     everybody         plain
 *  line, places   who waits; who finds it dead    everybody         CAS; courtesy only, see WaitingLine
 *                 or standing still
 *  tickets        who waits                       the same          atomic addition
 * </pre>
 */
final class LockLayout {
    static final int WORD_AT = 0;
    static final int HOLDS_AT = Long.BYTES;
    static final int THREAD_AT = HOLDS_AT + Long.BYTES;
    static final int NOTICED_HOLD_AT = THREAD_AT + Long.BYTES;
    static final int NOTICED_AT = NOTICED_HOLD_AT + Long.BYTES;
    static final int BELL_AT = HOT;
    static final int FAIR_AT = 2 * HOT;
    static final int STRICT_AT = FAIR_AT + Integer.BYTES;
    static final int LINE_AT = 3 * HOT;
    static final int TICKETS_AT = LINE_AT + Long.BYTES;
    static final int PLACES_AT = 4 * HOT;
    static final int PLACES = 64;

    private static final String LAYOUT = "word@0:dirty1,held1,owner32 holds@8 thread@16 hold@24 noticed@32 bell@128"
            + " fair@256 strict@260 line@384 tickets@392 places@512:64(taken1,ticket31,owner32)";

    static final Kind LOCK = new Kind("lock", LAYOUT, PLACES_AT + PLACES * Long.BYTES, 0);
    static final Kind REENTRANT = new Kind("rlock", LAYOUT, LOCK.bodySize());

    static final long HELD = 1L << 32;
    static final long DIRTY = 1L << 33;

    private LockLayout() {}

    static boolean isHeld(long word) {
        return (word & HELD) != 0;
    }

    static boolean isDirty(long word) {
        return (word & DIRTY) != 0;
    }

    /** A participant's short name. */
    static int ownerOf(long word) {
        return (int) word;
    }

    static long heldBy(int owner) {
        return HELD | Integer.toUnsignedLong(owner);
    }

    static long place(int ticket, int owner) {
        return (long) ticket << 32 | Integer.toUnsignedLong(owner);
    }

    static int ticket(long place) {
        return (int) (place >>> 32);
    }
}
