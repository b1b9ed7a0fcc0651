package io.tandem.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How a child's Throwable gets to its parent: a private file with its {@link FailureBytes}. Lies in a directory that only
 * this user can write to, hence is trusted.
 */
final class FailureFile {
    private FailureFile() {}

    static void write(Path file, Throwable thrown) {
        try {
            Files.write(file, FailureBytes.of(thrown));
        } catch (IOException | RuntimeException notTold) {
            thrown.addSuppressed(notTold);
        }
    }

    /** Reads and deletes; null if the child left nothing whole. */
    static Throwable take(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            Files.delete(file);
            return FailureBytes.read(bytes);
        } catch (IOException | ClassNotFoundException | RuntimeException nothingWhole) {
            return null;
        }
    }
}
