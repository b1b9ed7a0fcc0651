package io.tandem.process;

import io.tandem.owner.SharedDirectory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A child JVM without a task: just started, or kept ready, attached to the directory and rehearsed. It reads its life line.
 * All that is ever written there, in one write, is an {@link Envelope}: from then on it is the child of that envelope. Its
 * parent's end before that is its own; one that was killed is found out by that write, or as a child that was killed.
 */
final class Spare {
    private final CodeSources code;
    private final Process process;
    private final Path arguments;
    private final Path envelope;

    private Spare(CodeSources code, Process process, Path arguments, Path envelope) {
        this.code = code;
        this.process = process;
        this.arguments = arguments;
        this.envelope = envelope;
    }

    /** One that is to be ready; {@code task} is the name of a class that the task to come may need. */
    static Spare start(SharedDirectory directory, CodeSources code, String task) {
        return start(directory, code, new ChildOptions(), ChildMain.SPARE, task);
    }

    /** One that is to have its task at once, and is told no more. */
    static Spare start(SharedDirectory directory, CodeSources code, ChildOptions options, String... more) {
        Path arguments = directory.privatePath("args");
        Path envelope = directory.privatePath("task");
        Envelope.save(new byte[0], envelope);
        List<String> told = new ArrayList<>(List.of(envelope.toString()));
        told.addAll(List.of(more));
        Process process = ChildCommand.start(code, options, arguments, told);
        return new Spare(code, process, arguments, envelope);
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

    /** Its file: there until it ends in order. */
    Path envelope() {
        return envelope;
    }

    /** Returns false if it is dead already; true says that it has the envelope, or will never have another. */
    boolean give(ByteArrayOutputStream written) {
        try {
            Envelope.send(written, envelope, process.getOutputStream());
            return true;
        } catch (ProcessStartException full) {
            end(); // nobody else has it any more
            throw full;
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
            Files.deleteIfExists(envelope);
        } catch (IOException leftToTheSweep) {
            // they carry this JVM's id in their names
        }
    }
}
