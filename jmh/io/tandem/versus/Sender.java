package io.tandem.versus;

/** One sending end, for one thread. */
interface Sender {
    /** Sends this message, or adds it to the batch; false if there is no room now. */
    boolean trySend(long sequence);
}
