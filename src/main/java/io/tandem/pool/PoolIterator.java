package io.tandem.pool;

import io.tandem.pool.Answer.Chunk;
import io.tandem.pool.Answer.Outcome;
import io.tandem.wait.Waiter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The results of an {@code imap}, in the order of the input or as they come. Lazy: the input is read as results are taken,
 * and never further ahead than a few chunks per worker.
 *
 * <p>For one thread. {@link #next()} blocks until there is a result; an interrupt ends the wait with a
 * {@link CompletionException}. What a task threw is the cause of a {@code CompletionException} in its place, and so is what
 * the input threw; after that of a task the iteration can go on. {@link #close()} cancels what has not begun.
 */
public final class PoolIterator<R> implements Iterator<R>, AutoCloseable {
    private final Client client;
    /** Not to become garbage before this, for then it would be shut down. */
    private final Object pool;

    private final Object function;
    private final Iterator<?> input;
    private final int chunk;
    private final int window;
    private final long timeoutNanos;
    private final boolean ordered;
    private final Progress progress;

    private final Deque<Part> sent = new ArrayDeque<>();
    private final Deque<Outcome> ready = new ArrayDeque<>();
    private Throwable inputFailure;
    private boolean inputEnded;
    private int taken;

    /** A chunk on its way. */
    private static final class Part {
        private final AtomicReference<Chunk> answer = new AtomicReference<>();
        private final int items;
        private ChunkCall call;

        Part(int items) {
            this.items = items;
        }
    }

    PoolIterator(
            Object pool,
            Client client,
            Object function,
            Iterator<?> input,
            int chunk,
            int window,
            long timeoutNanos,
            boolean ordered,
            Progress progress) {
        this.pool = pool;
        this.client = client;
        this.function = function;
        this.input = input;
        this.chunk = chunk;
        this.window = window;
        this.timeoutNanos = timeoutNanos;
        this.ordered = ordered;
        this.progress = progress;
        progress.begin(-1);
        fill();
    }

    private void fill() {
        while (!inputEnded && sent.size() < window) {
            List<Object> items = new ArrayList<>(chunk);
            try {
                while (items.size() < chunk && input.hasNext()) {
                    items.add(input.next());
                }
            } catch (RuntimeException | Error e) {
                inputFailure = e;
                inputEnded = true;
            }
            inputEnded |= items.size() < chunk;
            if (!items.isEmpty()) {
                send(items);
            }
        }
    }

    private void send(List<Object> items) {
        Part part = new Part(items.size());
        part.call = new ChunkCall(
                function, timeoutNanos, items.size(), part.answer::set, () -> part.answer.set(cancelled()));
        try {
            MapResult.send(client, part.call, items.toArray(), 0);
        } catch (RuntimeException e) {
            part.answer.set(Chunk.failed(1, e));
        }
        sent.add(part);
    }

    private static Chunk cancelled() {
        return Chunk.failed(1, new CancellationException("the pool was stopped"));
    }

    /** Does not wait for a result, but may read the input. */
    @Override
    public boolean hasNext() {
        fill();
        boolean more = !ready.isEmpty() || !sent.isEmpty() || inputFailure != null;
        if (!more) {
            progress.end();
        }
        return more;
    }

    @Override
    public R next() {
        try {
            return next(Long.MAX_VALUE);
        } catch (TimeoutException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Throws if there is no result within this time; then it can be asked for again. */
    public R next(Duration timeout) throws TimeoutException {
        return next(Waiter.nanos(timeout));
    }

    @SuppressWarnings("unchecked")
    private R next(long nanos) throws TimeoutException {
        if (!hasNext()) {
            throw new NoSuchElementException("all results were taken");
        }
        if (ready.isEmpty() && !sent.isEmpty()) {
            awaitPart(nanos);
        }
        Outcome outcome = ready.poll();
        if (outcome == null) {
            Throwable failure = inputFailure;
            inputFailure = null;
            throw new CompletionException("the input failed", failure);
        }
        progress.done(++taken);
        if (outcome.failure() != null) {
            throw new CompletionException(outcome.failure());
        }
        return (R) outcome.value();
    }

    private void awaitPart(long nanos) throws TimeoutException {
        try {
            if (!client.await(() -> done() != null, nanos)) {
                throw new TimeoutException("no result within " + nanos / 1_000_000 + " ms: " + taken + " were taken, "
                        + sent.stream().mapToInt(part -> part.items).sum() + " sent and not done");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        }
        Part part = done();
        sent.remove(part);
        Chunk chunk = part.answer.get();
        for (int i = 0; i < chunk.length(); i++) {
            ready.add(new Outcome(chunk.values()[i], chunk.failure(i)));
        }
        fill();
    }

    private Part done() {
        for (Part part : sent) {
            if (part.answer.get() != null) {
                return part;
            }
            if (ordered) {
                return null;
            }
        }
        return null;
    }

    /** The rest, as a stream for one thread; closing it closes this. */
    public Stream<R> stream() {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED), false)
                .onClose(this::close);
    }

    /** Reads no more input; what was sent and is not taken is cancelled. May be repeated. */
    @Override
    public void close() {
        inputEnded = true;
        inputFailure = null;
        sent.forEach(part -> client.giveUp(part.call, true));
        sent.clear();
        ready.clear();
        progress.end();
    }
}
