package io.tandem.lane;

/**
 * Keeps a consumer off the heels of its writer. Each look at the end of the chain takes the line away that is being
 * written; a reader that looks all the time slows both down to one line's way between the cores per message. So a look
 * that met the end may be followed by a wait of a quarter to two microseconds: tried now and then, kept and lengthened
 * while it brings a stream of records, else given up and tried more rarely. A lone message, a request and its answer are not held up but for
 * one try in a thousand. For one thread.
 */
public final class Pace {
    private static final long LEAST_NANOS = 256;
    private static final long MOST_NANOS = 16_384;
    private static final int FIRST_TRIAL = 16;
    private static final int LAST_TRIAL = 1024;

    /** Bytes that a record counts for beside its own. */
    private static final int RECORD = 32;
    /** A wait that brings so much is long enough. */
    private static final int ENOUGH = 12 << 10;

    private long gain;
    private long nanos;
    private long notBefore;
    private boolean waits;
    private int interval = FIRST_TRIAL;
    private int untilTrial = FIRST_TRIAL;

    /** Waits before the next look at a chain, if that was found to pay. */
    public void settle() {
        if (waits) {
            waits = false;
            while (System.nanoTime() - notBefore < 0) {
                Thread.onSpinWait();
            }
        }
    }

    /** To be told what a look brought. */
    public void took(int records, long bytes) {
        gain += bytes + (long) RECORD * records;
    }

    /** To be told that there was nothing more. */
    public void ended() {
        if (gain == 0) {
            return;
        }
        if (nanos == 0) {
            nanos = --untilTrial <= 0 ? LEAST_NANOS : 0;
        } else if (gain >= nanos) {
            nanos = gain >= ENOUGH ? nanos : Math.min(MOST_NANOS, 2 * nanos);
            interval = FIRST_TRIAL;
        } else {
            nanos = nanos == LEAST_NANOS ? 0 : nanos / 2;
            interval = Math.min(LAST_TRIAL, 2 * interval);
            untilTrial = interval;
        }
        gain = 0;
        if (nanos > 0) {
            waits = true;
            notBefore = System.nanoTime() + nanos;
        }
    }
}
