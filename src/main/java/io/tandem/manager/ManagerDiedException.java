package io.tandem.manager;

import io.tandem.file.TandemException;

/** The server of a manager died, or was shut down: what it held is gone, shared things made in its directory are not. */
public final class ManagerDiedException extends TandemException {
    private static final long serialVersionUID = 1;

    private final long pid;

    ManagerDiedException(String message, long pid, Throwable cause) {
        super(message, cause);
        this.pid = pid;
    }

    /** The process id the server had; 0 if it never told. */
    public long pid() {
        return pid;
    }
}
