package io.tandem.manager;

import io.tandem.codec.TooLargeException;
import io.tandem.file.CrashPoint;
import io.tandem.file.SafePath;
import io.tandem.file.TandemException;
import io.tandem.owner.SharedDirectory;
import io.tandem.pipe.Connection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The messages of a client and a server, both ways. One that is large for the pipe goes into a private file whose name is
 * sent instead; who receives it deletes it, else {@link #sweep} of who wrote it, else the sweep of the directory.
 *
 * <pre>
 *  request   INLINE number object method arguments     number 0: a notice, no answer
 *  answer    INLINE number status value
 *  either    FILE name                                 what is in the file has the form above
 * </pre>
 */
final class Messages {
    static final int INLINE = 0;
    static final int FILE = 1;

    /** Of answers. */
    static final int VALUE = 0;

    static final int THROWN = 1;

    private static final int LARGEST_INLINE = 1 << 16;
    private static final int MANY_FILES = 64;
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Connection<byte[]> connection;
    private final SharedDirectory directory;
    private final Path folder;
    private final ConcurrentLinkedQueue<Path> written = new ConcurrentLinkedQueue<>();

    Messages(Connection<byte[]> connection, SharedDirectory directory) {
        this.connection = connection;
        this.directory = directory;
        this.folder = directory.path();
    }

    /** Blocks while the pipe is full; an interrupt stays set, and does not end it. */
    void send(ValueWriter message) {
        if (message.length() <= LARGEST_INLINE) {
            send(message.array(), message.length());
            return;
        }
        String name = write(message.array(), message.length());
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        byte[] reference = new byte[text.length + 1];
        reference[0] = FILE;
        System.arraycopy(text, 0, reference, 1, text.length);
        send(reference, reference.length);
    }

    private void send(byte[] bytes, int length) {
        boolean interrupted = false;
        while (true) {
            try {
                CrashPoint.at("call.sending");
                connection.sendBytes(bytes, 0, length);
                CrashPoint.at("call.sent");
                break;
            } catch (InterruptedException notSent) {
                interrupted = true;
            }
        }
        restore(interrupted);
    }

    /** A small one, if there is room; does not wait. */
    boolean offer(ValueWriter message) {
        try {
            return connection.send(Arrays.copyOf(message.array(), message.length()), Duration.ZERO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (TandemException gone) {
            return true;
        }
    }

    /** The bytes in a new file that only this user can read; returns its name. */
    String write(byte[] bytes, int length) {
        Path file = directory.privatePath("call");
        if (length < 0) {
            throw new TooLargeException("a call of more than 2 GiB; split it, or share an array");
        }
        written.add(file);
        boolean interrupted = Thread.interrupted(); // it would close the channel
        CrashPoint.at("call.making");
        try (FileChannel channel = (FileChannel) Files.newByteChannel(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNER_ONLY)) {
            CrashPoint.at("call.made");
            ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            CrashPoint.at("call.written");
        } catch (IOException e) {
            throw SafePath.refusal(file, e);
        } finally {
            restore(interrupted);
        }
        if (written.size() > MANY_FILES) {
            written.removeIf(Files::notExists);
        }
        return file.getFileName().toString();
    }

    /** What such a file holds; it is gone afterwards. */
    byte[] read(String name) {
        Path file = folder.resolve(name);
        if (!name.startsWith(".") || !folder.equals(file.normalize().getParent())) {
            throw new io.tandem.codec.DecodeException("\"" + name + "\" is no name of a private file", null);
        }
        boolean interrupted = Thread.interrupted();
        try {
            SafePath.requireFile(file);
            byte[] bytes = Files.readAllBytes(file);
            CrashPoint.at("call.read");
            Files.deleteIfExists(file);
            CrashPoint.at("call.deleted");
            return bytes;
        } catch (IOException e) {
            throw SafePath.refusal(file, e);
        } finally {
            restore(interrupted);
        }
    }

    private static void restore(boolean interrupted) {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The message itself, whichever way it came. */
    byte[] resolve(byte[] received) {
        return received.length > 0 && received[0] == FILE
                ? read(new String(received, 1, received.length - 1, StandardCharsets.UTF_8))
                : received;
    }

    /** The handle on the directory, once. */
    void release() {
        directory.release();
    }

    /** Deletes what this side wrote and the other never read. */
    void sweep() {
        for (Path file = written.poll(); file != null; file = written.poll()) {
            try {
                CrashPoint.at("call.sweeping");
                Files.deleteIfExists(file);
                CrashPoint.at("call.swept");
            } catch (IOException leftToTheDirectory) {
                // its name says whose it is
            }
        }
    }
}
