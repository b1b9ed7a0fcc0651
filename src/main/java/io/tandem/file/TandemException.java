package io.tandem.file;

/**
 * The root of everything Tandem throws on its own account. Unchecked. Each subclass names one thing that went wrong;
 * each message says what was wrong, with which value, and what to do.
 */
public class TandemException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public TandemException(String message) {
        super(message);
    }

    public TandemException(String message, Throwable cause) {
        super(message, cause);
    }
}
