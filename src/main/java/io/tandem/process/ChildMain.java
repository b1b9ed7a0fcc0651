package io.tandem.process;

import io.tandem.owner.ExitActions;
import io.tandem.owner.SharedDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a child JVM runs first. Its one argument is the {@link Envelope}. */
final class ChildMain {
    private ChildMain() {}

    public static void main(String[] arguments) throws Throwable {
        Envelope.prepareToOpen();
        System.setIn(InputStream.nullInputStream());
        Path file = Path.of(arguments[0]);
        Envelope envelope = Envelope.read(file);
        ParentProcess parent =
                new ParentProcess(envelope.parentPid(), envelope.parentName(), envelope.parentParticipant());
        parent.watch(envelope.daemon());
        try {
            SharedDirectory directory = SharedDirectory.open(file.getParent(), false);
            ExitActions.first(() -> delete(file));
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

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException leftToTheParent) {
            // then the parent takes this end for a kill
        }
    }
}
