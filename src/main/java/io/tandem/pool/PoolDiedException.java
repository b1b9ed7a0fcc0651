package io.tandem.pool;

import io.tandem.file.TandemException;

/** The process that made the pool has ended, and its workers with it: nobody will answer. */
public final class PoolDiedException extends TandemException {
    private static final long serialVersionUID = 1;

    PoolDiedException(String message) {
        super(message, null);
    }
}
