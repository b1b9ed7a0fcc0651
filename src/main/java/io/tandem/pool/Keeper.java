package io.tandem.pool;

import static io.tandem.pool.PoolLayout.*;

import io.tandem.owner.ExitActions;
import io.tandem.owner.OwnedWord;
import io.tandem.process.ChildProcess;
import io.tandem.queue.QueueOptions;
import io.tandem.queue.SharedQueue;
import io.tandem.wait.WaitPolicy;
import io.tandem.wait.Waiter;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The side of the JVM that made a pool: starts the workers, replaces them when they end, tells clients which of their tasks
 * ended with a worker, takes back the tasks of clients that died, and brings the pool to its end. One daemon thread.
 */
final class Keeper implements Runnable {
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    /** Leases are recovered when a worker ends; now and then anyhow, should its life lock not have been readable then. */
    private static final int TICKS_PER_RECOVERY = 10;

    /** Kills of workers that have not begun, one after the other, until the pool is broken. */
    private static final int MOST_STRIKES = 10;

    /** This JVM shuts down, and ends its workers first. */
    private static volatile boolean exiting;

    private static final AtomicBoolean EXIT_REGISTERED = new AtomicBoolean();

    private final PoolFile file;
    private final PoolOptions options;
    private final Client client;
    private final SharedQueue<Packet> tasks;
    private final ClientQueues clients;
    private final ChildProcess[] workers;
    private final Queue<Integer> ended = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Void> termination = new CompletableFuture<>();
    private final Packet packet = new Packet();
    private volatile boolean killsAtOnce;
    private int strikes;
    private int ticks;
    private int births;
    private long stoppedAt;
    private long swept = System.nanoTime();

    Keeper(PoolFile file, PoolOptions options, Client client) {
        this.file = file;
        this.options = options;
        this.client = client;
        this.tasks = SharedQueue.attach(file.sibling("tasks"), PacketCodec.INSTANCE);
        this.clients = new ClientQueues(file);
        this.workers = new ChildProcess[options.workers()];
    }

    static QueueOptions taskQueue() {
        return QueueOptions.DEFAULT.lanes(CLIENTS).leased();
    }

    void start() {
        Thread thread = new Thread(this, "tandem-pool-keeper");
        thread.setDaemon(true);
        thread.start();
    }

    /** Kills running workers instead of waiting for the grace period. */
    void killAtOnce() {
        killsAtOnce = true;
        file.keeperBell().alarm();
    }

    CompletableFuture<Void> termination() {
        return termination;
    }

    @Override
    public void run() {
        try {
            keep();
        } catch (RuntimeException | Error e) { // nobody else would tell the clients
            breakPool(e);
            aliveWorkers().forEach(ChildProcess::kill);
        } finally {
            file.advance(ENDED);
            termination.complete(null);
        }
    }

    private void keep() {
        for (int worker = 0; worker < workers.length && file.state() <= SHUT; worker++) {
            startWorker(worker);
        }
        Waiter waiter = new Waiter(Long.MAX_VALUE, WaitPolicy.park(), file.keeperBell());
        while (!look()) {
            waiter.pause(); // announces a sleep, or sleeps, in turns
        }
        tasks.destroy();
        clients.close();
        file.removeName();
    }

    /** True when the pool has ended. */
    private boolean look() {
        for (Integer worker = ended.poll(); worker != null; worker = ended.poll()) {
            ended(worker);
        }
        killWanted();
        if (System.nanoTime() - swept > TICK_NANOS) {
            swept = System.nanoTime();
            sweepClients();
            if (++ticks % TICKS_PER_RECOVERY == 0) {
                recover();
            }
        }
        int state = file.state();
        if (state == SHUT && !tasks.isShutdown() && isIdle()) {
            endTasks();
        }
        if (state == STOPPED) {
            stop();
        }
        return state >= SHUT && aliveWorkers().isEmpty() && ended.isEmpty() && tasks.isShutdown();
    }

    private void endTasks() {
        tasks.shutdown();
        file.tasksBell().alarm();
    }

    private void stop() {
        if (!tasks.isShutdown()) {
            stoppedAt = System.nanoTime();
            endTasks();
        }
        if (killsAtOnce || System.nanoTime() - stoppedAt > file.graceNanos()) {
            aliveWorkers().forEach(ChildProcess::kill);
        }
    }

    /** Whether no client has a task that is not over. */
    private boolean isIdle() {
        for (int number = 0; number < CLIENTS; number++) {
            if (file.client(number) != 0 && file.open(number) > 0) {
                return false;
            }
        }
        return true;
    }

    List<ChildProcess> aliveWorkers() {
        List<ChildProcess> alive = new ArrayList<>();
        synchronized (workers) {
            for (ChildProcess worker : workers) {
                if (worker != null) {
                    alive.add(worker);
                }
            }
        }
        return alive;
    }

    private void startWorker(int worker) {
        file.pid(worker, 0);
        file.life(worker, STARTING);
        try {
            ChildProcess child = new ChildProcess(file::home)
                    .name("PoolWorker-" + ++births)
                    .daemon(true)
                    .jvmFlags(options.jvmFlags().toArray(new String[0]))
                    .start(WorkerTask.of(file.path(), worker, options));
            if (EXIT_REGISTERED.compareAndSet(false, true)) {
                ExitActions.first(() -> exiting = true); // before what ends children, which the first start registered
            }
            synchronized (workers) {
                workers[worker] = child;
            }
            child.onExit().thenRun(() -> {
                ended.add(worker);
                file.keeperBell().alarm();
            });
        } catch (RuntimeException e) {
            breakPool(e);
        }
    }

    private void ended(int worker) {
        ChildProcess child = workers[worker];
        int life = file.life(worker);
        file.pid(worker, 0);
        forEachTask((number, board, slot, word) -> {
            if (board.clear(slot, generation(word), worker)) {
                Answer.died(
                        Answer.begin(packet, slot, generation(word)),
                        child.pid(),
                        child.exitCode().orElse(-1),
                        child.exitSignal().orElse(0));
                clients.put(number, file.client(number), packet);
            }
        });
        synchronized (workers) {
            workers[worker] = null;
        }
        if (life == STARTING && file.state() <= SHUT && !exiting) {
            diedEarly(child);
        }
        strikes = life == STARTING ? strikes : 0;
        recover();
        if (file.state() <= SHUT && !tasks.isShutdown() && !exiting) {
            startWorker(worker);
        }
    }

    /** Killed workers are replaced, up to a limit; one that failed by itself will do so again. */
    private void diedEarly(ChildProcess child) {
        Throwable failure = child.failure().orElse(null);
        if (failure != null) {
            breakPool(failure);
        } else if (child.exitSignal().isEmpty() || ++strikes > MOST_STRIKES) {
            breakPool(new IllegalStateException("a worker ended before its first task: " + child));
        }
    }

    private void breakPool(Throwable cause) {
        client.brokenBy(cause);
        file.setBroken();
        file.advance(STOPPED);
    }

    /** What the dead had leased and not made their own comes back. */
    private void recover() {
        if (tasks.recover() > 0) {
            file.tasksBell().alarm();
        }
    }

    /** Tasks that did not heed an interrupt. */
    private void killWanted() {
        forEachTask((number, board, slot, word) -> {
            ChildProcess child = workers[PoolLayout.worker(word)];
            if (PoolLayout.state(word) == KILLED && child != null) {
                child.kill();
            }
        });
    }

    private interface Found {
        void found(int client, Board board, int slot, long word);
    }

    /** What runs, or did when its worker died. */
    private void forEachTask(Found found) {
        for (int number = 0; number < CLIENTS; number++) {
            if (file.client(number) != 0) {
                Board board = file.board(number);
                for (int slot = 0; slot < SLOTS; slot++) {
                    long word = board.word(slot);
                    if (PoolLayout.state(word) >= RUNNING) {
                        found.found(number, board, slot, word);
                    }
                }
            }
        }
    }

    /** Nobody runs any more what a client had queued that died or left, and its place is free. */
    private void sweepClients() {
        for (int number = 0; number < CLIENTS; number++) {
            long owner = file.client(number);
            if (owner != 0
                    && file.participants().isDead(owner)
                    && file.takeClient(number, true) != OwnedWord.Taken.NO) {
                file.board(number).clearQueued();
                killWanted(); // the last wishes; from now on it has none
                file.board(number).clearKilled();
                destroyResults(owner);
                file.leaveClient(number);
            }
        }
    }

    private void destroyResults(long owner) {
        try {
            SharedQueue.attach(file.sibling("results~" + owner), PacketCodec.INSTANCE)
                    .destroy();
        } catch (io.tandem.file.SharedFileException gone) {
            // it had none yet, or they are gone
        }
    }
}
