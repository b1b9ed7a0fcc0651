package io.tandem.pool;

import io.tandem.codec.EncodeException;
import io.tandem.pool.Answer.Chunk;
import io.tandem.pool.Answer.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** What a {@code map} will return: done when all its chunks are; then the first failure, by place, is the map's. */
final class MapResult<R> extends AsyncResult<List<R>> {
    private final Object[] values;
    private final AtomicInteger left;
    private final Progress progress;
    private int failedAt = Integer.MAX_VALUE;
    private Throwable failure;

    MapResult(
            Client client,
            int length,
            Progress progress,
            Consumer<? super List<R>> callback,
            Consumer<? super Throwable> errorCallback) {
        super(client, callback, errorCallback);
        this.values = new Object[length];
        this.left = new AtomicInteger(length);
        this.progress = progress;
    }

    /** Sends all. What cannot be encoded fails the whole, and nothing more of it is begun. */
    void send(Object function, Object[] items, int chunk, long timeoutNanos) {
        progress.begin(values.length);
        if (items.length == 0) {
            settle(new Outcome(List.of(), null));
            return;
        }
        List<Call> calls = new ArrayList<>();
        try {
            for (int from = 0; from < values.length; from += chunk) {
                int first = from;
                int length = Math.min(chunk, values.length - from);
                ChunkCall call =
                        new ChunkCall(function, timeoutNanos, length, answer -> take(first, answer), this::dropped);
                send(client(), call, items, from);
                calls.add(call);
            }
        } catch (EncodeException | IllegalArgumentException | RejectedExecutionException e) {
            calls.forEach(call -> client().giveUp(call, true));
            if (calls.isEmpty() && e instanceof RejectedExecutionException) {
                throw e;
            }
            settle(Outcome.failed(e));
        }
        isFor(calls);
    }

    static void send(Client client, ChunkCall call, Object[] items, int from) {
        Packet packet = client.begin(TaskMessage.CHUNK, call.function).putInt(call.length);
        for (int i = from; i < from + call.length; i++) {
            Values.write(packet, items[i]);
        }
        client.submit(call, packet);
    }

    private void take(int first, Chunk chunk) {
        synchronized (values) {
            System.arraycopy(chunk.values(), 0, values, first, chunk.length());
            for (int i = 0; chunk.failures() != null && i < chunk.length(); i++) {
                if (chunk.failure(i) != null && first + i < failedAt) {
                    failedAt = first + i;
                    failure = chunk.failure(i);
                }
            }
        }
        int more = left.addAndGet(-chunk.length());
        progress.done(values.length - more);
        if (more == 0) {
            settle(failure == null ? new Outcome(Arrays.asList(values), null) : Outcome.failed(failure));
        }
    }
}
