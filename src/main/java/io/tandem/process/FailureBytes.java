package io.tandem.process;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;

/**
 * A Throwable on its way to another process: a stand-in first and the original, where it can be serialized, behind it. Who
 * cannot read the original gets the stand-in, a {@link RemoteFailure}.
 */
public final class FailureBytes {
    private FailureBytes() {}

    /** Throws if not even the stand-in can be written. */
    public static byte[] of(Throwable thrown) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(RemoteFailure.of(thrown));
            out.writeObject(original(thrown));
        }
        return bytes.toByteArray();
    }

    private static byte[] original(Throwable thrown) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(thrown);
        } catch (IOException | RuntimeException notSerializable) {
            return new byte[0];
        }
        return bytes.toByteArray();
    }

    /** Throws if the bytes are not whole. */
    public static Throwable read(byte[] bytes) throws IOException, ClassNotFoundException {
        ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes));
        Throwable standIn = (Throwable) in.readObject();
        byte[] original = (byte[]) in.readObject();
        try {
            return (Throwable) new ObjectInputStream(new ByteArrayInputStream(original)).readObject();
        } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError unknownHere) {
            return standIn;
        }
    }
}
