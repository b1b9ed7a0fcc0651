package io.tandem.process;

import io.tandem.owner.SharedDirectory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.NotSerializableException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What a child is started with: who its parent is, where to leave a failure, and the serialized child object. It comes by
 * the child's standard input, in one write, or in the child's private file if it is longer than a pipe takes at once. The
 * child removes that file when it shuts down in order: if it is still there after the end, the child was killed.
 *
 * <pre>
 *   length of the envelope: int | envelope; 0 if it is in the file
 * </pre>
 */
record Envelope(
        long parentParticipant,
        long parentPid,
        String parentName,
        boolean daemon,
        String failureFile,
        boolean plain,
        byte[] child) {
    /** No longer is a write to a pipe that nobody can see a part of. */
    private static final int PIPE_BUF = 4096;

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

    /** The file of a child that is to be. */
    static void save(byte[] bytes, Path file) {
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new ProcessStartException("cannot write the task of a child to " + file, e);
        }
    }

    /** To the child with this file and the other end of this pipe: all of it or, with an exception, nothing. */
    static void send(ByteArrayOutputStream written, Path file, OutputStream lifeLine) throws IOException {
        boolean fits = Integer.BYTES + written.size() <= PIPE_BUF;
        ByteBuffer message = ByteBuffer.allocate(PIPE_BUF).putInt(fits ? written.size() : 0);
        if (fits) {
            message.put(written.toByteArray());
        } else {
            save(written.toByteArray(), file);
        }
        lifeLine.write(message.array(), 0, message.position());
        lifeLine.flush();
    }

    /** Waits for it; null if the pipe ends without one. The file is this child's. */
    static Envelope receive(InputStream lifeLine, Path file) throws IOException {
        byte[] message = new byte[PIPE_BUF];
        int filled = 0;
        int length = 0;
        while (filled < Integer.BYTES + length) {
            int read = lifeLine.read(message, filled, PIPE_BUF - filled);
            if (read <= 0) {
                return null;
            }
            filled += read;
            length = filled < Integer.BYTES ? 0 : ByteBuffer.wrap(message).getInt();
        }
        byte[] bytes = length == 0 ? Files.readAllBytes(file) : Arrays.copyOfRange(message, Integer.BYTES, filled);
        return read(bytes);
    }

    private static Envelope read(byte[] from) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(from))) {
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
