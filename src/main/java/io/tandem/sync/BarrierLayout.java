package io.tandem.sync;

import static io.tandem.file.FileLayout.HOT;

import io.tandem.file.FileSpec;
import io.tandem.file.Kind;

/**
 * Who has arrived in which phase, and how the last phases ended. The header's count is the number of parties.
 *
 * <pre>
 *    0 +-------------------------------------------------------------------+
 *      |    0  state    long  phase:28|history:24|mode:2|runner:10         |
 *      |    8  breach   long  phase:28|cause:4|pid:32, why it broke        |
 *      |   16  action   int   1: every handle has an action                |
 *      |   24  since    long  when the first of a round came, nanoTime     |
 *  128 +-------------------------------------------------------------------+
 *      |  128  bell     int                                                |
 *  256 +-------------------------------------------------------------------+
 *      |  256  entry n  long  at 256 + 8 * n: phase:32|owner:32            |
 *      |       the phase somebody arrived in last, and who, by short name  |
 *      +-------------------------------------------------------------------+
 * </pre>
 *
 * History bit j: 1 if the phase j + 1 before this one tripped, 0 if it was reset, which takes two phases. Phases begin at 1, so that an entry of 0
 * is nobody's.
 *
 * <pre>
 *  field   written by                                       read by       ordering
 *  state   OPEN, ACTION: parties; BROKEN: who breaks it     everybody     CAS / acquire
 *  breach  who breaks it, before                            who is told   release / acquire; of another phase: unknown
 *  action  the creator                                      who attaches  plain
 *  since   the first of a round                             the last one  plain; a guess
 *  entry   who arrives or registers; never to an older      everybody     CAS / acquire
 *          phase, never from the phase of the state
 *  bell    who changes the state, who waits                 the same      see Bell
 * </pre>
 */
final class BarrierLayout {
    static final int STATE_AT = 0;
    static final int BREACH_AT = Long.BYTES;
    static final int ACTION_AT = 2 * Long.BYTES;
    static final int SINCE_AT = 3 * Long.BYTES;
    static final int BELL_AT = HOT;
    static final int ENTRIES_AT = 2 * HOT;

    static final int MOST_PARTIES = 1023;

    /** Parties arrive. */
    static final int OPEN = 0;
    /** All have; the runner runs the action. */
    static final int ACTION = 1;

    static final int BROKEN = 2;

    static final int RUNNER_BITS = 10;
    static final int MODE_BITS = 2;
    static final int HISTORY_BITS = 24;
    static final int PHASE_BITS = 28;
    static final int HISTORY_SHIFT = RUNNER_BITS + MODE_BITS;
    static final int PHASE_SHIFT = HISTORY_SHIFT + HISTORY_BITS;

    static final int FIRST_PHASE = 1;

    static final Kind KIND = new Kind(
            "barrier",
            "state@0:phase28,history24,mode2,runner10 breach@8:phase28,cause4,pid32 action@16 since@24 bell@128"
                    + " entries@256:phase32,owner32",
            ENTRIES_AT,
            Long.BYTES);

    private BarrierLayout() {}

    static FileSpec spec(int parties) {
        if (parties < 1 || parties > MOST_PARTIES) {
            throw new IllegalArgumentException("a barrier for " + parties + " parties: give 1 to " + MOST_PARTIES);
        }
        return new FileSpec(KIND, parties);
    }

    private static int mask(int bits) {
        return (1 << bits) - 1;
    }

    static long first() {
        return (long) FIRST_PHASE << PHASE_SHIFT;
    }

    static int phase(long state) {
        return (int) (state >>> PHASE_SHIFT);
    }

    static int mode(long state) {
        return (int) (state >>> RUNNER_BITS) & mask(MODE_BITS);
    }

    static long acting(long state, int runner) {
        return state | (long) ACTION << RUNNER_BITS | runner;
    }

    static long broken(long state) {
        return state >>> HISTORY_SHIFT << HISTORY_SHIFT | (long) BROKEN << RUNNER_BITS;
    }

    /** The phase after this one. */
    static long next(long state, boolean tripped) {
        long history = state >>> HISTORY_SHIFT << 1 & mask(HISTORY_BITS) | (tripped ? 1 : 0);
        return (phase(state) + 1L) << PHASE_SHIFT | history << HISTORY_SHIFT;
    }

    /** Whether an earlier phase tripped; one that is longer ago than the history is taken to have. */
    static boolean tripped(long state, int phase) {
        int distance = phase(state) - phase & mask(PHASE_BITS);
        return distance > HISTORY_BITS || (state >>> HISTORY_SHIFT + distance - 1 & 1) != 0;
    }

    static long entry(int phase, int owner) {
        return (long) phase << Integer.SIZE | Integer.toUnsignedLong(owner);
    }

    static int phaseOf(long entry) {
        return (int) (entry >>> Integer.SIZE);
    }

    static int ownerOf(long entry) {
        return (int) entry;
    }

    static int before(int phase) {
        return phase - 1 & mask(PHASE_BITS);
    }

    /** Whether the entry is of an earlier phase than this one; phases wrap. */
    static boolean isOlder(long entry, int phase) {
        int distance = phase - phaseOf(entry) & mask(PHASE_BITS);
        return distance > 0 && distance < 1 << PHASE_BITS - 1;
    }

    static long breach(int phase, int cause, long pid) {
        return (long) phase << PHASE_SHIFT | (long) cause << Integer.SIZE | pid & 0xffff_ffffL;
    }
}
