package io.tandem.process;

import io.tandem.codec.ProgramStream;
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

    /** Throws if the bytes are not whole. {@code program} sees the classes of the program; may be null. */
    public static Throwable read(byte[] bytes, ClassLoader program) throws IOException, ClassNotFoundException {
        ObjectInputStream in = new ProgramStream(bytes, program);
        Throwable standIn = (Throwable) in.readObject();
        byte[] original = (byte[]) in.readObject();
        try {
            return (Throwable) new ProgramStream(original, program).readObject();
        } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError unknownHere) {
            return standIn;
        }
    }
}
