package io.tandem.process;

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
    private static final int SIGNAL_BASE = 128;
    private static final int SIGTERM = 15;
    private static final long WAITER_STACK_BYTES = 128 << 10;

    private final Process process;
    private final Path envelope;
    private final Path arguments;
    private final Path failureFile;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean terminated;
    private volatile boolean killed;
    private volatile Throwable failure;

    Launch(Process process, Path envelope, Path arguments, Path failureFile) {
        this.process = process;
        this.envelope = envelope;
        this.arguments = arguments;
        this.failureFile = failureFile;
    }

    void watch(String name, boolean daemon, Runnable afterwards) {
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
        killed = Files.exists(envelope);
        failure = FailureFile.take(failureFile);
        try {
            Files.deleteIfExists(envelope);
            Files.deleteIfExists(arguments);
        } catch (IOException leftToTheSweep) {
            // it carries this JVM's id in its name
        }
        afterwards.run();
        ended.complete(null);
    }

    boolean isAlive() {
        return !ended.isDone();
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
        boolean known = signal > 0 && (killed || terminated && signal == SIGTERM);
        return known ? OptionalInt.of(signal) : OptionalInt.empty();
    }

    /** Through the handle: {@code Process.destroy} would close the life line too. */
    void terminate() {
        terminated = true;
        process.toHandle().destroy();
    }

    void kill() {
        process.toHandle().destroyForcibly();
    }
}
