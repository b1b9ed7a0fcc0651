package io.tandem.codec;

import io.tandem.file.TandemException;

/** An object cannot be encoded: it, or something it refers to, is not serializable or not accepted. */
public final class EncodeException extends TandemException {
    private static final long serialVersionUID = 1;

    public EncodeException(String message, Throwable cause) {
        super(message, cause);
    }
}
