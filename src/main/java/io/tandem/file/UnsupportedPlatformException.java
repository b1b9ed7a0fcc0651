package io.tandem.file;

/** Tandem cannot keep its promises on this operating system, or this JVM was started without a flag it needs. */
public final class UnsupportedPlatformException extends TandemException {
    private static final long serialVersionUID = 1;

    public UnsupportedPlatformException(String message, Throwable cause) {
        super(message, cause);
    }
}
