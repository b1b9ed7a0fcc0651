package io.tandem.pool;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What {@link ExecutorService} asks of a pool besides its life. */
abstract class PoolExecutor implements ExecutorService, AutoCloseable {
    @Override
    public abstract void close();

    abstract <T> AsyncResult<T> call(Object task);

    /** Lambdas come here, and travel. */
    public <T> AsyncResult<T> submit(PoolTask<T> task) {
        return call(task);
    }

    /** Lambdas come here, and travel. */
    public AsyncResult<Void> submit(PoolRunnable task) {
        return call(task);
    }

    /**
     * The task must be serializable.
     *
     * @throws IllegalArgumentException if it is not; the message tells what to do
     */
    @Override
    public <T> AsyncResult<T> submit(Callable<T> task) {
        return call(task);
    }

    /** The task must be serializable. */
    @Override
    public AsyncResult<?> submit(Runnable task) {
        return call(task);
    }

    @Override
    public <T> Future<T> submit(Runnable task, T result) {
        return call(task).thenApply(nothing -> result);
    }

    /** Lambdas come here, and travel. What the task throws is lost. */
    public void execute(PoolRunnable task) {
        call(task);
    }

    @Override
    public void execute(Runnable task) {
        call(task);
    }

    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks) throws InterruptedException {
        return invokeAll(tasks, Long.MAX_VALUE);
    }

    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException {
        return invokeAll(tasks, unit.toNanos(timeout));
    }

    private <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks, long nanos)
            throws InterruptedException {
        List<AsyncResult<T>> results = new ArrayList<>();
        boolean over = false;
        try {
            submitAll(tasks, results);
            long start = System.nanoTime();
            over = true;
            for (AsyncResult<T> result : results) {
                long left = nanos == Long.MAX_VALUE ? nanos : nanos - (System.nanoTime() - start);
                over &= result.client().await(result::isDone, left);
            }
        } finally {
            if (!over) {
                results.forEach(result -> result.cancel(true));
            }
        }
        return new ArrayList<>(results);
    }

    private <T> void submitAll(Collection<? extends Callable<T>> tasks, List<AsyncResult<T>> results) {
        for (Callable<T> task : tasks) {
            results.add(call(Objects.requireNonNull(task)));
        }
    }

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks) throws InterruptedException, ExecutionException {
        try {
            return invokeAny(tasks, Long.MAX_VALUE);
        } catch (TimeoutException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        return invokeAny(tasks, unit.toNanos(timeout));
    }

    private <T> T invokeAny(Collection<? extends Callable<T>> tasks, long nanos)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (tasks.isEmpty()) {
            throw new IllegalArgumentException("no tasks: there is none to be the first");
        }
        List<AsyncResult<T>> results = new ArrayList<>();
        try {
            submitAll(tasks, results);
            List<AsyncResult<T>> left = new ArrayList<>(results);
            Client client = results.get(0).client();
            long start = System.nanoTime();
            while (true) {
                long rest = nanos == Long.MAX_VALUE ? nanos : nanos - (System.nanoTime() - start);
                if (!client.await(() -> left.stream().anyMatch(Future::isDone), rest)) {
                    throw new TimeoutException("no task succeeded within " + nanos / 1_000_000 + " ms");
                }
                AsyncResult<T> done =
                        left.stream().filter(Future::isDone).findFirst().orElseThrow();
                left.remove(done);
                try {
                    return done.get();
                } catch (ExecutionException | CancellationException e) {
                    if (left.isEmpty()) {
                        throw e instanceof ExecutionException failed ? failed : new ExecutionException(e);
                    }
                }
            }
        } finally {
            results.forEach(result -> result.cancel(true));
        }
    }
}
