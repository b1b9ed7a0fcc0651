package io.tandem.file;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/**
 * Runs file operations as if the thread had not been interrupted: the interrupt is put off, not lost. Needed because
 * an interrupt closes the {@code FileChannel} in use. The action may run more than once and must clean up after itself.
 */
public final class Uninterrupted {
    /** A file operation. */
    public interface Action<T> {
        T run() throws IOException;
    }

    private Uninterrupted() {}

    public static <T> T io(Action<T> action) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return action.run();
                } catch (ClosedByInterruptException e) {
                    interrupted = true;
                    Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
