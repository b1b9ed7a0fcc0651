package io.tandem.spill;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import io.tandem.file.CrashPoint;
import io.tandem.file.SafePath;
import io.tandem.file.Uninterrupted;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.agrona.DirectBuffer;

/**
 * A file being written, mode 0600, through a channel: so every byte has its room on the disk, or the disk is full and
 * {@code NO_SPACE} is thrown here, not in whoever touches the memory later. Closed before {@link #keep()}, it is deleted.
 * An interrupt of the thread is put off. For one thread; blocks on the disk only; killed anywhere, its maker leaves a
 * file that nobody refers to. Takes a buffer of 64 KiB, whatever the length.
 */
final class NewFile implements AutoCloseable {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final int PIECE = 64 << 10;

    private final Path path;
    private final ByteBuffer piece = ByteBuffer.allocate(PIECE);
    private FileChannel channel;
    private long length;
    private boolean kept;

    private NewFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Null if the name is taken. */
    static NewFile create(Path path) {
        try {
            CrashPoint.at("spill.creating");
            NewFile file = new NewFile(path, FileChannel.open(path, Set.of(CREATE_NEW, WRITE), OWNER_ONLY));
            CrashPoint.at("spill.created");
            return file;
        } catch (FileAlreadyExistsException taken) {
            return null;
        } catch (IOException e) {
            throw SafePath.refusal(path, e);
        }
    }

    Path path() {
        return path;
    }

    void write(DirectBuffer source, int index, int bytes) {
        int at = 0;
        while (at < bytes) {
            int count = Math.min(PIECE, bytes - at);
            source.getBytes(index + at, piece.clear(), count);
            write(piece.flip());
            at += count;
        }
    }

    /** All that comes; what the source throws reaches the caller. */
    void write(ReadableByteChannel source) throws IOException {
        while (source.read(piece.clear()) >= 0) {
            write(piece.flip());
        }
    }

    /** To be called first. */
    void writeZeros(long bytes) {
        for (long at = 0; at < bytes; at += PIECE) {
            write(piece.clear().limit((int) Math.min(PIECE, bytes - at)));
        }
    }

    private void write(ByteBuffer bytes) {
        int count = bytes.remaining();
        CrashPoint.at("spill.writing");
        try {
            Uninterrupted.io(() -> {
                if (!channel.isOpen()) {
                    channel = FileChannel.open(path, WRITE, NOFOLLOW_LINKS); // an interrupt had closed it
                }
                while (bytes.hasRemaining()) {
                    channel.write(bytes, length + count - bytes.remaining());
                }
                return null;
            });
        } catch (IOException e) {
            throw SafePath.refusal(path, e);
        }
        length += count;
        CrashPoint.at("spill.wrote");
    }

    /** It is whole. */
    void keep() {
        try {
            channel.close();
        } catch (IOException e) {
            throw SafePath.refusal(path, e);
        }
        kept = true;
        CrashPoint.at("spill.kept");
    }

    @Override
    public void close() {
        if (!kept) {
            try {
                channel.close();
                CrashPoint.at("spill.dropping");
                Files.deleteIfExists(path);
                CrashPoint.at("spill.dropped");
            } catch (IOException leftToTheSweep) {
                // nobody refers to it
            }
        }
    }
}
