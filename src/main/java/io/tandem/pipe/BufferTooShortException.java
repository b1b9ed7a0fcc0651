package io.tandem.pipe;

import io.tandem.file.TandemException;

/** The next message has more bytes than the caller's buffer. It was not received: ask again with a larger one. */
public final class BufferTooShortException extends TandemException {
    private static final long serialVersionUID = 1;

    private final int needed;

    public BufferTooShortException(int needed, int room) {
        super("the next message has " + needed + " bytes, the buffer has room for " + room + "; it is still there");
        this.needed = needed;
    }

    public int needed() {
        return needed;
    }
}
