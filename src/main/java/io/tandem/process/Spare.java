package io.tandem.process;

import io.tandem.owner.SharedDirectory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A child JVM without a task: attached to the directory, rehearsed, it reads its life line. All that is ever written
 * there, in one write, is an envelope: from then on it is the child of that envelope. Its parent's end before that is its
 * own; a spare that was killed is found out by that write, or as a child that was killed.
 *
 * <pre>
 *   length of the envelope: int | envelope; 0 if it is in the spare's file, for it is longer than a pipe takes at once
 * </pre>
 */
final class Spare {
    private final CodeSources code;
    private final Process process;
    /** No longer is a write to a pipe that nobody can see a part of. */
    static final int PIPE_BUF = 4096;

    private final Path arguments;
    private final Path envelope;

    private Spare(CodeSources code, Process process, Path arguments, Path envelope) {
        this.code = code;
        this.process = process;
        this.arguments = arguments;
        this.envelope = envelope;
    }

    /** {@code task} is the name of a class that the task to come may need. */
    static Spare start(SharedDirectory directory, CodeSources code, String task) {
        Path arguments = directory.privatePath("args");
        Path envelope = directory.privatePath("task");
        Envelope.save(new ByteArrayOutputStream(0), envelope);
        Process process =
                ChildCommand.start(code, new ChildOptions(), arguments, ChildMain.SPARE, envelope.toString(), task);
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
        boolean fits = Integer.BYTES + written.size() <= PIPE_BUF;
        if (!fits) {
            save(written);
        }
        ByteBuffer message = ByteBuffer.allocate(PIPE_BUF).putInt(fits ? written.size() : 0);
        if (fits) {
            message.put(written.toByteArray());
        }
        try {
            OutputStream lifeLine = process.getOutputStream();
            lifeLine.write(message.array(), 0, message.position());
            lifeLine.flush();
            return true;
        } catch (IOException dead) {
            return false;
        }
    }

    private void save(ByteArrayOutputStream written) {
        try {
            Envelope.save(written, envelope);
        } catch (ProcessStartException full) {
            end(); // nobody else has it any more
            throw full;
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
