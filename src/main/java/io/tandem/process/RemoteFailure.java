package io.tandem.process;

import io.tandem.file.TandemException;

/**
 * Stands for a Throwable of a child that cannot be deserialized here: it has the name of its class, its message, its
 * stack trace and its causes.
 */
public final class RemoteFailure extends TandemException {
    private static final long serialVersionUID = 1;
    private static final int DEEPEST = 16;

    private final String className;

    private RemoteFailure(Throwable original, RemoteFailure cause) {
        super(original.toString(), cause);
        this.className = original.getClass().getName();
        setStackTrace(original.getStackTrace());
    }

    /** The stand-in for a Throwable. */
    public static RemoteFailure of(Throwable original) {
        return of(original, 0);
    }

    private static RemoteFailure of(Throwable original, int depth) {
        Throwable cause = original.getCause();
        return new RemoteFailure(original, cause == null || depth == DEEPEST ? null : of(cause, depth + 1));
    }

    /** Name of the class that was thrown in the child. */
    public String className() {
        return className;
    }
}
