package io.tandem.manager;

import java.util.concurrent.locks.LockSupport;

/** A call of a client that waits for its answer. */
final class Pending {
    private final Thread caller = Thread.currentThread();
    private volatile byte[] answer;
    private volatile boolean failed;
    private volatile boolean waiting;
    private boolean interrupted;

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

    /** Its own thread notes that an interrupt came, and at the end tells. */
    void interrupted() {
        interrupted = true;
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
