package io.tandem.process;

import io.tandem.file.JdkAccess;
import io.tandem.owner.ExitActions;
import io.tandem.owner.SharedDirectory;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a child JVM runs first. Its one argument is the {@link Envelope}; that of a {@link Spare} is the directory and
 * a class it may need, and its standard input brings the envelope.
 */
final class ChildMain {
    static final String SPARE = "--spare";
    /** No longer is a write to a pipe that nobody can see a part of. */
    private static final int PIPE_BUF = 4096;

    private ChildMain() {}

    public static void main(String[] arguments) throws Throwable {
        new Linker().start();
        FileInputStream input = new FileInputStream(FileDescriptor.in);
        System.setIn(InputStream.nullInputStream());
        JdkAccess.openToAll();
        LifeLine lifeLine = new LifeLine(input.getChannel());
        lifeLine.start();
        if (!arguments[0].equals(SPARE)) {
            run(lifeLine, Path.of(arguments[0]), null);
            return;
        }
        SharedDirectory directory = null;
        Path envelope = null;
        try {
            directory = SharedDirectory.open(Path.of(arguments[1]), false);
            rehearse(input, directory, arguments[2]);
            envelope = awaitEnvelope(input.getChannel());
        } catch (Exception unusable) {
            // the parent is told by its end; it has nothing to say to people
        }
        if (envelope == null) {
            Runtime.getRuntime().halt(1);
        }
        run(lifeLine, envelope, directory);
    }

    /** The directory is null if it is still to be attached. */
    private static void run(LifeLine lifeLine, Path file, SharedDirectory attached) throws Throwable {
        Envelope envelope = Envelope.read(file);
        if (attached == null) {
            envelope.prepareToOpen();
        }
        ParentProcess parent = envelope.parent();
        lifeLine.watch(parent, envelope.daemon());
        try {
            SharedDirectory directory = attached == null ? SharedDirectory.open(file.getParent(), false) : attached;
            ExitActions.first(new Removal(file));
            ThisProcess.beginLoading(parent);
            ChildProcess self = envelope.open();
            self.arrive(directory);
            ThisProcess.loaded(self);
            self.run();
        } catch (Throwable thrown) {
            FailureFile.write(Path.of(envelope.failureFile()), thrown);
            throw thrown; // the JVM prints it and ends with exit code 1, after the last non-daemon thread
        }
    }

    /** So much of it that all is loaded and compiled, unless the envelope comes first. */
    private static void rehearse(FileInputStream input, SharedDirectory directory, String task) throws Exception {
        ExitActions.first(new Removal(directory.path().resolve(".nothing")));
        Rehearsal.link(task);
        Rehearsal.run(() -> isThere(input));
    }

    /** Waits for the line with its path; null if the pipe ends without one. */
    private static Path awaitEnvelope(FileChannel input) throws IOException {
        ByteBuffer line = ByteBuffer.allocate(PIPE_BUF);
        while (line.position() == 0 || line.get(line.position() - 1) != '\n') {
            if (input.read(line) <= 0) {
                return null;
            }
        }
        return Path.of(new String(line.array(), 0, line.position() - 1, StandardCharsets.UTF_8));
    }

    private static boolean isThere(FileInputStream line) {
        try {
            return line.available() > 0;
        } catch (IOException broken) {
            return true;
        }
    }

    /** A JVM's first lambda takes it five milliseconds, and the task is one: begun at once, by another thread. */
    static final class Linker extends Thread {
        Linker() {
            super("tandem-linker");
            setDaemon(true);
        }

        @Override
        public void run() {
            Runnable first = () -> {};
            first.run();
        }
    }

    /** Says that this JVM was not killed. No lambda: linking one takes a millisecond. */
    private record Removal(Path envelope) implements Runnable {
        @Override
        public void run() {
            try {
                Files.deleteIfExists(envelope);
            } catch (IOException leftToTheParent) {
                // then the parent takes this end for a kill
            }
        }
    }
}
