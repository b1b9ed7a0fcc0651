package io.tandem.pool;

import static io.tandem.pool.PoolLayout.*;

import io.tandem.lane.MessageHandler;
import io.tandem.queue.Delivery;
import io.tandem.queue.QueueShutDownException;
import io.tandem.queue.SharedQueue;
import io.tandem.wait.WaitPolicy;
import io.tandem.wait.Waiter;
import java.time.Duration;
import org.agrona.DirectBuffer;

/**
 * The loop of a worker: leases a message, makes its task its own on the client's board, acknowledges, runs, answers, and lets
 * go. Killed before the task is its own, the lease comes back to others; killed afterwards, the pool's owner finds the task on
 * the board and tells its client. One thread.
 */
final class Worker {
    /** How long it waits for what may come back from the dead before the end. */
    private static final Duration SLOW_LOOK = Duration.ofMillis(11);

    private final PoolFile file;
    private final int worker;
    private final SharedQueue<Packet> tasks;
    private final ClientQueues clients;
    private final WorkerControl control;
    private final Runner runner;
    private final Packet packet = new Packet();
    private final Packet answer = new Packet();
    private final TaskMessage task = new TaskMessage();
    private final MessageHandler taker = this::take;
    private boolean mine;

    Worker(PoolFile file, int worker) {
        this.file = file;
        this.worker = worker;
        this.tasks = SharedQueue.attach(file.sibling("tasks"), PacketCodec.INSTANCE);
        this.clients = new ClientQueues(file);
        this.control = new WorkerControl(file, worker);
        this.runner = new Runner(file.home().path());
    }

    /** Until the pool ends, or so many tasks are done. */
    void work(int most) throws InterruptedException {
        control.start();
        file.pid(worker, ProcessHandle.current().pid());
        file.life(worker, READY);
        int done = 0;
        boolean goesOn = true;
        while (goesOn && done < most && next()) {
            done++;
            goesOn = runTask();
        }
        file.life(worker, LEAVING);
    }

    /** Waits until a task is this worker's; false if there will be none. */
    private boolean next() throws InterruptedException {
        Waiter waiter = null;
        mine = false;
        while (!mine) {
            if (file.state() >= STOPPED) {
                return false;
            }
            if (tasks.drain(taker, 1) > 0) {
                waiter = null;
            } else if (!tasks.isShutdown()) {
                waiter = waiter == null ? new Waiter(Long.MAX_VALUE, WaitPolicy.standard(), file.tasksBell()) : waiter;
                waiter.await();
            } else if (isOver()) {
                return false;
            }
        }
        return true;
    }

    /** Whether nothing more can come from the queue that was shut down. */
    private boolean isOver() throws InterruptedException {
        try (Delivery<Packet> delivery = tasks.receive(SLOW_LOOK)) {
            if (delivery != null) {
                Packet found = delivery.value();
                take(0, found.buffer(), 0, found.length());
                delivery.ack();
            }
            return false;
        } catch (QueueShutDownException e) {
            return true;
        }
    }

    private void take(int type, DirectBuffer buffer, int index, int length) {
        task.read(buffer, index);
        mine = file.board(task.client).begin(task.slot, task.generation, worker);
        if (mine) { // what this JVM has no memory for ends with it, and is not given back
            packet.fill(buffer, index, length);
            packet.position(TaskMessage.BODY_AT);
        }
    }

    /** False if this JVM is not fit for another one. */
    private boolean runTask() {
        boolean fit;
        control.begin(task);
        try {
            fit = runner.run(task, packet, Answer.begin(answer, task.slot, task.generation));
        } finally {
            control.end();
        }
        try {
            clients.put(task.client, task.owner, answer);
        } catch (OutOfMemoryError e) {
            Runtime.getRuntime().halt(3);
        }
        if (!file.board(task.client).end(task.slot, task.generation, worker)) {
            Runtime.getRuntime().halt(128 + 9); // its client wants it killed, and nothing else of ours is to be hit
        }
        return fit;
    }
}
