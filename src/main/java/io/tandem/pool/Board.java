package io.tandem.pool;

import static io.tandem.pool.PoolLayout.*;

import io.tandem.file.CrashPoint;
import io.tandem.file.Memory;

/**
 * The board of one client: a word for each task that waits or runs, see {@link PoolLayout}. Each step is one CAS of the whole
 * word, so of two that want to decide about a task exactly one does; a late one meets another generation and changes nothing.
 * Any thread of any process; lock-free.
 */
final class Board {
    private final Object holder;
    private final long address;

    Board(Object holder, long address) {
        this.holder = holder;
        this.address = address;
    }

    private long at(int slot) {
        return address + (long) slot * Long.BYTES;
    }

    long word(int slot) {
        return Memory.longAcquire(holder, at(slot));
    }

    /**
     * A new task, by the client, where the last one is over and {@link #isKilled} is not true; returns its generation. Its
     * message is put afterwards.
     */
    int queue(int slot) {
        int generation = generation(word(slot)) + 1;
        CrashPoint.at("board.queuing");
        Memory.longRelease(holder, at(slot), PoolLayout.word(generation, 0, QUEUED)); // pairs with begin()
        CrashPoint.at("board.queued");
        return generation;
    }

    private boolean change(int slot, long from, long to) {
        CrashPoint.at("board.changing");
        boolean changed = Memory.compareAndSetLong(holder, at(slot), from, to);
        CrashPoint.at("board.changed");
        return changed;
    }

    /** By a worker that has the message: whether the task is still to be run, and this worker's now. */
    boolean begin(int slot, int generation, int worker) {
        long queued = PoolLayout.word(generation, 0, QUEUED);
        return word(slot) == queued && change(slot, queued, PoolLayout.word(generation, worker, RUNNING));
    }

    /** By the worker, after it answered. False if its client wants it killed: then it must not go on. */
    boolean end(int slot, int generation, int worker) {
        while (true) {
            long word = word(slot);
            if (generation(word) != generation || worker(word) != worker || state(word) == FREE) {
                return true; // the client knows the answer, and has another task there
            }
            if (state(word) == KILLED) {
                return false;
            }
            if (change(slot, word, to(word, FREE))) {
                return true;
            }
        }
    }

    /** Whether this worker's task was interrupted. */
    boolean isInterrupted(int slot, int generation, int worker) {
        long word = word(slot);
        return generation(word) == generation && worker(word) == worker && state(word) >= INTERRUPTED;
    }

    boolean isRunning(int slot, int generation) {
        long word = word(slot);
        return generation(word) == generation && state(word) >= RUNNING;
    }

    /**
     * Whether a worker is to be killed for what it runs here. Until it is dead the word must stay: it is what keeps the worker
     * from going on to another task, which the owner, who may have seen the word before, would hit instead.
     */
    boolean isKilled(int slot) {
        return state(word(slot)) == KILLED;
    }

    /** By the client: a task that nobody has begun will not be run. */
    boolean withdraw(int slot, int generation) {
        long queued = PoolLayout.word(generation, 0, QUEUED);
        return word(slot) == queued && change(slot, queued, to(queued, FREE));
    }

    /** By the client: returns the worker to be woken, or -1 if the task does not run. */
    int interrupt(int slot, int generation) {
        return step(slot, generation, RUNNING, INTERRUPTED);
    }

    /** By the client, when the interrupt did not help: the owner is to kill the worker. -1 if that is not needed. */
    int kill(int slot, int generation) {
        return step(slot, generation, INTERRUPTED, KILLED);
    }

    private int step(int slot, int generation, int from, int to) {
        long word = word(slot);
        boolean stepped =
                generation(word) == generation && state(word) == from && change(slot, word, PoolLayout.to(word, to));
        return stepped ? worker(word) : -1;
    }

    /** By the owner, after the death of a worker: whether it had this task, which now is nobody's. */
    boolean clear(int slot, int generation, int worker) {
        while (true) {
            long word = word(slot);
            if (generation(word) != generation || worker(word) != worker || state(word) < RUNNING) {
                return false;
            }
            if (change(slot, word, to(word, FREE))) {
                return true;
            } // its client has just interrupted it
        }
    }

    /** By who has this board after another client: no task of that one is begun any more. What runs goes on. */
    void clearQueued() {
        clearAll(QUEUED);
    }

    /** By the owner, when the client is gone and the workers are killed that were to be: nobody is killed any more. */
    void clearKilled() {
        clearAll(KILLED);
    }

    private void clearAll(int state) {
        for (int slot = 0; slot < SLOTS; slot++) {
            long word = word(slot);
            if (state(word) == state) {
                change(slot, word, to(word, FREE)); // or a worker has just begun it
            }
        }
    }
}
