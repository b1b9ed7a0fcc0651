package io.tandem.process;

import java.io.Serializable;

/**
 * What a child JVM does: usually a lambda. It travels by Java serialization, so everything it captures must be
 * serializable; shared things it captures arrive attached to the same files, everything else as a copy. What it throws
 * ends the child with exit code 1 and reaches the parent as {@link ChildProcess#failure()}.
 */
@FunctionalInterface
public interface ProcessTask extends Serializable {
    void run() throws Exception;
}
