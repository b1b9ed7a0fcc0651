package io.tandem.sync;

import static io.tandem.file.FileLayout.HOT;

import io.tandem.file.FileSpec;
import io.tandem.file.Kind;

/**
 * A flag with a history.
 *
 * <pre>
 *    0 +--------------------------------+
 *      |    0  state  long  sets:63|set:1|
 *      |    8  auto   int   1: auto reset|
 *  128 +--------------------------------+
 *      |  128  bell   int               |
 *  256 +--------------------------------+
 * </pre>
 *
 * <pre>
 *  field  written by            read by    ordering
 *  state  who sets or clears    everybody  CAS / acquire
 *  auto   the creator           everybody  plain
 *  bell   who sets, who waits   the same   see Bell
 * </pre>
 */
final class EventLayout {
    static final int STATE_AT = 0;
    static final int AUTO_AT = Long.BYTES;
    static final int BELL_AT = HOT;

    static final Kind KIND = new Kind("event", "state@0:sets63,set1 auto@8 bell@128", 2 * HOT, 0);
    static final FileSpec SPEC = new FileSpec(KIND, 1);

    private static final long SET = 1;
    private static final long ONE_MORE = 2;

    private EventLayout() {}

    static boolean isSet(long state) {
        return (state & SET) != 0;
    }

    /** How often it was set. */
    static long sets(long state) {
        return state >>> 1;
    }

    static long set(long state) {
        return isSet(state) ? state : (state | SET) + ONE_MORE;
    }

    static long clear(long state) {
        return state & ~SET;
    }
}
