package io.tandem.versus;

/** One receiving end, for one thread. */
interface Receiver {
    /** How many messages a poll hands out at most, where that can be said. */
    int LIMIT = 256;

    /** Hands waiting messages to its {@link Sink}; returns how many. */
    int poll();
}
