package io.tandem.manager;

import java.util.concurrent.locks.LockSupport;

/** A call of a client that waits for its answer. */
final class Pending {
    private final long number;
    private final Thread caller = Thread.currentThread();
    private volatile byte[] answer;
    private volatile boolean failed;
    private volatile boolean waiting;
    /** Only its own thread looks at these. */
    private boolean interrupted;

    private boolean untold;

    Pending(long number) {
        this.number = number;
    }

    long number() {
        return number;
    }

    boolean isDone() {
        return answer != null || failed;
    }

    /** From now on it may be asked to receive for all. */
    void waits() {
        waiting = true;
    }

    boolean isWaiting() {
        return waiting && !isDone();
    }

    /** Its own thread notes that an interrupt came: the server is to be told, and at the end it is set again. */
    void interrupted() {
        interrupted = true;
        untold = true;
    }

    /** Whether the server does not know of an interrupt yet. */
    boolean isUntold() {
        return untold;
    }

    void told() {
        untold = false;
    }

    boolean wasInterrupted() {
        return interrupted;
    }

    /** Null if there is none, and none will come. */
    byte[] answer() {
        return answer;
    }

    void arrived(byte[] bytes) {
        answer = bytes;
        wake();
    }

    void fail() {
        failed = true;
        wake();
    }

    void wake() {
        if (caller != Thread.currentThread()) {
            LockSupport.unpark(caller);
        }
    }
}
