package io.tandem.pool;

import static io.tandem.pool.PoolLayout.*;

import io.tandem.wait.WaitPolicy;
import io.tandem.wait.Waiter;

/** Interrupts the thread of a worker when the client of its task, or who stops the pool, wants that. A daemon thread. */
final class WorkerControl {
    private final PoolFile file;
    private final int worker;
    private final Thread running = Thread.currentThread();
    private Board board;
    private int slot;
    private int generation;
    private boolean interrupted;

    WorkerControl(PoolFile file, int worker) {
        this.file = file;
        this.worker = worker;
    }

    void start() {
        Thread thread = new Thread(this::watch, "tandem-control");
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        Waiter waiter = new Waiter(Long.MAX_VALUE, WaitPolicy.park(), file.workerBell(worker));
        while (true) {
            look();
            waiter.pause();
        }
    }

    private synchronized void look() {
        if (board != null && !interrupted && isUnwanted()) {
            interrupted = true;
            running.interrupt();
        }
    }

    private boolean isUnwanted() {
        return board.isInterrupted(slot, generation, worker) || file.state() >= STOPPED;
    }

    /** By the worker's thread. */
    synchronized void begin(TaskMessage task) {
        board = file.board(task.client);
        slot = task.slot;
        generation = task.generation;
        interrupted = false;
        look(); // who came before this was not seen by the other thread
    }

    /** By the worker's thread; an interrupt that comes later is not for it. */
    synchronized void end() {
        board = null;
        Thread.interrupted();
    }
}
