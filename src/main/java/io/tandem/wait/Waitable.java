package io.tandem.wait;

/** What {@link Wait#any} can wait for. */
public interface Waitable {
    /** Whether there is something to be taken, or nothing more will come; throws if this was closed or destroyed. */
    boolean isReady();

    /** Rung when that may have changed. */
    Bell bell();
}
