package io.tandem.codec;

import io.tandem.file.TandemException;

/** An encoded object has more bytes than its shared place has room for. Nothing was changed. */
public final class TooLargeException extends TandemException {
    private static final long serialVersionUID = 1;

    public TooLargeException(String message) {
        super(message);
    }
}
