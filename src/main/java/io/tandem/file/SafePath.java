package io.tandem.file;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.tandem.file.SharedFileException.Reason;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Refuses paths that another user could have put there or could change: symbolic links, foreign owners, files and
 * directories writable by others. In a world-writable parent a small gap between check and use remains.
 */
public final class SafePath {
    private static final int OTHERS_MAY_WRITE = 0022;
    private static final int TYPE = 0170000;
    private static final int DIRECTORY = 0040000;
    private static final int REGULAR_FILE = 0100000;
    private static final int SYMBOLIC_LINK = 0120000;
    private static final String WHICH = "unix:dev,ino";
    private static final String FACTS = "unix:uid,mode,ino,dev";
    private static final int UID = ownUid();

    private SafePath() {}

    /** The user this JVM runs as. */
    public static int uid() {
        return UID;
    }

    /** Returns what identifies the regular file at this path (device and inode), or refuses the path by name. */
    public static Object requireFile(Path path) {
        Map<String, Object> facts = facts(path);
        requireOwned(path, facts, "a file");
        if (!is(REGULAR_FILE, facts)) {
            String found = is(DIRECTORY, facts) ? "a directory" : "a special file";
            throw new SharedFileException(Reason.NOT_A_FILE, path, "a regular file", found);
        }
        return identity(facts);
    }

    /** Returns what identifies the directory at this path, or refuses the path by name. */
    public static Object requireDirectory(Path path) {
        Map<String, Object> facts = facts(path);
        requireOwned(path, facts, "a directory");
        if (!is(DIRECTORY, facts)) {
            throw new SharedFileException(Reason.NOT_A_DIRECTORY, path, "a directory", "a file");
        }
        return identity(facts);
    }

    /** Device and inode of what is at this path, or null if nothing is. */
    public static Object identity(Path path) {
        try {
            return identity(Files.readAttributes(path, WHICH, NOFOLLOW_LINKS));
        } catch (IOException e) {
            return null;
        }
    }

    private static Object identity(Map<String, Object> facts) {
        return facts.get("dev") + ":" + facts.get("ino");
    }

    private static Map<String, Object> facts(Path path) {
        try {
            return Files.readAttributes(path, FACTS, NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw refusal(path, e);
        }
    }

    private static boolean is(int type, Map<String, Object> facts) {
        return ((Integer) facts.get("mode") & TYPE) == type;
    }

    private static void requireOwned(Path path, Map<String, Object> facts, String what) {
        if (is(SYMBOLIC_LINK, facts)) {
            throw new SharedFileException(Reason.INSECURE_PATH, path, what, "a symbolic link");
        }
        if ((Integer) facts.get("uid") != UID) {
            throw new SharedFileException(Reason.INSECURE_PATH, path, "owner " + UID, "owner " + facts.get("uid"));
        }
        int mode = (Integer) facts.get("mode");
        if ((mode & OTHERS_MAY_WRITE) != 0) {
            throw new SharedFileException(
                    Reason.INSECURE_PATH,
                    path,
                    "writable by its owner only",
                    "mode " + Integer.toOctalString(mode & 0777));
        }
    }

    /** The named refusal for what the file system said. */
    public static SharedFileException refusal(Path path, IOException e) {
        String said = e instanceof FileSystemException f && f.getReason() != null ? f.getReason() : e.toString();
        if (e instanceof NoSuchFileException) {
            return new SharedFileException(Reason.NOT_FOUND, path, "a shared file", "nothing", e);
        }
        if (e instanceof AccessDeniedException) {
            return new SharedFileException(Reason.NO_PERMISSION, path, "permission", "access denied", e);
        }
        if (e instanceof NotDirectoryException || said.startsWith("Not a directory")) {
            return new SharedFileException(Reason.NOT_A_DIRECTORY, path, "a directory", "a file", e);
        }
        if (String.valueOf(e.getMessage()).contains("No space left") || said.contains("quota")) {
            return new SharedFileException(Reason.NO_SPACE, path, "room for the whole file", said, e);
        }
        if (said.startsWith("Too many levels of symbolic links")) {
            return new SharedFileException(Reason.INSECURE_PATH, path, "a file", "a symbolic link", e);
        }
        return new SharedFileException(Reason.IO, path, "a readable and writable file", said, e);
    }

    private static int ownUid() {
        try {
            return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException | RuntimeException noProc) {
            try {
                Path probe = Files.createTempFile("tandem", null);
                int uid = (Integer) Files.getAttribute(probe, "unix:uid");
                Files.delete(probe);
                return uid;
            } catch (IOException | RuntimeException e) {
                throw new UnsupportedPlatformException("Tandem needs a file system with Unix owners and modes", e);
            }
        }
    }
}
