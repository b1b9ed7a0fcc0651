package io.tandem.spill;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.tandem.file.CrashPoint;
import io.tandem.file.SafePath;
import io.tandem.file.SharedFile;
import io.tandem.file.SharedFileException;
import io.tandem.file.SharedFileException.Reason;
import io.tandem.owner.FileTree;
import io.tandem.owner.SharedDirectory;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The directory of one queue's spilled messages, made at first use, mode 0700.
 *
 * <pre>
 *  tandem directory                              given directory, if any, on another file system
 *    queue
 *    queue~uuid~0           lane 0
 *    queue~uuid~spill  -->  either the directory itself, or a symbolic link to  -->  queue~uuid
 *
 *  in it:
 *    3~17                   file 17 of lane 3: the payload and nothing else
 *    3~mark                 a symbolic link that leads nowhere; its text is the last number a sweep of lane 3 took
 *    .0.1.2.bytes           private to participant 0, epoch 1: made, not yet put
 * </pre>
 *
 * The link comes before the directory it leads to: wherever their maker is killed, whoever removes the Tandem directory
 * finds all of it. Any thread; does not block.
 */
final class SpillPlace {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    /** Far more than there are writers that began before the queue was destroyed. */
    private static final int MOST_TRIES = 1000;

    private static final int SMALL = 1 << 20;

    private final SharedFile queue;
    private final Path name;
    private final Path given;
    private final Path directory;
    private volatile boolean checked;

    /** {@code given} is null if the files are to be beside the queue. */
    SpillPlace(SharedFile queue, Path given) {
        this.queue = queue;
        String base = queue.path().getFileName() + "~"
                + Long.toHexString(queue.header().uuid().getLeastSignificantBits());
        this.name = queue.path().resolveSibling(base + FileTree.SPILL);
        this.given = given == null ? null : given.toAbsolutePath().normalize();
        this.directory = given == null ? name : this.given.resolve(base);
    }

    /** Where the files are; it need not exist yet. */
    Path directory() {
        return directory;
    }

    /** False if nobody needed it yet, or not any more; refuses by name what is not ours. */
    boolean exists() {
        if (!checked) {
            if (!Files.exists(name, NOFOLLOW_LINKS) || !Files.exists(directory, NOFOLLOW_LINKS)) {
                return false;
            }
            check();
        }
        return true;
    }

    private void check() {
        try {
            if (given != null && !(Files.isSymbolicLink(name) && directory.equals(Files.readSymbolicLink(name)))) {
                throw new SharedFileException(
                        Reason.INSECURE_PATH, name, "a symbolic link to " + directory, "something else");
            }
        } catch (IOException e) {
            throw SafePath.refusal(name, e);
        }
        SafePath.requireDirectory(directory);
        checked = true;
    }

    /** To be called before anything is put there. */
    void make() {
        if (!checked) {
            try {
                if (given != null) {
                    makeLink();
                }
                makeDirectory();
            } catch (IOException e) {
                throw SafePath.refusal(directory, e);
            }
            check();
        }
        if (queue.destroyed()) {
            remove(); // by now nobody else may look for it
            throw new SharedFileException(Reason.NOT_FOUND, queue.path(), "a queue", "one that was destroyed");
        }
    }

    private void makeLink() throws IOException {
        if (!Files.exists(given, NOFOLLOW_LINKS)) {
            SharedDirectory.makePrivate(given);
        }
        SafePath.requireDirectory(given);
        SharedDirectory.requireLocal(given);
        try {
            CrashPoint.at("spill.linking");
            Files.createSymbolicLink(name, directory);
            CrashPoint.at("spill.linked");
        } catch (FileAlreadyExistsException usual) {
            // checked afterwards
        }
    }

    private void makeDirectory() throws IOException {
        try {
            CrashPoint.at("spill.making");
            Files.createDirectory(directory, OWNER_ONLY);
            CrashPoint.at("spill.made");
        } catch (FileAlreadyExistsException usual) {
            // checked afterwards
        }
    }

    /** A look ahead, so that a hopeless attempt does not first take all that others could use. */
    void requireSpace(Path file, long bytes) {
        try {
            long usable = bytes <= SMALL ? bytes : Files.getFileStore(directory).getUsableSpace();
            if (bytes > usable) {
                throw new SharedFileException(Reason.NO_SPACE, file, bytes + " bytes", usable + " bytes");
            }
        } catch (IOException e) {
            throw SafePath.refusal(directory, e);
        }
    }

    /** Removes the files and the directory, then the link. May be repeated. */
    void remove() {
        try {
            CrashPoint.at("spill.removing");
            for (int tries = 0; tries < MOST_TRIES && Files.exists(name, NOFOLLOW_LINKS); tries++) {
                FileTree.remove(name);
            }
            CrashPoint.at("spill.removed");
        } catch (IOException e) {
            throw SafePath.refusal(name, e);
        }
    }
}
