package io.tandem.owner;

import static io.tandem.file.FileLayout.HOT;

import io.tandem.file.FileSpec;
import io.tandem.file.Kind;

/**
 * The registry of a Tandem directory, file {@code .participants}: who is attached. One slot per JVM; its life lock is
 * the byte of the same number in the empty file {@code .life}.
 *
 * <pre>
 *  slot n at n * 256:
 *    0 +-------------------------------------------+
 *      |    0  word           long  epoch:32|state:8|
 *      |    8  rings          long  epoch           |
 *  128 |  128  pid            long                  |
 *      |  136  pid namespace  long  inode; 0 unknown|
 *      |  144  start ticks    long  0 unknown       |
 *      |  152  boot           long  hash; 0 unknown |
 *      |  160  highest slot   long  of slot 0 only  |
 *      |  168  reserved      88 bytes               |
 *  256 +-------------------------------------------+
 * </pre>
 *
 * <pre>
 *  field   written by                          read by       ordering
 *  word    its owner; a survivor LIVE -> DEAD  everybody     release / acquire; CAS by survivors
 *  rings   its owner, when it can wake others  who sleeps    release / acquire; of another epoch: it cannot
 *  highest whoever registers                   who sleeps    CAS / acquire; never goes back
 *  others  its owner, before word says LIVE    everybody     plain; word is read again afterwards
 * </pre>
 *
 * A participant's id, in every word that names an owner: {@code epoch << 12 | slot}. Never 0, for epochs begin at 1.
 */
final class ParticipantsLayout {
    static final int SLOTS = 1024;
    static final int SLOT_BYTES = 2 * HOT;

    static final int WORD_AT = 0;
    static final int RINGS_AT = Long.BYTES;
    static final int PID_AT = HOT;
    static final int PID_NAMESPACE_AT = PID_AT + Long.BYTES;
    static final int START_TICKS_AT = PID_NAMESPACE_AT + Long.BYTES;
    static final int BOOT_AT = START_TICKS_AT + Long.BYTES;
    static final int HIGHEST_AT = BOOT_AT + Long.BYTES;

    /** Nobody, or an owner that detached in order. */
    static final int FREE = 0;

    static final int LIVE = 1;
    /** Alive, but its JVM has begun to shut down in order. */
    static final int EXITING = 2;
    /** A survivor found the life lock free. */
    static final int DEAD = 3;

    static final int SLOT_BITS = 12;

    static final Kind KIND = new Kind(
            "participants", "slot 256: word@0 rings@8 pid@128 ns@136 ticks@144 boot@152 highest@160", 0, SLOT_BYTES);
    static final FileSpec SPEC = new FileSpec(KIND, SLOTS);

    private ParticipantsLayout() {}

    static long word(long epoch, int state) {
        return epoch << 8 | state;
    }

    static long epoch(long word) {
        return word >>> 8 & 0xffff_ffffL;
    }

    static int state(long word) {
        return (int) (word & 0xff);
    }

    static long id(int slot, long epoch) {
        return epoch << SLOT_BITS | slot;
    }

    static int slotOf(long id) {
        return (int) (id & (1 << SLOT_BITS) - 1);
    }

    static long epochOf(long id) {
        return id >>> SLOT_BITS;
    }
}
