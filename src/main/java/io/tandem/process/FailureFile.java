package io.tandem.process;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How a child's Throwable gets to its parent: a private file with the stand-in first and the original, where it can be
 * serialized, behind it. Lies in a directory that only this user can write to, hence is trusted.
 */
final class FailureFile {
    private FailureFile() {}

    static void write(Path file, Throwable thrown) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ObjectOutputStream out = new ObjectOutputStream(bytes);
            out.writeObject(RemoteFailure.of(thrown));
            out.writeObject(original(thrown));
            out.close();
            Files.write(file, bytes.toByteArray());
        } catch (IOException | RuntimeException notTold) {
            thrown.addSuppressed(notTold);
        }
    }

    private static byte[] original(Throwable thrown) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ObjectOutputStream out = new ObjectOutputStream(bytes);
            out.writeObject(thrown);
            out.close();
            return bytes.toByteArray();
        } catch (IOException | RuntimeException notSerializable) {
            return new byte[0];
        }
    }

    /** Reads and deletes; null if the child left nothing whole. */
    static Throwable take(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            Files.delete(file);
            ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes));
            Throwable standIn = (Throwable) in.readObject();
            byte[] original = (byte[]) in.readObject();
            try {
                return (Throwable) new ObjectInputStream(new ByteArrayInputStream(original)).readObject();
            } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError unknownHere) {
                return standIn;
            }
        } catch (IOException | ClassNotFoundException | RuntimeException nothingWhole) {
            return null;
        }
    }
}
