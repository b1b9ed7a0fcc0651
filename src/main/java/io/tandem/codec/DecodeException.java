package io.tandem.codec;

import io.tandem.file.TandemException;

/** Bytes in shared memory are not what the codec writes, or name a class that it was not told to accept. */
public final class DecodeException extends TandemException {
    private static final long serialVersionUID = 1;

    public DecodeException(String message, Throwable cause) {
        super(message, cause);
    }
}
