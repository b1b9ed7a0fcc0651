package io.tandem.pool;

import static io.tandem.pool.PoolLayout.*;

import io.tandem.owner.Travels;
import io.tandem.queue.SharedQueue;
import io.tandem.wait.Waiter;
import java.io.Serializable;
import java.lang.System.Logger.Level;
import java.lang.ref.Cleaner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A fixed number of JVMs that run tasks: Python's {@code multiprocessing.Pool} and {@code ProcessPoolExecutor}, as a Java
 * {@link java.util.concurrent.ExecutorService}.
 *
 * <p>Any thread of any attached process may submit and shut down: the pool travels by its path, tasks may use it too (but a
 * pool all of whose workers wait for tasks of their own makes no progress). Functions and tasks are lambdas, sent by Java
 * serialization, once; arguments and results are serializable, or numbers, texts and bytes, which cost less. Submitting never
 * blocks: what there is no room for waits in this JVM. {@code map}, {@code apply}, {@code get} and
 * {@link #awaitTermination} block, end at an interrupt, and their timed forms throw {@code TimeoutException} or return
 * false.
 *
 * <p>A worker that ends in the middle of a task, however that happened, is replaced, and the task fails with
 * {@link WorkerDiedException}, or runs again up to {@link PoolOptions#retries} times; other tasks are not affected. When the
 * JVM that made the pool dies, the workers end and the futures of others fail with {@link PoolDiedException}; tasks of a JVM
 * that dies are dropped. A pool that becomes garbage in the JVM that made it is shut down, with a warning. Cost: a JVM per
 * worker, 0.6 MiB, and a lane of 1 MiB and one of 256 KiB per worker for each JVM that submits. Limits: 1024 workers, 64 submitting JVMs, 1024 tasks of each in shared memory at a time.
 */
public final class ProcessPool extends PoolWork implements Serializable {
    private static final long serialVersionUID = 1;
    private static final Cleaner CLEANER = Cleaner.create();

    private final transient PoolFile file;
    private final transient Keeper keeper;
    private transient volatile Client client;
    private transient volatile boolean closed;

    private ProcessPool(PoolFile file, Client client, Keeper keeper) {
        this.file = file;
        this.client = client;
        this.keeper = keeper;
    }

    /** Makes the pool and starts its workers; does not wait until they are there. */
    public static ProcessPool create(Path path, PoolOptions options) {
        PoolFile file = PoolFile.create(path, options);
        ProcessPool pool = null;
        try {
            SharedQueue.create(file.sibling("tasks"), PacketCodec.INSTANCE, Keeper.taskQueue())
                    .close(); // others attach, and this JVM does as they
            Client client = file.engine(() -> new Client(file));
            Keeper keeper = new Keeper(file, options, client);
            pool = new ProcessPool(file, client, keeper);
            keeper.start();
            CLEANER.register(pool, () -> forgotten(file));
            return pool;
        } finally {
            if (pool == null) {
                file.destroy();
            }
        }
    }

    /** Nobody can reach the pool any more: what was submitted is run. */
    private static void forgotten(PoolFile file) {
        if (file.advance(SHUT)) {
            System.getLogger("io.tandem")
                    .log(
                            Level.WARNING,
                            file.path() + " became garbage while it ran, and is shut down: close() it instead");
        }
    }

    /** For tasks of this JVM to be run by another one's pool. */
    public static ProcessPool attach(Path path) {
        return new ProcessPool(PoolFile.attach(path), null, null);
    }

    /** Where the pool is; other JVMs attach by it. */
    public Path path() {
        return file.path();
    }

    public int workers() {
        return file.workers();
    }

    /** Process ids of the workers that are there now. */
    public List<Long> pids() {
        List<Long> pids = new ArrayList<>();
        for (int worker = 0; worker < file.workers(); worker++) {
            long pid = file.pid(worker);
            if (pid != 0) {
                pids.add(pid);
            }
        }
        return pids;
    }

    @Override
    PoolFile file() {
        return file;
    }

    @Override
    Client client() {
        if (closed) {
            throw new RejectedExecutionException(file.path() + " is closed here: it takes no more tasks");
        }
        if (client == null) {
            client = file.engine(() -> new Client(file));
        }
        return client;
    }

    /** No more tasks; what was submitted is run, then the workers end. Python's {@code close}. May be repeated. */
    @Override
    public void shutdown() {
        file.advance(SHUT);
    }

    /**
     * No more tasks; those not begun are cancelled, those that run interrupted, and after the grace period killed. Of this
     * JVM's tasks that were not begun it returns what can be run here: those that were submitted without an argument.
     */
    @Override
    public List<Runnable> shutdownNow() {
        Client mine = client;
        if (mine == null) {
            file.advance(STOPPED);
            return new ArrayList<>();
        }
        List<Runnable> dropped = new ArrayList<>();
        for (Call call : mine.stop()) {
            mine.drop(call, null);
            dropped.add(new DroppedTask(call.function));
        }
        return dropped;
    }

    /** {@link #shutdownNow()} without a grace period, if this JVM made the pool. */
    public void terminate() {
        shutdownNow();
        if (keeper != null) {
            keeper.killAtOnce();
        }
    }

    /** What {@code Tandem.close()} does first; an interrupt does not end the wait, and stays set. */
    public static void terminateAll(Collection<ProcessPool> pools) {
        pools.forEach(ProcessPool::terminate);
        pools.forEach(ProcessPool::close);
    }

    @Override
    public boolean isShutdown() {
        return closed || file.state() != OPEN || isOwnerDead();
    }

    @Override
    public boolean isTerminated() {
        return file.state() == ENDED || isOwnerDead();
    }

    private boolean isOwnerDead() {
        return file.participants().isDead(file.owner());
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return awaitTermination(unit.toNanos(timeout));
    }

    /** False if it has not ended within this time. */
    public boolean awaitTermination(Duration timeout) throws InterruptedException {
        return awaitTermination(Waiter.nanos(timeout));
    }

    private boolean awaitTermination(long nanos) throws InterruptedException {
        Client mine = client;
        if (mine != null) {
            if (!mine.await(() -> mine.isRetired() || isTerminated() && mine.open() == 0, nanos)) {
                return false;
            }
            mine.retire();
            return true;
        }
        Waiter waiter = new Waiter(nanos, io.tandem.wait.WaitPolicy.standard(), file.tasksBell());
        while (!isTerminated()) {
            if (!waiter.await()) {
                return false;
            }
        }
        return true;
    }

    /**
     * Waits until all is done and the workers have ended.
     *
     * @throws IllegalStateException before {@link #shutdown()}, {@link #shutdownNow()} or {@link #terminate()}
     */
    public void join() throws InterruptedException {
        if (!isShutdown()) {
            throw new IllegalStateException(file.path() + " runs: shut it down before you wait for its end");
        }
        awaitTermination(Long.MAX_VALUE);
    }

    /**
     * In the JVM that made the pool: {@link #shutdown()}, and waits until all is done; an interrupt stops it, and stays set. In
     * another one: waits for the tasks of this JVM and lets go of the pool, which goes on; an interrupt ends the wait, and what
     * is not done is cancelled.
     */
    @Override
    public void close() {
        boolean interrupted = false;
        if (keeper != null) {
            shutdown();
        }
        while (!closed) {
            try {
                if (keeper != null) {
                    closed = awaitTermination(Long.MAX_VALUE);
                } else {
                    Client mine = client;
                    closed = mine == null || mine.await(() -> mine.open() == 0, Long.MAX_VALUE);
                }
            } catch (InterruptedException e) {
                interrupted = true;
                if (keeper != null) {
                    shutdownNow();
                } else {
                    closed = true;
                }
            }
        }
        file.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Object writeReplace() {
        return new ByPath(path().toString());
    }

    private static final class ByPath implements Travels {
        private static final long serialVersionUID = 1;
        private final String path;

        ByPath(String path) {
            this.path = path;
        }

        private Object readResolve() {
            return attach(Path.of(path));
        }
    }

    @Override
    public String toString() {
        String state = switch (file.state()) {
            case OPEN -> "open";
            case SHUT -> "shut down";
            case STOPPED -> "stopped";
            default -> "ended";
        };
        Client mine = client;
        return "ProcessPool[" + file.path() + ", " + (file.isBroken() ? "broken, " : "") + state + ", workers " + pids()
                + ", " + (mine == null ? 0 : mine.open()) + " tasks of this JVM not done]";
    }
}
