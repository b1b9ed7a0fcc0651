package io.tandem.process;

import io.tandem.owner.ExitActions;
import io.tandem.owner.SharedDirectory;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The spares of one directory and the thread that keeps up their number. A spare that was taken or died is replaced at
 * once; when spares die one after the other without having been of use, after longer and longer pauses.
 */
final class Spares {
    private static final Map<SharedDirectory, Spares> ALL = new HashMap<>();
    /** The child that was a spare is to begin undisturbed. */
    private static final long TAKEN_PAUSE_MILLIS = 50;

    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = TimeUnit.SECONDS.toMillis(30);
    private static boolean exitRegistered;

    private final SharedDirectory directory;
    private final Deque<Spare> waiting = new ArrayDeque<>();
    private CodeSources code;
    private String task = "";
    private int wanted;
    private int deaths;
    private long lastTaken;
    private boolean running;
    private boolean rehearsed;

    private Spares(SharedDirectory directory) {
        this.directory = directory;
    }

    /** Keeps so many spares for a directory, with the classes of a task of this class. */
    static void keep(SharedDirectory directory, Class<?> task, int count) {
        if (count < 0) {
            throw new IllegalArgumentException("cannot keep " + count + " spare JVMs: give 0 or more");
        }
        Spares spares;
        synchronized (ALL) {
            if (!exitRegistered) {
                exitRegistered = true;
                ExitActions.first(Spares::endAll);
            }
            spares = ALL.computeIfAbsent(directory, Spares::new);
        }
        spares.want(CodeSources.of(task, directory), count);
    }

    /** A living spare that has been given this envelope, or null. */
    static Spare take(SharedDirectory directory, CodeSources code, Class<?> task, ByteArrayOutputStream envelope) {
        Spares spares;
        synchronized (ALL) {
            spares = ALL.get(directory);
        }
        Spare spare = spares == null ? null : spares.poll(code, task);
        while (spare != null && !spare.give(envelope)) {
            spare.forget();
            spare = spares.poll(code, task);
        }
        return spare;
    }

    /** How many could be given a task now. */
    static int waiting(SharedDirectory directory) {
        Spares spares;
        synchronized (ALL) {
            spares = ALL.get(directory);
        }
        if (spares == null) {
            return 0;
        }
        synchronized (spares) {
            return spares.waiting.size();
        }
    }

    /** Ends those of a directory that closes. */
    static void end(SharedDirectory directory) {
        Spares spares;
        synchronized (ALL) {
            spares = ALL.remove(directory);
        }
        if (spares != null) {
            spares.want(null, 0);
            spares.awaitRest();
        }
    }

    private static void endAll() {
        List<SharedDirectory> all;
        synchronized (ALL) {
            all = new ArrayList<>(ALL.keySet());
        }
        all.forEach(Spares::end);
    }

    private void want(CodeSources newCode, int count) {
        List<Spare> tooMany = new ArrayList<>();
        synchronized (this) {
            code = newCode;
            wanted = count;
            deaths = 0;
            while (waiting.size() > wanted) {
                tooMany.add(waiting.pollLast());
            }
            tooMany.addAll(
                    waiting.stream().filter(spare -> !spare.serves(newCode)).toList());
            waiting.removeAll(tooMany);
            if (!running && wanted > 0) {
                running = true;
                Thread keeper = new Thread(this::keepUp, "tandem-spares");
                keeper.setDaemon(true);
                keeper.start();
            }
            notifyAll();
        }
        tooMany.forEach(Spare::end);
    }

    /** The last one the keeper started is ended by it. */
    private synchronized void awaitRest() {
        boolean interrupted = false;
        while (running) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Spares for other classes are of no use any more. */
    private Spare poll(CodeSources classes, Class<?> taken) {
        synchronized (this) {
            task = CodeSources.writer(taken);
            if (code != null && classes.key().equals(code.key())) {
                Spare spare = waiting.poll();
                if (spare != null) {
                    deaths = 0;
                    lastTaken = System.nanoTime();
                    notifyAll();
                }
                return spare;
            }
        }
        want(classes, wanted());
        return null;
    }

    private synchronized String task() {
        return task;
    }

    private synchronized int wanted() {
        return wanted;
    }

    private void keepUp() {
        for (CodeSources missing = awaitMissing(); missing != null; missing = awaitMissing()) {
            try {
                add(Spare.start(directory, missing, task()));
                rehearse();
            } catch (RuntimeException refused) {
                pauseNextTime();
            }
        }
    }

    /** This JVM writes envelopes; without practice the first takes it longer than all the rest of a start. */
    private void rehearse() {
        if (!rehearsed) {
            rehearsed = true;
            try {
                Rehearsal.run(1, 1, () -> false);
            } catch (Exception notNow) {
                // it will learn by doing
            }
        }
    }

    /** For what classes one more is to be started; null if none is wanted any more. */
    private synchronized CodeSources awaitMissing() {
        long since = System.nanoTime();
        while (wanted > 0) {
            long now = System.nanoTime();
            long pause = deaths == 0 ? 0 : Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(deaths, 10));
            long left = pause - TimeUnit.NANOSECONDS.toMillis(now - since);
            if (lastTaken != 0) {
                left = Math.max(left, TAKEN_PAUSE_MILLIS - TimeUnit.NANOSECONDS.toMillis(now - lastTaken));
            }
            boolean missing = waiting.size() < wanted;
            if (missing && left <= 0) {
                return code;
            }
            try {
                wait(missing ? left : 0);
            } catch (InterruptedException impossible) {
                throw new AssertionError(impossible); // nobody else knows this thread
            }
        }
        running = false;
        notifyAll();
        return null;
    }

    private void add(Spare spare) {
        boolean needed;
        synchronized (this) {
            needed = waiting.size() < wanted && spare.serves(code);
            if (needed) {
                waiting.add(spare);
            }
        }
        if (needed) {
            spare.process().onExit().thenRun(() -> died(spare));
        } else {
            spare.end();
        }
    }

    private synchronized void pauseNextTime() {
        deaths++;
    }

    private synchronized void died(Spare spare) {
        if (waiting.remove(spare)) {
            spare.forget();
            deaths++;
            notifyAll();
        }
    }
}
