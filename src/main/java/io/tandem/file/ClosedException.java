package io.tandem.file;

/** A shared object was used after its {@code close()} in this JVM, or after somebody destroyed it. */
public final class ClosedException extends TandemException {
    private static final long serialVersionUID = 1;

    private ClosedException(String what, String state) {
        super(what + state);
    }

    /** Closed here; the object itself may live on in other JVMs. */
    public ClosedException(String what) {
        this(what, " is closed in this JVM; attach to its path again to use it");
    }

    /** For all JVMs. */
    public static ClosedException destroyed(String what) {
        return new ClosedException(what, " was destroyed; create it anew");
    }
}
