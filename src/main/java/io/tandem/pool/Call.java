package io.tandem.pool;

import io.tandem.pool.Answer.Outcome;

/** One task as its client sees it. Its fields are guarded by itself. */
abstract class Call {
    static final int NOWHERE = -1;

    /** Keeps the function, and so its file, while it may be needed. */
    final Object function;

    final long timeoutNanos;
    /** While it waits for room, or may have to be sent again. */
    Packet packet;

    int retries;
    int slot = NOWHERE;
    int generation;
    /** Nobody is interested in the outcome any more. */
    boolean given;

    boolean over;
    /** When it was first seen running, or interrupted. */
    long since;

    boolean interrupted;

    Call(Object function, long timeoutNanos) {
        this.function = function;
        this.timeoutNanos = timeoutNanos;
    }

    /** Told once, if nobody cancelled it before. By any thread of this JVM; does not block. */
    abstract void done(Outcome outcome);

    /** It will not run, because the pool was stopped. */
    abstract void dropped();
}
