package io.tandem.pipe;

import io.tandem.file.TandemException;

/** Nobody will receive what is sent: the other end was closed. */
public final class PeerClosedException extends TandemException {
    private static final long serialVersionUID = 1;

    public PeerClosedException(String message) {
        super(message);
    }
}
