package io.tandem.process;

import io.tandem.owner.SharedDirectory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a child is started with: who its parent is, where to leave a failure, and the serialized child object. It comes in
 * a private file, or to a {@link Spare} by its standard input, beside such a file. The child removes the file when it shuts
 * down in order: if it is still there after the end, the child was killed.
 */
record Envelope(
        long parentParticipant,
        long parentPid,
        String parentName,
        boolean daemon,
        String failureFile,
        boolean plain,
        byte[] child) {

    static void write(SharedDirectory directory, ChildProcess child, Path failureFile, OutputStream memory) {
        byte[] plain = PlainChild.write(child);
        byte[] bytes = plain == null ? serialize(child) : plain;
        try (DataOutputStream out = new DataOutputStream(memory)) {
            out.writeLong(directory.participants().self());
            out.writeLong(ProcessHandle.current().pid());
            out.writeUTF(ChildProcess.current().name());
            out.writeBoolean(child.daemon());
            out.writeUTF(failureFile.toString());
            out.writeBoolean(plain != null);
            out.writeInt(bytes.length);
            out.write(bytes);
        } catch (IOException e) {
            throw new ProcessStartException("cannot write the task of " + child.name(), e);
        }
    }

    static void save(ByteArrayOutputStream written, Path file) {
        try (OutputStream out = Files.newOutputStream(file)) {
            written.writeTo(out);
        } catch (IOException e) {
            throw new ProcessStartException("cannot write the task of a child to " + file, e);
        }
    }

    static Envelope read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        return read(bytes, 0, bytes.length);
    }

    static Envelope read(byte[] from, int index, int length) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(from, index, length))) {
            long participant = in.readLong();
            long pid = in.readLong();
            String name = in.readUTF();
            boolean daemon = in.readBoolean();
            String failure = in.readUTF();
            boolean plain = in.readBoolean();
            byte[] bytes = new byte[in.readInt()];
            in.readFully(bytes);
            return new Envelope(participant, pid, name, daemon, failure, plain, bytes);
        }
    }

    ParentProcess parent() {
        return new ParentProcess(parentPid, parentName, parentParticipant);
    }

    private static byte[] serialize(ChildProcess child) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(child);
            return bytes.toByteArray();
        } catch (NotSerializableException e) {
            throw new ProcessStartException(
                    "the task of " + child.name() + " captures an object of " + e.getMessage()
                            + ", which is not java.io.Serializable. A lambda that uses a field or method of the"
                            + " surrounding object captures that whole object: copy the field to a local variable,"
                            + " or let the class implement Serializable",
                    e);
        } catch (IOException e) {
            throw new ProcessStartException("the task of " + child.name() + " cannot be serialized: " + e, e);
        }
    }

    /** What {@link #open} will need is loaded by another thread while the child attaches, if it is more than one class. */
    void prepareToOpen() {
        if (plain) {
            return;
        }
        Thread loader = new Thread("tandem-loader") {
            @Override
            public void run() {
                ObjectInputFilter.Config.getSerialFilterFactory(); // 15 ms less
            }
        };
        loader.setDaemon(true);
        loader.start();
    }

    ChildProcess open() throws IOException, ClassNotFoundException {
        return plain
                ? PlainChild.read(child)
                : (ChildProcess) new ObjectInputStream(new ByteArrayInputStream(child)).readObject();
    }
}
