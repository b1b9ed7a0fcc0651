package io.tandem.spill;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.tandem.file.SafePath;
import io.tandem.file.SharedFileException;
import io.tandem.file.SharedFileException.Reason;
import io.tandem.file.Uninterrupted;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Set;

/**
 * A whole file in the address space: in one piece up to the 2 GiB where a Java mapping ends, beyond in segments of 1 GiB.
 * The JDK unmaps a piece when nobody can reach its buffer any more. Any thread; checks no index beyond what the buffers
 * check.
 */
final class FileMapping {
    private static final Set<OpenOption> READING = Set.of(READ, NOFOLLOW_LINKS);
    private static final Set<OpenOption> WRITING = Set.of(READ, WRITE, NOFOLLOW_LINKS);
    private static final int ONE_SHIFT = 31;
    private static final int MANY_SHIFT = 30;

    private final ByteBuffer[] pieces;
    private final long length;
    private final int shift;

    private FileMapping(FileChannel channel, MapMode mode) throws IOException {
        this.length = channel.size();
        this.shift = length <= Integer.MAX_VALUE ? ONE_SHIFT : MANY_SHIFT;
        this.pieces = new ByteBuffer[(int) ((length + (1L << shift) - 1) >>> shift)];
        for (int i = 0; i < pieces.length; i++) {
            long from = (long) i << shift;
            pieces[i] = channel.map(mode, from, Math.min(1L << shift, length - from));
        }
    }

    /** Null if there is no such file. */
    static FileMapping open(Path path, boolean writable) {
        try {
            SafePath.requireFile(path);
            return Uninterrupted.io(() -> {
                try (FileChannel channel = FileChannel.open(path, writable ? WRITING : READING)) {
                    return new FileMapping(channel, writable ? MapMode.READ_WRITE : MapMode.READ_ONLY);
                }
            });
        } catch (NoSuchFileException gone) {
            return null;
        } catch (SharedFileException e) {
            if (e.reason() == Reason.NOT_FOUND) {
                return null;
            }
            throw e;
        } catch (IOException e) {
            throw SafePath.refusal(path, e);
        }
    }

    long length() {
        return length;
    }

    ByteBuffer piece(long index) {
        return pieces[(int) (index >>> shift)];
    }

    int offset(long index) {
        return (int) (index & (1L << shift) - 1);
    }

    /** At most so many bytes from {@code index} on, as far as they lie in one piece; a view of its own. */
    ByteBuffer view(long index, long most) {
        ByteBuffer piece = piece(index);
        int offset = offset(index);
        return piece.slice(offset, (int) Math.min(most, piece.capacity() - offset));
    }

    /** All of it, in one piece; null if it is too long for that. */
    ByteBuffer whole() {
        return length > Integer.MAX_VALUE ? null : length == 0 ? ByteBuffer.allocateDirect(0) : pieces[0];
    }
}
