package io.tandem.process;

import io.tandem.file.TandemException;

/** A child JVM could not be started: its task cannot travel, its class path cannot be known, or there is no java. */
public final class ProcessStartException extends TandemException {
    private static final long serialVersionUID = 1;

    public ProcessStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
