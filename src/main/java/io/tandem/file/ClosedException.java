package io.tandem.file;

/** A shared object was used after its {@code close()} in this JVM. The object itself may live on in other JVMs. */
public final class ClosedException extends TandemException {
    private static final long serialVersionUID = 1;

    public ClosedException(String what) {
        super(what + " is closed in this JVM; attach to its path again to use it");
    }
}
