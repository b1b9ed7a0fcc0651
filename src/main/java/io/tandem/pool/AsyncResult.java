package io.tandem.pool;

import io.tandem.pool.Answer.Outcome;
import io.tandem.wait.Waiter;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * What a task of a pool will return: a {@link CompletableFuture} that a worker completes.
 *
 * <p>Any thread of the JVM that submitted the task. {@code get}, {@code join} and {@link #await} block, and take the answers
 * of workers meanwhile, their own and others', so that no thread lies between the worker and who waits; timed forms throw
 * {@link TimeoutException}, or return false. What the task threw is the cause of the {@link ExecutionException}, with its
 * stack trace in the worker; a worker's death is a {@link WorkerDiedException}, the death of the pool's owner a
 * {@link PoolDiedException}. Dependents and callbacks run on threads of their own, never on those that take answers.
 * Python: {@code AsyncResult}.
 */
public class AsyncResult<T> extends CompletableFuture<T> {
    private static final ExecutorService CALLBACKS = Executors.newCachedThreadPool(AsyncResult::callbackThread);

    private final Client client;
    private final Consumer<? super T> callback;
    private final Consumer<? super Throwable> errorCallback;
    private volatile List<Call> calls = List.of();
    private volatile boolean endedByCancel;

    AsyncResult(Client client, Consumer<? super T> callback, Consumer<? super Throwable> errorCallback) {
        this.client = client;
        this.callback = callback;
        this.errorCallback = errorCallback;
    }

    private static Thread callbackThread(Runnable work) {
        Thread thread = new Thread(work, "tandem-callback");
        thread.setDaemon(true); // while one runs its pool has an open task, and so a thread that is none
        return thread;
    }

    /** What {@link #cancel} is to stop; told before anybody else knows this result. */
    final void isFor(List<Call> tasks) {
        calls = tasks;
    }

    final Client client() {
        return client;
    }

    @SuppressWarnings("unchecked")
    final void settle(Outcome outcome) {
        if (callback == null && errorCallback == null && getNumberOfDependents() == 0) {
            finish((T) outcome.value(), outcome.failure());
            return;
        }
        client.openOne();
        CALLBACKS.execute(() -> {
            try {
                call((T) outcome.value(), outcome.failure());
                finish((T) outcome.value(), outcome.failure());
            } finally {
                client.closeOne();
            }
        });
    }

    private void call(T value, Throwable failure) {
        try {
            if (failure == null && callback != null) {
                callback.accept(value);
            } else if (failure != null && errorCallback != null) {
                errorCallback.accept(failure);
            }
        } catch (Throwable e) {
            System.getLogger("io.tandem").log(Level.ERROR, "a callback of a task threw", e);
        }
    }

    private void finish(T value, Throwable failure) {
        if (failure == null) {
            super.complete(value);
        } else {
            super.completeExceptionally(failure);
        }
        client.bell().ring();
    }

    /** The pool was stopped before anybody began it. */
    final void dropped() {
        super.cancel(false);
        client.bell().ring();
    }

    /**
     * A task that nobody has begun will not be run. One that runs is interrupted if told so, and if it still runs after the
     * pool's grace period its worker is killed and replaced; else it goes on and its result is dropped. The future is
     * cancelled in any case, unless it is done.
     */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(false);
        if (cancelled && !endedByCancel || isCancelled() && mayInterruptIfRunning) {
            endedByCancel = true;
            for (Call call : calls) {
                client.giveUp(call, mayInterruptIfRunning);
            }
        }
        client.bell().ring();
        return cancelled;
    }

    @Override
    public boolean complete(T value) {
        boolean completed = super.complete(value);
        client.bell().ring();
        return completed;
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        boolean completed = super.completeExceptionally(failure);
        client.bell().ring();
        return completed;
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        client.await(this::isDone, Long.MAX_VALUE);
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        return get(unit.toNanos(timeout));
    }

    /** Waits at most so long; zero or less looks once. */
    public T get(Duration timeout) throws InterruptedException, ExecutionException, TimeoutException {
        return get(Waiter.nanos(timeout));
    }

    private T get(long nanos) throws InterruptedException, ExecutionException, TimeoutException {
        if (!client.await(this::isDone, nanos)) {
            throw new TimeoutException("no answer within " + nanos / 1_000_000 + " ms");
        }
        return super.get();
    }

    @Override
    public T join() {
        boolean interrupted = false;
        while (!isDone()) {
            try {
                client.await(this::isDone, Long.MAX_VALUE);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return super.join();
    }

    /** Waits until it is done, at most so long; returns whether it is. Python's {@code wait}. */
    public boolean await(Duration timeout) throws InterruptedException {
        return client.await(this::isDone, Waiter.nanos(timeout));
    }

    /** {@link #isDone()}, as Python calls it. */
    public boolean ready() {
        return isDone();
    }

    /**
     * Whether it ended with a value.
     *
     * @throws IllegalStateException if it has not ended
     */
    public boolean successful() {
        if (!isDone()) {
            throw new IllegalStateException("the task is not done: wait for it first, or ask ready()");
        }
        return !isCompletedExceptionally();
    }
}
