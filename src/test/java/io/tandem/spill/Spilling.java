package io.tandem.spill;

import io.tandem.file.FileSpec;
import io.tandem.file.Kind;
import io.tandem.file.SharedFile;
import io.tandem.owner.Attachment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;

/** A shared file that stands for a queue, and the spilled files of it. */
final class Spilling implements AutoCloseable {
    private static final Kind KIND = new Kind("spilltest", "nothing", count -> Long.BYTES * count);
    private static final FileSpec SPEC = new FileSpec(KIND, 1);

    final Attachment attachment;
    final SpillFiles files;
    private final Path given;

    Spilling(Path queue, Path given) {
        this.attachment = Attachment.createOrAttach(queue, SPEC, SharedFile.Filler.ZEROS);
        this.given = given;
        this.files = again();
    }

    /** As another process sees them. */
    SpillFiles again() {
        return new SpillFiles(attachment.directory(), attachment.file(), given);
    }

    Path queue() {
        return attachment.file().path();
    }

    Path directory() {
        return files.path(0).getParent();
    }

    static Set<String> names(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return Set.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    Set<String> names() throws IOException {
        return names(directory());
    }

    /** Bytes that tell where they belong. */
    static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    long write(int lane, byte[] message) {
        return files.write(lane, new UnsafeBuffer(message), 0, message.length);
    }

    static byte[] read(SharedBytes bytes) {
        byte[] copy = new byte[(int) bytes.length()];
        bytes.get(0, copy, 0, copy.length);
        return copy;
    }

    /** Opens, deletes, reads. */
    byte[] take(long reference) {
        try (SharedBytes bytes = files.open(reference)) {
            files.delete(reference);
            return bytes == null ? null : read(bytes);
        }
    }

    /** Gives so many bytes, then throws. */
    static ReadableByteChannel failingAfter(int length) {
        return new ReadableByteChannel() {
            private int left = length;

            @Override
            public int read(ByteBuffer target) throws IOException {
                if (left == 0) {
                    throw new IOException("the source failed");
                }
                int count = Math.min(left, target.remaining());
                target.position(target.position() + count);
                left -= count;
                return count;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void close() {
        attachment.release();
    }
}
