package io.tandem.sync;

import io.tandem.file.TandemException;

/** A lock was not free in time. The message says who holds it, and whether that process still lives. */
public final class LockTimeoutException extends TandemException {
    private static final long serialVersionUID = 1;

    LockTimeoutException(String message) {
        super(message);
    }
}
