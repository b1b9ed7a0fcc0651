package io.tandem.queue;

import io.tandem.file.TandemException;

/** The queue was shut down: it accepts nothing more; or, from a take, it is empty for ever. */
public final class QueueShutDownException extends TandemException {
    private static final long serialVersionUID = 1;

    public QueueShutDownException(String message) {
        super(message);
    }
}
