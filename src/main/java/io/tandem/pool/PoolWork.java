package io.tandem.pool;

import io.tandem.codec.EncodeException;
import io.tandem.pool.Answer.Outcome;
import io.tandem.wait.Waiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/** How a pool is given work, in Python's words: {@code apply}, {@code map}, {@code imap}, {@code starmap}. */
abstract class PoolWork extends PoolExecutor {
    private static final int CHUNKS_PER_WORKER = 4;

    abstract PoolFile file();

    /** Throws if the pool was closed here. */
    abstract Client client();

    @Override
    <T> AsyncResult<T> call(Object task) {
        Objects.requireNonNull(task);
        AsyncResult<T> result = new AsyncResult<>(client(), null, null);
        SingleCall call = new SingleCall(task, file().timeoutNanos(), result);
        result.isFor(List.of(call));
        client().submit(call, client().begin(TaskMessage.CALL, task));
        return result;
    }

    /** Runs the function in a worker and waits for what it returns. */
    public <A, R> R apply(PoolFunction<A, R> function, A argument) throws InterruptedException, ExecutionException {
        return applyAsync(function, argument).get();
    }

    public <A, R> AsyncResult<R> applyAsync(PoolFunction<A, R> function, A argument) {
        return send(function, argument, file().timeoutNanos(), null, null);
    }

    /** If it runs longer than this the future fails with a {@code TimeoutException} and the task is stopped. */
    public <A, R> AsyncResult<R> applyAsync(PoolFunction<A, R> function, A argument, Duration timeout) {
        return send(function, argument, Math.max(1, Waiter.nanos(timeout)), null, null);
    }

    /** One of the callbacks is called, once, before the future is done; either may be null. */
    public <A, R> AsyncResult<R> applyAsync(
            PoolFunction<A, R> function,
            A argument,
            Consumer<? super R> callback,
            Consumer<? super Throwable> errorCallback) {
        return send(function, argument, file().timeoutNanos(), callback, errorCallback);
    }

    /** An argument that cannot be sent is told by the future. */
    private <R> AsyncResult<R> send(
            Object function,
            Object argument,
            long timeoutNanos,
            Consumer<? super R> callback,
            Consumer<? super Throwable> errorCallback) {
        Objects.requireNonNull(function);
        AsyncResult<R> result = new AsyncResult<>(client(), callback, errorCallback);
        SingleCall call = new SingleCall(function, timeoutNanos, result);
        result.isFor(List.of(call));
        Packet packet = client().begin(TaskMessage.APPLY, function);
        try {
            Values.write(packet, argument);
        } catch (EncodeException e) {
            result.settle(Outcome.failed(e));
            return result;
        }
        client().submit(call, packet);
        return result;
    }

    /** Applies the function to all items; the results in their order. After a failure the others run, too; then it throws. */
    public <A, R> List<R> map(PoolFunction<A, R> function, Iterable<? extends A> items)
            throws InterruptedException, ExecutionException {
        return mapAsync(function, items).get();
    }

    /** With so many items per task. */
    public <A, R> List<R> map(PoolFunction<A, R> function, Iterable<? extends A> items, int chunk)
            throws InterruptedException, ExecutionException {
        return mapAsync(function, items, chunk, Progress.NONE, null, null).get();
    }

    public <A, R> List<R> map(PoolFunction<A, R> function, Iterable<? extends A> items, Progress progress)
            throws InterruptedException, ExecutionException {
        Object[] all = array(items);
        return this.<R>mapped(function, all, defaultChunk(all), progress, null, null)
                .get();
    }

    public <A, R> AsyncResult<List<R>> mapAsync(PoolFunction<A, R> function, Iterable<? extends A> items) {
        return mapAsync(function, items, null, null);
    }

    /** One of the callbacks is called, once, before the future is done; either may be null. */
    public <A, R> AsyncResult<List<R>> mapAsync(
            PoolFunction<A, R> function,
            Iterable<? extends A> items,
            Consumer<? super List<R>> callback,
            Consumer<? super Throwable> errorCallback) {
        Object[] all = array(items);
        return mapped(function, all, defaultChunk(all), Progress.NONE, callback, errorCallback);
    }

    public <A, R> AsyncResult<List<R>> mapAsync(
            PoolFunction<A, R> function,
            Iterable<? extends A> items,
            int chunk,
            Progress progress,
            Consumer<? super List<R>> callback,
            Consumer<? super Throwable> errorCallback) {
        return mapped(function, array(items), chunk, progress, callback, errorCallback);
    }

    /** Applies the function of two arguments to pairs, {@code Map.entry(first, second)}. */
    public <A, B, R> List<R> starmap(
            PoolBiFunction<A, B, R> function, Collection<? extends Map.Entry<? extends A, ? extends B>> pairs)
            throws InterruptedException, ExecutionException {
        return starmapAsync(function, pairs).get();
    }

    public <A, B, R> AsyncResult<List<R>> starmapAsync(
            PoolBiFunction<A, B, R> function, Collection<? extends Map.Entry<? extends A, ? extends B>> pairs) {
        Object[] all = pairs.stream()
                .map(pair -> new Values.Pair(pair.getKey(), pair.getValue()))
                .toArray();
        return mapped(function, all, defaultChunk(all), Progress.NONE, null, null);
    }

    private <R> AsyncResult<List<R>> mapped(
            Object function,
            Object[] items,
            int chunk,
            Progress progress,
            Consumer<? super List<R>> callback,
            Consumer<? super Throwable> errorCallback) {
        requireChunk(chunk);
        Objects.requireNonNull(function);
        MapResult<R> result = new MapResult<>(client(), items.length, progress, callback, errorCallback);
        result.send(function, items, chunk, file().timeoutNanos());
        return result;
    }

    private static void requireChunk(int chunk) {
        if (chunk < 1) {
            throw new IllegalArgumentException("chunk: " + chunk + " is not positive");
        }
    }

    /** What cannot tell its size is read to its end first. */
    private static Object[] array(Iterable<?> items) {
        if (items instanceof Collection<?> collection) {
            return collection.toArray();
        }
        List<Object> all = new ArrayList<>();
        items.forEach(all::add);
        return all.toArray();
    }

    private int defaultChunk(Object[] items) {
        int parts = CHUNKS_PER_WORKER * file().workers();
        return Math.max(1, (items.length + parts - 1) / parts);
    }

    /** The results in the order of the items, which are read as results are taken. */
    public <A, R> PoolIterator<R> imap(PoolFunction<A, R> function, Iterable<? extends A> items) {
        return imap(function, items, 1, Progress.NONE);
    }

    public <A, R> PoolIterator<R> imap(
            PoolFunction<A, R> function, Iterable<? extends A> items, int chunk, Progress progress) {
        return iterator(function, items, chunk, true, progress);
    }

    /** The results as they come. */
    public <A, R> PoolIterator<R> imapUnordered(PoolFunction<A, R> function, Iterable<? extends A> items) {
        return imapUnordered(function, items, 1, Progress.NONE);
    }

    public <A, R> PoolIterator<R> imapUnordered(
            PoolFunction<A, R> function, Iterable<? extends A> items, int chunk, Progress progress) {
        return iterator(function, items, chunk, false, progress);
    }

    private <R> PoolIterator<R> iterator(
            Object function, Iterable<?> items, int chunk, boolean ordered, Progress progress) {
        requireChunk(chunk);
        return new PoolIterator<>(
                this,
                client(),
                function,
                items.iterator(),
                chunk,
                CHUNKS_PER_WORKER * file().workers(),
                file().timeoutNanos(),
                ordered,
                progress);
    }
}
