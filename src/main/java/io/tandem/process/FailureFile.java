package io.tandem.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How a child's Throwable gets to its parent: a private file with its {@link FailureBytes}. Lies in a directory that only
 * this user can write to, hence is trusted. {@code program} is the class loader of the task.
 */
record FailureFile(Path path, ClassLoader program) {

    static void write(Path file, Throwable thrown) {
        try {
            Files.write(file, FailureBytes.of(thrown));
        } catch (IOException | RuntimeException notTold) {
            thrown.addSuppressed(notTold);
        }
    }

    /** Reads and deletes; null if the child left nothing whole. */
    Throwable take() {
        try {
            byte[] bytes = Files.readAllBytes(path);
            Files.delete(path);
            return FailureBytes.read(bytes, program);
        } catch (IOException | ClassNotFoundException | RuntimeException nothingWhole) {
            return null;
        }
    }
}
