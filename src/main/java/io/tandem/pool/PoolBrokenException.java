package io.tandem.pool;

import io.tandem.file.TandemException;

/** No worker can start, or its initializer throws: the cause says why. The pool is of no use any more. */
public final class PoolBrokenException extends TandemException {
    private static final long serialVersionUID = 1;

    PoolBrokenException(String message, Throwable cause) {
        super(message, cause);
    }
}
