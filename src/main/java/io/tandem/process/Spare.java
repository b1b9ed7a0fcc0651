package io.tandem.process;

import io.tandem.owner.SharedDirectory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A child JVM without a task: attached to the directory, rehearsed, it reads its life line. The one line that is ever
 * written there, in one write, is the path of a whole envelope: from then on it is the child of that envelope. Its
 * parent's end before that is its own; a spare that was killed is found out by that write, or as a child that was killed.
 */
final class Spare {
    private final CodeSources code;
    private final Process process;
    private final Path arguments;

    private Spare(CodeSources code, Process process, Path arguments) {
        this.code = code;
        this.process = process;
        this.arguments = arguments;
    }

    /** {@code task} is the name of a class that the task to come may need. */
    static Spare start(SharedDirectory directory, CodeSources code, String task) {
        Path arguments = directory.privatePath("args");
        Process process = ChildCommand.start(
                code,
                new ChildOptions(),
                arguments,
                ChildMain.SPARE,
                directory.path().toString(),
                task);
        return new Spare(code, process, arguments);
    }

    boolean serves(CodeSources wanted) {
        return code.key().equals(wanted.key());
    }

    Process process() {
        return process;
    }

    Path arguments() {
        return arguments;
    }

    /** Returns false if it is dead already; true says that it has the envelope, or will never have another. */
    boolean give(Path envelope) {
        try {
            OutputStream lifeLine = process.getOutputStream();
            lifeLine.write((envelope + "\n").getBytes(StandardCharsets.UTF_8));
            lifeLine.flush();
            return true;
        } catch (IOException dead) {
            return false;
        }
    }

    /** At once; returns when it is gone. */
    void end() {
        process.toHandle().destroyForcibly();
        boolean interrupted = false;
        while (process.isAlive()) {
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        forget();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    void forget() {
        try {
            Files.deleteIfExists(arguments);
        } catch (IOException leftToTheSweep) {
            // it carries this JVM's id in its name
        }
    }
}
