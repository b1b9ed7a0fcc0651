package io.tandem.journal;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import net.openhft.posix.OpenFlag;
import net.openhft.posix.PosixAPI;

/**
 * Disk blocks behind a part of a file before it is written through a mapping: a store into a hole of a full disk kills
 * the JVM. Costs a few system calls.
 */
final class DiskRoom {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /** A signal may have ended the first ones. */
    private static final int ATTEMPTS = 3;

    private DiskRoom() {}

    /** Makes the file if need be; leaves its bytes as they are. {@link IOException} if there is no room. */
    static void allocate(Path file, long from, long bytes) throws IOException {
        FileChannel.open(file, Set.of(CREATE, WRITE), OWNER_ONLY).close();
        PosixAPI posix = PosixAPI.posix();
        int descriptor = -1;
        try {
            descriptor = posix.open(file.toString(), OpenFlag.O_RDWR, 0);
            for (int attempt = 0; posix.fallocate(descriptor, 0, from, bytes) != 0; attempt++) {
                if (attempt == ATTEMPTS) {
                    boolean full = Files.getFileStore(file).getUsableSpace() < bytes; // the JVM loses errno
                    throw new IOException(
                            (full ? "No space left: " : "") + "cannot get " + bytes + " bytes of disk for " + file);
                }
            }
        } catch (RuntimeException e) {
            throw new IOException("cannot get " + bytes + " bytes of disk for " + file + ": " + e.getMessage(), e);
        } finally {
            if (descriptor >= 0) {
                posix.close(descriptor);
            }
        }
    }
}
