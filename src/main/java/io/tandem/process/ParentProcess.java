package io.tandem.process;

import io.tandem.owner.SharedDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The process that started this one, seen from the child. Any thread may call anything. Its death is known at once,
 * however it died: the child's standard input is a pipe whose other end only the parent has.
 */
public final class ParentProcess {
    private final long pid;
    private final String name;
    private final long participant;
    private final CompletableFuture<ParentProcess> gone = new CompletableFuture<>();

    ParentProcess(long pid, String name, long participant) {
        this.pid = pid;
        this.name = name;
        this.participant = participant;
    }

    /** Waits in a thread of its own for the end of the life line; a daemon ends there and then. */
    void watch(InputStream lifeLine, boolean daemon) {
        Thread watcher = new Thread("tandem-parent-watch") {
            @Override
            public void run() {
                awaitEnd(lifeLine);
                if (daemon) {
                    Runtime.getRuntime().halt(128 + 15);
                }
                gone.complete(ParentProcess.this);
            }
        };
        watcher.setDaemon(true);
        watcher.start();
    }

    private static void awaitEnd(InputStream lifeLine) {
        try {
            while (lifeLine.read() >= 0) {
                // nothing is ever written to it
            }
        } catch (IOException broken) {
            // as good as its end
        }
    }

    public long pid() {
        return pid;
    }

    public String name() {
        return name;
    }

    public boolean isAlive() {
        return !gone.isDone();
    }

    /** Completes when the parent has ended. */
    public CompletableFuture<ParentProcess> onExit() {
        return gone.copy();
    }

    /** Waits for the parent's end, at most so long; returns whether it has ended. */
    public boolean join(Duration timeout) throws InterruptedException {
        try {
            gone.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** What the life lock of the directory both share says about it. */
    String verdict(SharedDirectory directory) {
        return directory.participants().verdict(participant).toString();
    }

    @Override
    public String toString() {
        return "ParentProcess[" + name + ", pid " + pid + (isAlive() ? "]" : ", ended]");
    }
}
