package io.tandem.versus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.locks.LockSupport;

/**
 * Where one direction of a run lives.
 *
 * @param directory of this run alone
 * @param channel "a" from the first JVM to the second, "b" back
 * @param size bytes of a message
 * @param capacity bytes of a ring, of a socket's buffers
 * @param senders how many send on this channel
 * @param lone true if the other direction is used as well and every message awaits its answer
 */
record Place(Path directory, String channel, int size, int capacity, int senders, boolean lone) {
    Path file(String suffix) {
        return directory.resolve(channel + suffix);
    }

    /** Shows a finished file to the other side. */
    void publish(Path temporary, Path file) {
        try {
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for a file of the other side. */
    Path await(Path file) {
        while (!Files.exists(file)) {
            LockSupport.parkNanos(1_000_000);
        }
        return file;
    }
}
