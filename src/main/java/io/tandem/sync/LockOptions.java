package io.tandem.sync;

/**
 * What a lock is created with; kept in its file.
 *
 * @param inOrder threads take it in order of arrival, up to 64 waiting ones
 * @param refuses after the death of a holder, {@code lock} throws until somebody has repaired what the lock guards
 */
public record LockOptions(boolean inOrder, boolean refuses) {
    /** Who comes at the right moment takes it; after a death the next holder is told. */
    public static final LockOptions DEFAULT = new LockOptions(false, false);

    /** In order of arrival, which costs more while several wait. */
    public LockOptions fair() {
        return new LockOptions(true, refuses);
    }

    /** Refusing after a death: see {@link RobustLock#recover}. */
    public LockOptions strict() {
        return new LockOptions(inOrder, true);
    }
}
