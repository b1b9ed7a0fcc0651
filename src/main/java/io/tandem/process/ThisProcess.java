package io.tandem.process;

import io.tandem.owner.ExitActions;
import io.tandem.owner.SharedDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What this JVM is in its family: the object for itself, its parent, its children, whether it is still loading. */
final class ThisProcess {
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final AtomicInteger BIRTHS = new AtomicInteger();
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final Set<ChildProcess> CHILDREN = ConcurrentHashMap.newKeySet();

    private static volatile ChildProcess current;
    private static volatile ParentProcess parent;
    private static volatile boolean loading;
    private static boolean exitRegistered;

    private ThisProcess() {}

    static synchronized ChildProcess current() {
        if (current == null) {
            current = ChildProcess.main();
        }
        return current;
    }

    static ParentProcess parent() {
        return parent;
    }

    /** This JVM is a child and begins to load its task. */
    static void beginLoading(ParentProcess itsParent) {
        parent = itsParent;
        loading = true;
    }

    static void loaded(ChildProcess self) {
        current = self;
        loading = false;
    }

    /** A task that starts children while it is being loaded would start itself again, without end. */
    static void requireLoaded(String name) {
        if (loading) {
            throw new IllegalStateException("cannot start " + name + " while process "
                    + ProcessHandle.current().pid() + " is still loading its own task: start children from run(), not"
                    + " from a static initializer, a constructor or readObject");
        }
    }

    static int nextBirth() {
        return BIRTHS.incrementAndGet();
    }

    /** For names of files of this JVM. */
    static int nextNumber() {
        return NUMBERS.incrementAndGet();
    }

    static synchronized void add(ChildProcess child) {
        if (!exitRegistered) {
            exitRegistered = true;
            ExitActions.first(ThisProcess::endDaemons);
        }
        CHILDREN.add(child);
    }

    static void remove(ChildProcess child) {
        CHILDREN.remove(child);
    }

    static List<ChildProcess> children() {
        List<ChildProcess> alive = new ArrayList<>();
        for (ChildProcess child : CHILDREN) {
            if (child.isAlive()) {
                alive.add(child);
            }
        }
        return alive;
    }

    /** Terminates the daemons, kills those that do not end within the grace period. */
    private static void endDaemons() {
        List<ChildProcess> daemons = new ArrayList<>(children());
        daemons.removeIf(child -> !child.daemon());
        end(daemons);
    }

    private static void end(List<ChildProcess> children) {
        for (ChildProcess child : children) {
            child.terminate();
        }
        long deadline = System.nanoTime() + GRACE_NANOS;
        for (ChildProcess child : children) {
            child.killUnlessGone(deadline - System.nanoTime());
        }
    }

    /**
     * Ends the daemons of a directory that closes and waits for its other children. An interrupt terminates these too;
     * it stays set.
     */
    static void endFamily(SharedDirectory directory) {
        Spares.end(directory);
        List<ChildProcess> family = new ArrayList<>(children());
        family.removeIf(child -> child.home() != directory);
        List<ChildProcess> daemons = new ArrayList<>(family);
        daemons.removeIf(child -> !child.daemon());
        end(daemons);
        boolean interrupted = false;
        for (ChildProcess child : family) {
            while (child.isAlive()) {
                try {
                    child.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                    end(family);
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
