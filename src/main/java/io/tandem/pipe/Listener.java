package io.tandem.pipe;

import io.tandem.codec.Codec;
import io.tandem.codec.Codecs;
import io.tandem.queue.SharedQueue;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where JVMs that have no parent in common meet: Python's {@code Listener}. Bound to a path; each
 * {@link Connection#connect} makes a pipe beside it and tells the listener through a queue. Any thread may accept. A path
 * can be bound once; closing, or the end of its process, does not end accepted connections. Cost: a queue, and a pipe per
 * connection.
 *
 * @param <E> what is sent
 */
public final class Listener<E> implements AutoCloseable {
    private final SharedQueue<String> callers;
    private final Codec<E> codec;

    private Listener(SharedQueue<String> callers, Codec<E> codec) {
        this.callers = callers;
        this.codec = codec;
    }

    /** {@code ALREADY_EXISTS} if the path is bound. */
    public static <E> Listener<E> bind(Path path, Class<E> type) {
        return new Listener<>(SharedQueue.create(path, String.class), Codecs.of(type));
    }

    public Path path() {
        return callers.path();
    }

    /** Waits for the next caller. */
    public Connection<E> accept() throws InterruptedException {
        return accept(Duration.ofNanos(Long.MAX_VALUE));
    }

    /** Returns null if nobody called until the timeout. */
    public Connection<E> accept(Duration timeout) throws InterruptedException {
        String pipe = callers.poll(timeout);
        return pipe == null ? null : Connection.attach(path().resolveSibling(pipe), codec, 0);
    }

    static <E> Connection<E> connect(Path path, Codec<E> codec) throws InterruptedException {
        try (SharedQueue<String> callers = SharedQueue.attach(path, String.class)) {
            Path pipe = callers.freshSibling("call");
            try (SharedPipe<E> made = SharedPipe.create(pipe, codec, true, SharedPipe.DEFAULT_CAPACITY)) {
                Connection<E> connection = made.second();
                callers.put(pipe.getFileName().toString());
                return connection;
            }
        }
    }

    /** Nobody can connect any more; the path is free. */
    @Override
    public void close() {
        if (!callers.isClosed()) {
            callers.shutdown();
            callers.destroy();
        }
    }
}
