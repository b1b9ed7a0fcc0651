package io.tandem.process;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.invoke.SerializedLambda;

/** A child with a {@link PlainTask}, no subclass, as bytes: the task, name, identity, whether it is a daemon. */
final class PlainChild {
    private PlainChild() {}

    /** Null if it is not one. */
    static byte[] write(ChildProcess child) {
        SerializedLambda lambda = child.getClass() == ChildProcess.class ? PlainTask.of(child.task()) : null;
        if (lambda == null) {
            return null;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            PlainTask.write(lambda, out);
            out.writeUTF(child.name());
            out.writeUTF(child.identity());
            out.writeBoolean(child.daemon());
        } catch (IOException tooLong) {
            return null;
        }
        return bytes.toByteArray();
    }

    static ChildProcess read(byte[] bytes) throws IOException, ClassNotFoundException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        ProcessTask task = PlainTask.read(in);
        return ChildProcess.arriving(in.readUTF(), in.readUTF(), in.readBoolean(), task);
    }
}
