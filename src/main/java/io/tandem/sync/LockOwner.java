package io.tandem.sync;

import java.time.Duration;

/**
 * Who held a lock a moment ago.
 *
 * @param pid the process, in its own pid namespace; 0 if that is not known any more
 * @param threadId the thread, as in {@link Thread#getId()}
 * @param heldFor at least so long: since somebody first waited for this hold or asked
 */
public record LockOwner(long pid, long threadId, Duration heldFor) {}
