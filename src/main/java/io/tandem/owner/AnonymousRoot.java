package io.tandem.owner;

import io.tandem.file.SafePath;
import io.tandem.file.SharedFileException;
import io.tandem.file.SharedFileException.Reason;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * The parent of all anonymous Tandem directories of one user, mode 0700, and the lock that keeps their birth and their
 * removal apart: whoever makes a directory shares byte 0 of {@code .lock} until its first participant is registered;
 * whoever sweeps holds that byte alone. So a directory a sweeper sees without a live participant has lost them all.
 * Neither age nor wall clock is ever asked. A sweeper that finds the byte taken leaves the work to the next one.
 */
final class AnonymousRoot {
    static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final long LEAST_SPACE = 8L << 20;
    private static final long BIRTH_BYTE = 0;
    private static final long PATIENCE_NANOS = 10_000_000_000L;
    /** One monitor for all copies of this class in this JVM: each opens and closes the same lock file. */
    private static final Object MONITOR = "io.tandem.owner.AnonymousRoot".intern();

    /** What happens to a new directory while no sweeper can see it. */
    interface Birth<T> {
        T in(Path directory) throws IOException;
    }

    private AnonymousRoot() {}

    /** Makes a directory, lets {@code birth} register its first participant, and returns what that returned. */
    static <T> T bear(Birth<T> birth) throws IOException {
        synchronized (MONITOR) {
            Path root = path();
            try (LockFile lock = lockForBirth(root)) {
                String name = ProcessHandle.current().pid() + "-"
                        + UUID.randomUUID().toString().substring(0, 8);
                return birth.in(Files.createDirectory(root.resolve(name), OWNER_ONLY));
            }
        }
    }

    private static LockFile lockForBirth(Path root) throws IOException {
        long start = System.nanoTime();
        while (true) {
            makeDirectory(root);
            LockFile lock = LockFile.open(lockPath(root));
            if (lock == null) {
                continue; // a sweeper took the empty root away
            }
            if (lock.tryShare(BIRTH_BYTE)) {
                if (lock.isCurrent()) {
                    return lock;
                }
            } else if (System.nanoTime() - start > PATIENCE_NANOS) {
                lock.close();
                throw new SharedFileException(
                        Reason.BUSY, lockPath(root), "a free lock within 10 s", "a lock held by another process");
            } else {
                LockSupport.parkNanos(1_000_000);
            }
            lock.close();
        }
    }

    private static void makeDirectory(Path root) throws IOException {
        try {
            Files.createDirectory(root, OWNER_ONLY);
        } catch (FileAlreadyExistsException usual) {
            // checked next
        }
        try {
            SafePath.requireDirectory(root);
        } catch (SharedFileException e) {
            if (e.reason() != Reason.NOT_FOUND) {
                throw e;
            }
        }
    }

    /** Removes every directory all of whose users are gone, and the root itself if nothing is left in it. */
    static void sweep(Path root) throws IOException {
        synchronized (MONITOR) {
            if (!Files.isDirectory(root)) {
                return;
            }
            try (LockFile lock = LockFile.open(lockPath(root))) {
                if (lock == null || !lock.tryLock(BIRTH_BYTE) || !lock.isCurrent()) {
                    return;
                }
                boolean empty = true;
                try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
                    for (Path entry : entries) {
                        if (Files.isDirectory(entry) && !removeIfAbandoned(entry)) {
                            empty = false;
                        }
                    }
                }
                if (empty) {
                    Files.deleteIfExists(lockPath(root));
                    Files.deleteIfExists(root);
                }
            } catch (DirectoryNotEmptyException | NoSuchFileException raced) {
                // somebody was born or was faster
            }
        }
    }

    private static boolean removeIfAbandoned(Path directory) throws IOException {
        Object identity = SafePath.identity(directory);
        if (identity == null) {
            return true;
        }
        if (AttachedHere.contains(identity)) {
            return false; // closing a second channel on its lock file would drop this JVM's own lock
        }
        try (LockFile life = LockFile.open(SharedDirectory.lifePath(directory))) {
            if (life == null) {
                return true;
            }
            if (!life.tryLockAll()) {
                return false;
            }
            remove(directory);
            return true;
        }
    }

    /** The lock file goes first: whoever attaches from then on finds no Tandem directory. */
    static void remove(Path directory) throws IOException {
        Files.deleteIfExists(SharedDirectory.lifePath(directory));
        FileTree.remove(directory);
    }

    private static Path lockPath(Path root) {
        return root.resolve(".lock");
    }

    /** {@code /dev/shm} where it is there and has room, else the directory for temporary files, with a warning. */
    static Path path() throws IOException {
        Path parent = Path.of(System.getProperty("java.io.tmpdir"));
        if (Files.isWritable(SHARED_MEMORY)) {
            long space = Files.getFileStore(SHARED_MEMORY).getUsableSpace();
            if (space >= LEAST_SPACE) {
                parent = SHARED_MEMORY;
            } else {
                System.getLogger("io.tandem")
                        .log(
                                Level.WARNING,
                                "/dev/shm has " + space + " bytes left; using " + parent
                                        + ". In a container, --shm-size makes it larger.");
            }
        }
        return parent.resolve("tandem-" + SafePath.uid());
    }
}
