package io.tandem.pool;

import io.tandem.file.TandemException;
import java.util.OptionalInt;

/**
 * The worker that ran a task ended before it answered: killed, crashed, out of memory, or by {@code System.exit} in the
 * task. The task may have done all, a part or nothing of its work. Other tasks are not affected; the worker is replaced.
 */
public final class WorkerDiedException extends TandemException {
    private static final long serialVersionUID = 1;

    private final long pid;
    private final int exitCode;
    private final int signal;

    WorkerDiedException(long pid, int exitCode, int signal) {
        super(
                "worker " + pid + " ended in the middle of this task, "
                        + (signal > 0 ? "by signal " + signal : "with exit code " + exitCode)
                        + "; if the task may be repeated, give the pool retries(n)",
                null);
        this.pid = pid;
        this.exitCode = exitCode;
        this.signal = signal;
    }

    public long pid() {
        return pid;
    }

    /** As {@link Process#exitValue()} tells it, 128 + n after signal n. */
    public int exitCode() {
        return exitCode;
    }

    /** The signal that ended it, where that is known. */
    public OptionalInt signal() {
        return signal > 0 ? OptionalInt.of(signal) : OptionalInt.empty();
    }
}
