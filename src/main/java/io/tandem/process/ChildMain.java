package io.tandem.process;

import io.tandem.file.JdkAccess;
import io.tandem.owner.ExitActions;
import io.tandem.owner.SharedDirectory;
import io.tandem.wait.Doorman;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * What a child JVM runs first. Its argument is the file of its {@link Envelope}, which comes by standard input. One that is
 * to be ready before that is told so, and a class it may need.
 */
final class ChildMain {
    static final String SPARE = "--spare";
    /** To a child that was to have one at once. */
    static final String NO_TASK =
            "Tandem: this child JVM got no task. It comes by standard input, whose end was there first:"
                    + " either the parent died just then, or the executable it was given redirects its standard input";

    private ChildMain() {}

    public static void main(String[] arguments) throws Throwable {
        boolean quick = JdkAccess.openToMine();
        FileInputStream input = new FileInputStream(FileDescriptor.in);
        System.setIn(InputStream.nullInputStream());
        LifeLine lifeLine = new LifeLine(input.getChannel());
        Helper helper = new Helper(lifeLine, quick);
        helper.start();
        if (!quick) {
            JdkAccess.openToAll();
        }
        Path file = Path.of(arguments[0]);
        SharedDirectory directory = null;
        boolean spare = arguments.length > 1 && arguments[1].equals(SPARE);
        if (spare) {
            helper.need();
            directory = rehearsed(input, file.getParent(), arguments[2]);
        }
        Envelope envelope = Envelope.receive(input, file);
        if (envelope == null) {
            if (!spare) {
                System.err.println(NO_TASK);
            }
            Runtime.getRuntime().halt(1);
        }
        run(helper, file, envelope, directory);
    }

    /** The directory is null if it is still to be attached. */
    private static void run(Helper helper, Path file, Envelope envelope, SharedDirectory attached) throws Throwable {
        if (attached == null) {
            envelope.prepareToOpen();
        }
        ParentProcess parent = envelope.parent();
        helper.lifeLine.watch(parent, envelope.daemon());
        try {
            SharedDirectory directory = attached == null ? SharedDirectory.open(file.getParent(), false) : attached;
            ExitActions.first(new Removal(file));
            ThisProcess.beginLoading(parent);
            ChildProcess self = envelope.open();
            self.arrive(directory);
            ThisProcess.loaded(self);
            helper.need();
            self.run();
        } catch (Throwable thrown) {
            FailureFile.write(Path.of(envelope.failureFile()), thrown);
            throw thrown; // the JVM prints it and ends with exit code 1, after the last non-daemon thread
        }
    }

    /** A spare's: so much of a child's life that all is loaded and compiled, unless the envelope comes first. */
    private static SharedDirectory rehearsed(FileInputStream input, Path path, String task) {
        try {
            SharedDirectory directory = SharedDirectory.open(path, false);
            ExitActions.first(new Removal(path.resolve(".nothing")));
            Rehearsal.link(task);
            Rehearsal.run(() -> isThere(input));
            return directory;
        } catch (Exception unusable) {
            Runtime.getRuntime().halt(1); // the parent is told by its end; it has nothing to say to people
            throw new AssertionError(unusable);
        }
    }

    private static boolean isThere(FileInputStream line) {
        try {
            return line.available() > 0;
        } catch (IOException broken) {
            return true;
        }
    }

    /**
     * What a child needs soon, but not at once: by one thread, for to start one takes the main thread half a millisecond,
     * and when the task begins, for until then it would only slow the main thread down.
     */
    private static final class Helper extends Thread {
        private static final long LONGEST_NANOS = 100_000_000;

        private final LifeLine lifeLine;
        private final boolean open;
        private volatile boolean needed;

        /** {@code open} to other class loaders what this one's has already. */
        Helper(LifeLine lifeLine, boolean open) {
            super("tandem-helper");
            this.lifeLine = lifeLine;
            this.open = open;
            setDaemon(true);
            Doorman.loadBy(this);
        }

        void need() {
            needed = true;
            LockSupport.unpark(this);
        }

        @Override
        public void run() {
            try {
                lifeLine.start();
                long born = System.nanoTime();
                while (!needed && System.nanoTime() - born < LONGEST_NANOS) {
                    LockSupport.parkNanos(this, LONGEST_NANOS);
                }
                if (open) {
                    JdkAccess.openToAll();
                }
            } finally {
                Doorman.load();
            }
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
