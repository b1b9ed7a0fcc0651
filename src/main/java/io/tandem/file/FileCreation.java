package io.tandem.file;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.tandem.file.SharedFileException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/**
 * Builds a shared file so that nobody ever sees half of it, wherever its creator is killed: a temporary name; all
 * bytes allocated by writing zeros (a sparse file on a full tmpfs loses stores silently); header and first values;
 * then a hard link as its public name, which fails if the name is taken (a rename would replace). An orphaned
 * temporary file carries the dead creator's id in its name, for whoever sweeps the directory.
 */
final class FileCreation {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final int PIECE = 64 << 10;
    private static final int SMALL = 1 << 20;
    private static final UUID BOOT = bootId();

    private FileCreation() {}

    /** Builds the file at {@code temporary} and gives it the name {@code path}; {@code ALREADY_EXISTS} if taken. */
    static void publish(Path path, Path temporary, FileSpec spec, SharedFile.Filler filler) {
        try {
            Uninterrupted.io(() -> {
                build(path, temporary, spec, filler);
                return null;
            });
        } catch (FileAlreadyExistsException e) {
            throw new SharedFileException(Reason.ALREADY_EXISTS, path, "a free name", "a file of that name", e);
        } catch (UnsupportedOperationException e) {
            throw new SharedFileException(Reason.UNSUPPORTED_FILE_SYSTEM, path, "hard links", "none", null);
        } catch (IOException e) {
            throw SafePath.refusal(path, e);
        }
    }

    private static void build(Path path, Path temporary, FileSpec spec, SharedFile.Filler filler) throws IOException {
        FileHeader header = FileHeader.of(spec, BOOT);
        requireSpace(path, header.fileBytes());
        CrashPoint.at("create.clearing");
        Files.deleteIfExists(temporary);
        CrashPoint.at("create.cleared");
        try (FileChannel channel = FileChannel.open(temporary, Set.of(CREATE_NEW, READ, WRITE), OWNER_ONLY)) {
            CrashPoint.at("create.opened");
            allocate(channel, header.fileBytes());
            CrashPoint.at("create.allocated");
            writeFully(channel, header.encode(), 0);
            CrashPoint.at("create.headed");
            Mapping mapping = Mapping.of(channel, header.fileBytes());
            filler.fill(mapping);
            CrashPoint.at("create.filled");
            Files.createLink(path, temporary);
            CrashPoint.at("create.published");
        } finally {
            Files.deleteIfExists(temporary);
        }
        CrashPoint.at("create.done");
    }

    /** A look ahead, so that a hopeless attempt does not first take all that others could use. */
    private static void requireSpace(Path path, long size) throws IOException {
        if (size > SMALL) {
            long usable = Files.getFileStore(path.getParent()).getUsableSpace();
            if (size > usable) {
                throw new SharedFileException(Reason.NO_SPACE, path, size + " bytes", usable + " bytes");
            }
        }
    }

    private static void allocate(FileChannel channel, long size) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocate((int) Math.min(PIECE, size));
        for (long at = 0; at < size; at += zeros.capacity()) {
            zeros.clear().limit((int) Math.min(zeros.capacity(), size - at));
            writeFully(channel, zeros, at);
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes, long at) throws IOException {
        long next = at;
        while (bytes.hasRemaining()) {
            next += channel.write(bytes, next);
        }
    }

    private static UUID bootId() {
        try {
            return UUID.fromString(
                    Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).trim());
        } catch (IOException | IllegalArgumentException unknown) {
            return new UUID(0, 0);
        }
    }
}
