package io.tandem.pipe;

import io.tandem.file.TandemException;

/** The process at the other end died without closing it; everything it sent has been received. */
public final class PeerDiedException extends TandemException {
    private static final long serialVersionUID = 1;

    private final long pid;

    public PeerDiedException(String message, long pid) {
        super(message);
        this.pid = pid;
    }

    /** The process id it had, in its own pid namespace; 0 if it was gone before anybody looked. */
    public long pid() {
        return pid;
    }
}
