package io.tandem.pipe;

import io.tandem.codec.Codec;
import io.tandem.codec.Codecs;
import io.tandem.file.ClosedException;
import io.tandem.file.SharedFileException;
import io.tandem.owner.Attachment;
import io.tandem.queue.QueueShutDownException;
import io.tandem.queue.SharedQueue;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where JVMs that have no parent in common meet: Python's {@code Listener}. Bound to a path; each
 * {@link Connection#connect} makes a pipe beside it and tells the listener through a queue. Any thread may accept; {@code
 * accept} blocks. A path can be bound once; closing ends waiting accepts with a {@link
 * ClosedException}, but no accepted connection. A caller's death is noticed from its call on; an
 * accepted connection is nobody's until it is used, so it may be handed to a child, and the caller waits that long. A
 * caller of another type is refused by {@code accept}, which may be called again. Cost: a queue, and a pipe per
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
        try {
            String pipe = callers.poll(timeout);
            return pipe == null ? null : accepted(path().resolveSibling(pipe));
        } catch (QueueShutDownException closed) {
            throw new ClosedException("the listener at " + path());
        }
    }

    private Connection<E> accepted(Path pipe) {
        try {
            return Connection.attach(pipe, codec, 0);
        } catch (SharedFileException ofAnotherType) {
            refuse(pipe);
            throw ofAnotherType;
        }
    }

    /** To the caller it looks accepted and closed. */
    private static void refuse(Path pipe) {
        try (Connection<?> connection = new Connection<>(Attachment.attach(pipe, PipeLayout.KIND), null, 0)) {
            connection.use();
        }
    }

    static <E> Connection<E> connect(Path path, Codec<E> codec) throws InterruptedException {
        try (SharedQueue<String> callers = SharedQueue.attach(path, String.class)) {
            SharedPipe<E> pipe =
                    SharedPipe.create(callers.freshSibling("call"), codec, true, SharedPipe.DEFAULT_CAPACITY);
            Connection<E> connection = pipe.second();
            boolean called = false;
            try {
                connection.use();
                callers.put(pipe.path().getFileName().toString());
                called = true;
                return connection;
            } finally {
                if (called) {
                    pipe.close();
                } else {
                    connection.close();
                    pipe.destroy();
                }
            }
        }
    }

    /** Nobody can connect any more; who called and was not accepted finds the connection closed; the path is free. */
    @Override
    public void close() {
        if (!callers.isClosed()) {
            callers.shutdown();
            for (String pipe = callers.poll(); pipe != null; pipe = callers.poll()) {
                refuse(path().resolveSibling(pipe));
            }
            callers.destroy();
        }
    }
}
