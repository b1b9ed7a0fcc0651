package io.tandem.lane;

import io.tandem.file.TandemException;

/** A lane holds what no writer of ours wrote. It cannot be used; create the file anew. */
public final class CorruptLaneException extends TandemException {
    private static final long serialVersionUID = 1;

    public CorruptLaneException(String what) {
        super("a lane was damaged by something else than Tandem: " + what + "; create the file anew");
    }
}
