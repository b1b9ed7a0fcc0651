package io.tandem.process;

import io.tandem.owner.SharedDirectory;
import io.tandem.wait.Bell;
import io.tandem.wait.Waitable;
import io.tandem.wait.Waiter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The process that started this one, seen from the child. Any thread may call anything. Its death is known at once,
 * however it died: the child's standard input is a pipe whose other end only the parent has.
 */
public final class ParentProcess implements Waitable {
    private final long pid;
    private final String name;
    private final long participant;
    private volatile boolean ended;
    /** Made when somebody asks, as the bell is: it would cost every child's start four milliseconds. */
    private CompletableFuture<ParentProcess> gone;

    private volatile Bell bell;

    ParentProcess(long pid, String name, long participant) {
        this.pid = pid;
        this.name = name;
        this.participant = participant;
    }

    /** It has ended; called by the {@link LifeLine}. */
    void end() {
        CompletableFuture<ParentProcess> asked;
        synchronized (this) {
            ended = true;
            asked = gone;
        }
        if (asked != null) {
            asked.complete(this);
        }
        Bell waitedFor = bell; // one that is made from now on is looked past: isReady() is asked after it was made
        if (waitedFor != null) {
            waitedFor.ring();
        }
    }

    public long pid() {
        return pid;
    }

    public String name() {
        return name;
    }

    public boolean isAlive() {
        return !ended;
    }

    /** Completes when the parent has ended. */
    public CompletableFuture<ParentProcess> onExit() {
        return gone().copy();
    }

    private synchronized CompletableFuture<ParentProcess> gone() {
        if (gone == null) {
            gone = ended ? CompletableFuture.completedFuture(this) : new CompletableFuture<>();
        }
        return gone;
    }

    /** Waits for the parent's end, at most so long; returns whether it has ended. */
    public boolean join(Duration timeout) throws InterruptedException {
        try {
            gone().get(Waiter.nanos(timeout), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Whether the parent has ended. */
    @Override
    public boolean isReady() {
        return ended;
    }

    @Override
    public synchronized Bell bell() {
        if (bell == null) {
            bell = Bell.ofThisJvm();
        }
        return bell;
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
