package io.tandem.sync;

import static io.tandem.file.FileLayout.HOT;

import io.tandem.file.FileSpec;
import io.tandem.file.Kind;

/**
 * Permits, each a word that names its owner, and a counter for those that have none. The header's count is the number of
 * words, the permits at creation.
 *
 * <pre>
 *    0 +-----------------------------------------------------+
 *      |    0  bounded     int   1: no more than at creation |
 *      |    4  signalling  int   1: what is acquired is gone |
 *      |    8  recovered   long  permits taken from the dead |
 *  128 +-----------------------------------------------------+
 *      |  128  counter     long  permits without a word      |
 *  256 +-----------------------------------------------------+
 *      |  256  bell        int                               |
 *  384 +-----------------------------------------------------+
 *      |  384  permit n    long  at 384 + 8 * n:             |
 *      |       0 free, a participant's id: its own, -1 gone  |
 *      +-----------------------------------------------------+
 * </pre>
 *
 * <pre>
 *  field       written by                                      read by           ordering
 *  bounded     the creator                                     everybody         plain
 *  signalling  who releases what it does not own; never reset  everybody         release / acquire
 *  recovered   who recovers                                    people            CAS / acquire
 *  counter     who releases what it does not own, who takes    everybody         CAS / acquire
 *  permit      0 to id or -1: who takes; id to 0: its owner,   everybody         CAS / acquire
 *              or anybody once that owner is dead
 *  bell        who releases, who waits                         the same          see Bell
 * </pre>
 */
final class SemaphoreLayout {
    static final int BOUNDED_AT = 0;
    static final int SIGNALLING_AT = Integer.BYTES;
    static final int RECOVERED_AT = Long.BYTES;
    static final int COUNTER_AT = HOT;
    static final int BELL_AT = 2 * HOT;
    static final int PERMITS_AT = 3 * HOT;

    static final int MOST_PERMITS = 4096;

    static final long FREE = 0;
    /** Acquired while signalling: nobody's, for ever. */
    static final long GONE = -1;

    static final Kind KIND = new Kind(
            "semaphore",
            "bounded@0 signalling@4 recovered@8 counter@128 bell@256 permits@384:8",
            PERMITS_AT,
            Long.BYTES);

    private SemaphoreLayout() {}

    static FileSpec spec(int permits) {
        if (permits < 0 || permits > MOST_PERMITS) {
            throw new IllegalArgumentException(
                    "a semaphore with " + permits + " permits: give 0 to " + MOST_PERMITS + "; release adds more");
        }
        return new FileSpec(KIND, permits);
    }
}
