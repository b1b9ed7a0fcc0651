package io.tandem.pipe;

import io.tandem.file.TandemException;

/** The other end closed its side, and everything it sent has been received. */
public final class EndOfStreamException extends TandemException {
    private static final long serialVersionUID = 1;

    public EndOfStreamException(String message) {
        super(message);
    }
}
