package io.tandem.owner;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.tandem.file.SafePath;
import io.tandem.file.Uninterrupted;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * An empty file of which processes lock single bytes; the kernel drops a process's locks when it ends, however it ends.
 * The channel is opened once and used for {@code tryLock} and {@code release} only: on an interrupted thread any other
 * operation would close it, and closing <em>any</em> channel on this file drops <em>all</em> locks of the JVM on it.
 * Never waits. All methods are serialized, so that two threads of this JVM do not meet on one byte.
 */
final class LockFile implements AutoCloseable {
    private static final Set<OpenOption> OPTIONS = Set.of(READ, WRITE, NOFOLLOW_LINKS);

    private final Path path;
    private final Object identity;
    private final FileChannel channel;
    private final Map<Long, FileLock> held = new HashMap<>();

    private LockFile(Path path, Object identity, FileChannel channel) {
        this.path = path;
        this.identity = identity;
        this.channel = channel;
    }

    /** Opens, or creates, the lock file; null if its directory went away. One open channel per file and JVM at most. */
    static LockFile open(Path path) throws IOException {
        try {
            return Uninterrupted.io(new Opening(path));
        } catch (NoSuchFileException gone) {
            return null;
        }
    }

    /** No lambda: it is what a child that starts comes by. */
    private record Opening(Path path) implements Uninterrupted.Action<LockFile> {
        @Override
        public LockFile run() throws IOException {
            while (true) {
                if (!Files.exists(path, NOFOLLOW_LINKS)) {
                    createIfAbsent(path);
                }
                Object before = SafePath.identity(path);
                FileChannel channel = FileChannel.open(path, OPTIONS);
                if (before != null && before.equals(SafePath.identity(path))) {
                    return new LockFile(path, before, channel);
                }
                channel.close(); // a sweeper removed it meanwhile; no lock is held yet
            }
        }
    }

    private static void createIfAbsent(Path path) throws IOException {
        try {
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException faster) {
            // another JVM made it: the same to us
        }
    }

    /** Locks one byte exclusively until {@link #release} or the end of this process; false if anybody holds it. */
    synchronized boolean tryLock(long position) throws IOException {
        FileLock lock = tryLock(position, false);
        if (lock != null) {
            held.put(position, lock);
        }
        return lock != null;
    }

    /** The same, shared: any number of processes may hold it, but none exclusively meanwhile. */
    synchronized boolean tryShare(long position) throws IOException {
        FileLock lock = tryLock(position, true);
        if (lock != null) {
            held.put(position, lock);
        }
        return lock != null;
    }

    /** True if some process, this one included, holds the byte exclusively. Probes with a shared lock. */
    synchronized boolean isHeld(long position) throws IOException {
        FileLock lock = tryLock(position, true);
        if (lock == null) {
            return true;
        }
        lock.release();
        return false;
    }

    /** Locks every byte but one until {@link #close()}; false, and nothing locked, if anybody holds any of them. */
    synchronized boolean tryLockAllBut(long position) throws IOException {
        FileLock before = position == 0 ? null : tryLock(0, position, false);
        if (before == null && position != 0) {
            return false;
        }
        FileLock after = tryLock(position + 1, Long.MAX_VALUE - position - 1, false);
        if (after == null && before != null) {
            before.release();
        }
        return after != null;
    }

    /** Locks every byte until {@link #close()}; false, and nothing locked, if anybody holds any of them. */
    synchronized boolean tryLockAll() throws IOException {
        return tryLock(0, Long.MAX_VALUE, false) != null;
    }

    private FileLock tryLock(long position, boolean shared) throws IOException {
        return tryLock(position, 1, shared);
    }

    private FileLock tryLock(long position, long size, boolean shared) throws IOException {
        try {
            return channel.tryLock(position, size, shared);
        } catch (OverlappingFileLockException heldByThisJvm) {
            return null;
        }
    }

    synchronized void release(long position) throws IOException {
        FileLock lock = held.remove(position);
        if (lock != null) {
            lock.release();
        }
    }

    /** True while the path still names the file that was opened. Ask after locking: a sweeper may have been faster. */
    boolean isCurrent() {
        return identity.equals(SafePath.identity(path));
    }

    Object identity() {
        return identity;
    }

    /** Drops all locks. */
    @Override
    public synchronized void close() throws IOException {
        channel.close();
    }
}
