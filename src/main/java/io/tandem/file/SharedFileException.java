package io.tandem.file;

import java.nio.file.Path;

/**
 * A shared file or directory was refused, by name: {@link #reason()} says why, {@link #path()} which file,
 * {@link #expected()} and {@link #found()} the two values that did not agree. A refused file has not been changed.
 */
public final class SharedFileException extends TandemException {
    private static final long serialVersionUID = 1;

    /** Why a file was refused, and what to do about it. */
    public enum Reason {
        NOT_FOUND("create it first, or attach with a timeout"),
        ALREADY_EXISTS("attach to it, or choose another name"),
        NOT_A_FILE("give the path of a shared file"),
        NOT_A_DIRECTORY("give the path of a directory"),
        NO_PERMISSION("run as the owner of the file, or change its permissions"),
        INSECURE_PATH("use a file and directory that you own, that nobody else can write to, and no symbolic link"),
        BAD_MAGIC("this is not a Tandem file; give the path of one"),
        BYTE_ORDER("the file was written by a machine of the other byte order; create it anew here"),
        VERSION_MISMATCH("use the same version of Tandem in all JVMs, or create the file anew"),
        CORRUPT_HEADER("the header was damaged; create the file anew"),
        WRONG_KIND("attach with the class that created it"),
        LAYOUT_MISMATCH("use the same version and the same parameters in all JVMs, or create the file anew"),
        TRUNCATED("somebody cut the file; create it anew"),
        WRONG_SIZE("somebody appended to the file; create it anew"),
        NO_SPACE("free some space, give the container a larger --shm-size, or use a directory on another file system"),
        UNSUPPORTED_FILE_SYSTEM("use a local file system with hard links and byte locks, such as tmpfs, ext4 or xfs"),
        REPLACED("the file behind this path is another one than before; share the new object instead"),
        SECOND_LIBRARY("load Tandem once, in a class loader that all its users in this JVM share"),
        TOO_MANY_PARTICIPANTS("end some of the JVMs, or share through a second directory"),
        BUSY("a JVM that holds this lock is stopped or hangs; continue or end it"),
        IO("see the cause");

        private final String advice;

        Reason(String advice) {
            this.advice = advice;
        }
    }

    private final Reason reason;
    private final String path;
    private final String expected;
    private final String found;

    public SharedFileException(Reason reason, Path path, String expected, String found) {
        this(reason, path, expected, found, null);
    }

    public SharedFileException(Reason reason, Path path, String expected, String found, Throwable cause) {
        super(reason + ": " + path + ": expected " + expected + ", found " + found + "; " + reason.advice, cause);
        this.reason = reason;
        this.path = path.toString();
        this.expected = expected;
        this.found = found;
    }

    public Reason reason() {
        return reason;
    }

    public Path path() {
        return Path.of(path);
    }

    public String expected() {
        return expected;
    }

    public String found() {
        return found;
    }
}
