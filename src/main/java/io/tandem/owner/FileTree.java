package io.tandem.owner;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.tandem.file.CrashPoint;
import io.tandem.file.SafePath;
import io.tandem.file.SharedFileException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Removes a directory with all that is in it. Of a symbolic link only the name goes, but for the one kind that Tandem
 * makes: {@code name~spill}, to a directory {@code name} of this user on another file system. There the directory goes
 * first, so that who dies on the way leaves the link to find the rest by. Any process may, also several at once.
 */
public final class FileTree {
    /** Ends the name of a directory for large messages, or of the link to it. */
    public static final String SPILL = "~spill";

    private FileTree() {}

    /** What another process removes at the same time is removed too; what it adds is left to the next sweep. */
    public static void remove(Path path) throws IOException {
        try {
            if (Files.isDirectory(path, NOFOLLOW_LINKS)) {
                removeAllIn(path);
            } else if (Files.isSymbolicLink(path)) {
                Path target = spillTarget(path);
                if (target != null) {
                    CrashPoint.at("tree.target.removing");
                    remove(target);
                    CrashPoint.at("tree.target.removed");
                    if (Files.exists(target, NOFOLLOW_LINKS)) {
                        return; // somebody is still at work there: the link stays to find it by
                    }
                }
            }
            CrashPoint.at("tree.removing");
            Files.deleteIfExists(path);
            CrashPoint.at("tree.removed");
        } catch (NoSuchFileException | DirectoryNotEmptyException raced) {
            // a sweeper saw it without its lock file
        }
    }

    private static void removeAllIn(Path directory) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                remove(entry);
            }
        }
    }

    /** The directory of ours that a link of Tandem's names; null for any other link, and where there is none. */
    static Path spillTarget(Path link) throws IOException {
        Path target = Files.readSymbolicLink(link);
        String name = String.valueOf(target.getFileName()) + SPILL;
        if (!target.isAbsolute() || !name.equals(link.getFileName().toString())) {
            return null;
        }
        try {
            SafePath.requireDirectory(target);
            return target;
        } catch (SharedFileException noneOfOurs) {
            return null;
        }
    }
}
