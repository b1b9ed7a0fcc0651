package io.tandem.owner;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.tandem.file.FileSpec;
import io.tandem.file.Kind;
import io.tandem.file.SharedFile;
import io.tandem.file.SharedFileException;
import io.tandem.file.SharedFileException.Reason;
import io.tandem.wait.Waiter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A shared file and the Tandem directory it lies in, both held open by one handle. */
public record Attachment(SharedDirectory directory, SharedFile file) {
    /** How a file is opened in a directory this JVM is attached to. */
    private interface Opening {
        SharedFile in(SharedDirectory directory);
    }

    /** No lambda: it is what a child that starts comes by. */
    private record Attaching(Path file, Kind kind) implements Opening {
        @Override
        public SharedFile in(SharedDirectory directory) {
            return directory.attach(file, kind);
        }
    }

    /** Creates the file; its directory becomes a Tandem directory (mode 0700 if it is made here). */
    public static Attachment create(Path path, FileSpec spec, SharedFile.Filler filler) {
        Path file = checked(path);
        return open(file, true, directory -> directory.create(file, spec, filler));
    }

    public static Attachment createOrAttach(Path path, FileSpec spec, SharedFile.Filler filler) {
        Path file = checked(path);
        return open(file, true, directory -> directory.createOrAttach(file, spec, filler));
    }

    public static Attachment attach(Path path, Kind kind) {
        Path file = path.toAbsolutePath().normalize();
        if (!Files.exists(file, NOFOLLOW_LINKS)) {
            throw new SharedFileException(Reason.NOT_FOUND, file, kind.name(), "nothing");
        }
        return open(file, false, new Attaching(file, kind));
    }

    /** Waits until the file is there, at most so long; zero or less looks once. */
    public static Attachment attach(Path path, Kind kind, Duration timeout) {
        Waiter waiter = new Waiter(Waiter.nanos(timeout));
        while (true) {
            try {
                return attach(path, kind);
            } catch (SharedFileException e) {
                if (e.reason() != Reason.NOT_FOUND || waiter.isOver()) {
                    throw e;
                }
                waiter.pause();
            }
        }
    }

    private static Path checked(Path path) {
        Path file = path.toAbsolutePath().normalize();
        if (file.getFileName() == null || file.getFileName().toString().startsWith(".")) {
            throw new IllegalArgumentException(
                    "\"" + path + "\" cannot name a shared object: names must not be empty or begin with a dot");
        }
        return file;
    }

    private static Attachment open(Path file, boolean create, Opening opening) {
        SharedDirectory directory = SharedDirectory.open(file.getParent(), create);
        SharedFile opened = null;
        try {
            opened = opening.in(directory);
            return new Attachment(directory, opened);
        } finally {
            if (opened == null) {
                directory.release();
            }
        }
    }

    /** Both, once. */
    public void release() {
        file.release();
        directory.release();
    }
}
