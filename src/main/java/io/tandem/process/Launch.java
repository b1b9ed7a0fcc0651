package io.tandem.process;

import io.tandem.file.CrashPoint;
import io.tandem.owner.SharedDirectory;
import io.tandem.wait.Bell;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/**
 * A child JVM that was started: its process, and after its end what became of it. One thread per child waits for the
 * end; for a child that is no daemon this thread is none either, so that this JVM does not end before it.
 */
final class Launch {
    static final int SIGNAL_BASE = 128;
    static final int SIGTERM = 15;
    private static final int SIGKILL = 9;
    private static final long WAITER_STACK_BYTES = 128 << 10;

    private final Process process;
    private final Path envelope;
    private final Path arguments;
    private final FailureFile failureFile;
    private final ChildOutput streams;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Bell bell = Bell.ofThisJvm();
    private volatile boolean terminated;
    private volatile boolean killSent;
    private volatile boolean killed;
    private volatile Throwable failure;

    /** {@code streams} is null if this JVM has nothing to do with them. */
    private Launch(Process process, Path envelope, Path arguments, FailureFile failureFile, ChildOutput streams) {
        this.process = process;
        this.envelope = envelope;
        this.arguments = arguments;
        this.failureFile = failureFile;
        this.streams = streams;
    }

    /** Gives the task to a spare that fits, or else starts a JVM. */
    static Launch begin(
            SharedDirectory directory,
            ChildOptions options,
            CodeSources code,
            Class<?> writer,
            ByteArrayOutputStream task,
            FailureFile failure) {
        Spare child = options.areDefaults() ? Spares.take(directory, code, writer, task) : null;
        if (child == null) {
            child = Spare.start(directory, code, options);
            CrashPoint.at("child.born");
            child.give(task); // or it is dead already: then its exit code tells
        }
        return new Launch(child.process(), child.envelope(), child.arguments(), failure, options.streams);
    }

    void watch(String name, boolean daemon, Runnable afterwards) {
        if (streams != null) {
            streams.begin(process);
        }
        Thread watcher = new Thread(null, () -> awaitEnd(afterwards), "tandem-child " + name, WAITER_STACK_BYTES);
        watcher.setDaemon(daemon);
        watcher.start();
    }

    private void awaitEnd(Runnable afterwards) {
        while (true) {
            try {
                process.waitFor();
                break;
            } catch (InterruptedException e) {
                // nobody else knows this thread; go on
            }
        }
        if (streams != null) {
            streams.finish();
        }
        killed = Files.exists(envelope);
        failure = failureFile.take();
        try {
            Files.deleteIfExists(envelope);
            Files.deleteIfExists(arguments);
        } catch (IOException leftToTheSweep) {
            // it carries this JVM's id in its name
        }
        afterwards.run();
        ended.complete(null);
        bell.ring();
    }

    boolean isAlive() {
        return !ended.isDone();
    }

    /** Rung when it has ended. */
    Bell bell() {
        return bell;
    }

    CompletableFuture<Void> ended() {
        return ended;
    }

    long pid() {
        return process.pid();
    }

    Throwable failure() {
        return failure;
    }

    OptionalInt exitCode() {
        return isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    OptionalInt exitSignal() {
        int signal = isAlive() ? 0 : process.exitValue() - SIGNAL_BASE;
        boolean known = signal > 0 && (killed || terminated && signal == SIGTERM || killSent && signal == SIGKILL);
        return known ? OptionalInt.of(signal) : OptionalInt.empty();
    }

    /** Through the handle: {@code Process.destroy} would close the life line too. */
    void terminate() {
        terminated = true;
        process.toHandle().destroy();
    }

    void kill() {
        killSent = true;
        process.toHandle().destroyForcibly();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }
}
