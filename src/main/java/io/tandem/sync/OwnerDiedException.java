package io.tandem.sync;

import io.tandem.file.TandemException;

/** A holder of a strict lock died, and what it guards may be half changed. The lock is not held by who gets this. */
public final class OwnerDiedException extends TandemException {
    private static final long serialVersionUID = 1;

    OwnerDiedException(String lock) {
        super("a holder of " + lock + " died and what it guards may be half changed; repair it in recover(..), or call"
                + " markConsistent() in a handler given to onOwnerDied(..)");
    }
}
