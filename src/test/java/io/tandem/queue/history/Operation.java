package io.tandem.queue.history;

/**
 * One call of a queue's method: what it did and when, by the one monotonic clock of the host.
 *
 * @param value what was put or taken; 0 where there is none
 * @param end when it returned, {@link #PENDING} if it never did: such a put may have happened, such a take may have taken something
 */
record Operation(Kind kind, long value, long call, long end) {
    /** Later than any stamp. */
    static final long PENDING = Long.MAX_VALUE;

    enum Kind {
        PUT,
        /** An offer that returned false. */
        FULL,
        TAKE,
        /** A poll that returned null. */
        EMPTY
    }
}
