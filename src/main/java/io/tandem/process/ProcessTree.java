package io.tandem.process;

import io.tandem.wait.Waiter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A process and its descendants, as far as the kernel knows them: asked again and again while they end, parents first, for
 * one that is about to end may just have started another. Handles know their process by its start too: a number that was
 * given to somebody else in the meantime is left alone.
 */
final class ProcessTree {
    private final Set<ProcessHandle> known = new LinkedHashSet<>();

    private ProcessTree(ProcessHandle root) {
        known.add(root);
        look();
    }

    static ProcessTree of(ProcessHandle root) {
        return new ProcessTree(root);
    }

    /** Returns those that are new. */
    private List<ProcessHandle> look() {
        List<ProcessHandle> found = new ArrayList<>();
        for (ProcessHandle one : List.copyOf(known)) {
            one.descendants().filter(known::add).forEach(found::add);
        }
        return found;
    }

    void kill() {
        do {
            known.forEach(ProcessHandle::destroyForcibly);
        } while (!look().isEmpty());
    }

    /** Returns whether all of them ended within the time; the others are killed, and gone when this returns. */
    boolean terminate(long graceNanos) throws InterruptedException {
        List<ProcessHandle> asked = List.copyOf(known);
        Waiter waiter = new Waiter(graceNanos);
        try {
            do {
                asked.forEach(ProcessHandle::destroy);
                asked = look();
                if (asked.isEmpty() && allGone()) {
                    return true;
                }
            } while (waiter.await());
        } finally {
            kill();
        }
        Waiter end = new Waiter();
        while (!allGone()) {
            end.await();
        }
        return false;
    }

    private boolean allGone() {
        return known.stream().allMatch(ProcessTree::isGone);
    }

    /** What has ended is listed on until its parent has asked for it, which not every first process of a container does. */
    private static boolean isGone(ProcessHandle process) {
        if (!process.isAlive()) {
            return true;
        }
        try {
            String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
        } catch (IOException gone) {
            return !process.isAlive();
        }
    }
}
