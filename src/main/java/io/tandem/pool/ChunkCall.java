package io.tandem.pool;

import io.tandem.pool.Answer.Chunk;
import io.tandem.pool.Answer.Outcome;
import java.util.function.Consumer;

/** A task that is a part of a {@code map}: tells the outcomes of all its items. */
final class ChunkCall extends Call {
    final int length;
    private final Consumer<Chunk> sink;
    private final Runnable dropped;

    ChunkCall(Object function, long timeoutNanos, int length, Consumer<Chunk> sink, Runnable dropped) {
        super(function, timeoutNanos);
        this.length = length;
        this.sink = sink;
        this.dropped = dropped;
    }

    @Override
    void done(Outcome outcome) {
        boolean whole = outcome.value() instanceof Chunk chunk && chunk.length() == length;
        sink.accept(whole ? (Chunk) outcome.value() : Chunk.failed(length, outcome.failure()));
    }

    @Override
    void dropped() {
        dropped.run();
    }
}
