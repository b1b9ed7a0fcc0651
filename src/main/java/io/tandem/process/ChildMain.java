package io.tandem.process;

import io.tandem.file.JdkAccess;
import io.tandem.owner.ExitActions;
import io.tandem.owner.SharedDirectory;
import java.io.ByteArrayOutputStream;
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

    private ChildMain() {}

    public static void main(String[] arguments) throws Throwable {
        new Linker().start();
        FileInputStream input = new FileInputStream(FileDescriptor.in);
        System.setIn(InputStream.nullInputStream());
        JdkAccess.openToAll();
        boolean spare = arguments[0].equals(SPARE);
        Path envelope = spare ? awaitEnvelope(input, arguments) : Path.of(arguments[0]);
        run(input.getChannel(), envelope);
    }

    private static void run(FileChannel lifeLine, Path file) throws Throwable {
        Envelope envelope = Envelope.read(file);
        envelope.prepareToOpen();
        ParentProcess parent =
                new ParentProcess(envelope.parentPid(), envelope.parentName(), envelope.parentParticipant());
        parent.watch(lifeLine, envelope.daemon());
        try {
            SharedDirectory directory = SharedDirectory.open(file.getParent(), false);
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

    /** Makes itself ready and waits for the path of an envelope; without one, this JVM ends with its parent. */
    private static Path awaitEnvelope(FileInputStream input, String[] arguments) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            SharedDirectory.open(Path.of(arguments[1]), false);
            ExitActions.first(new Removal(Path.of(arguments[1], ".nothing")));
            Rehearsal.link(arguments[2]);
            Rehearsal.run(Rehearsal.TIMES, () -> isThere(input));
            FileChannel lifeLine = input.getChannel();
            ByteBuffer one = ByteBuffer.allocate(1);
            while (lifeLine.read(one.clear()) > 0) {
                if (one.get(0) == '\n') {
                    return Path.of(line.toString(StandardCharsets.UTF_8));
                }
                line.write(one.get(0));
            }
        } catch (Exception unusable) {
            // the parent is told by its end; it has nothing to say to people
        }
        Runtime.getRuntime().halt(1);
        throw new AssertionError();
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
