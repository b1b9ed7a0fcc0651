package io.tandem.pipe;

import io.tandem.codec.Codec;
import io.tandem.codec.Codecs;
import io.tandem.file.ClosedException;
import io.tandem.file.CrashPoint;
import io.tandem.file.SharedFileException;
import io.tandem.file.SharedFileException.Reason;
import io.tandem.owner.Attachment;
import io.tandem.queue.QueueOptions;
import io.tandem.queue.QueueShutDownException;
import io.tandem.queue.SharedQueue;
import io.tandem.wait.Bell;
import io.tandem.wait.Waitable;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Where JVMs that have no parent in common meet: Python's {@code Listener}. Bound to a path; each
 * {@link Connection#connect} makes a pipe beside it and tells the listener through a queue, whose only consumer it is.
 * Any thread may accept; {@code accept} blocks. A path can be bound once; closing ends waiting accepts with a
 * {@link ClosedException}, but no accepted connection. When the process of a listener died, or ended without closing it,
 * the next one may bind the path and finds the callers that wait there. A caller's death is noticed from its call on; an
 * accepted connection is nobody's until it is used, so it may be handed to a child, and the caller waits that long. A
 * caller of another type is refused by {@code accept}, which may be called again. The pipe of a caller that was killed
 * before it called is removed by a later accept. Cost: a queue, and a pipe per connection.
 *
 * @param <E> what is sent
 */
public final class Listener<E> implements AutoCloseable, Waitable {
    private static final Codec<String> CALLER = new CallerCodec();
    /** One consumer: that role is what it means to be bound, and a dead one's can be taken over. */
    private static final QueueOptions OPTIONS = QueueOptions.DEFAULT.exclusiveConsumer();
    /** The last listener of this JVM at each path: all handles of a JVM on a queue play the role together. */
    private static final Map<Path, Listener<?>> BOUND = new HashMap<>();

    private final SharedQueue<String> callers;
    private final Codec<E> codec;
    private final LostCallers lost;

    private Listener(SharedQueue<String> callers, Codec<E> codec) {
        this.callers = callers;
        this.codec = codec;
        this.lost = new LostCallers(callers);
    }

    /** {@code ALREADY_EXISTS} if the path is bound by a process that lives, or names something else. */
    public static <E> Listener<E> bind(Path path, Class<E> type) {
        Codec<E> codec = Codecs.of(type);
        while (true) {
            Listener<E> listener = new Listener<>(open(path), codec);
            if (!listener.takeRole()) {
                listener.callers.close();
                throw taken(path, "the listener of another", null);
            }
            if (!listener.callers.isShutdown()) {
                return listener;
            }
            listener.close(); // its last owner died before it was through with that
        }
    }

    private static SharedQueue<String> open(Path path) {
        try {
            return SharedQueue.createOrAttach(path, CALLER, OPTIONS);
        } catch (SharedFileException e) {
            boolean another = e.reason() == Reason.WRONG_KIND || e.reason() == Reason.LAYOUT_MISMATCH;
            throw another ? taken(path, e.found(), e) : e;
        }
    }

    private static SharedFileException taken(Path path, String found, Throwable cause) {
        return new SharedFileException(Reason.ALREADY_EXISTS, path, "a free name", found, cause);
    }

    /** Returns whether this listener is the one that is bound. */
    private boolean takeRole() {
        synchronized (BOUND) {
            Listener<?> last = BOUND.get(path());
            if (last != null && !last.callers.isClosed()) {
                return false;
            }
            try {
                callers.drain((type, buffer, index, length) -> {}, 0);
            } catch (IllegalStateException anotherProcess) {
                return false;
            }
            BOUND.put(path(), this);
            return true;
        }
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
            String pipe = next(timeout);
            return pipe == null ? null : accepted(path().resolveSibling(pipe));
        } catch (QueueShutDownException closed) {
            throw new ClosedException("the listener at " + path());
        }
    }

    private String next(Duration timeout) throws InterruptedException {
        lost.begin();
        String pipe = null;
        try {
            pipe = callers.poll(timeout);
            return pipe;
        } finally {
            lost.end(pipe);
        }
    }

    /** Whether {@link #accept} would not wait: somebody called. */
    @Override
    public boolean isReady() {
        return callers.isReady();
    }

    @Override
    public Bell bell() {
        return callers.bell();
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
        } catch (SharedFileException e) {
            boolean callerSawTheClose = e.reason() == Reason.NOT_FOUND;
            if (!callerSawTheClose) {
                throw e;
            }
        }
    }

    static <E> Connection<E> connect(Path path, Codec<E> codec) throws InterruptedException {
        try (SharedQueue<String> callers = SharedQueue.attach(path, CALLER)) {
            SharedPipe<E> pipe = SharedPipe.create(LostCallers.pipe(callers), codec, true, SharedPipe.DEFAULT_CAPACITY);
            Connection<E> connection = pipe.second();
            boolean called = false;
            try {
                connection.use();
                CrashPoint.at("listener.calling");
                callers.put(pipe.path().getFileName().toString()); // ends with a fence; pairs with that in close()
                CrashPoint.at("listener.called");
                if (callers.isShutdown()) {
                    throw new QueueShutDownException(path + " was shut down"); // perhaps after its last look
                }
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
            VarHandle.fullFence(); // that before the looks; pairs with the fence of put() in connect()
            for (String pipe = callers.poll(); pipe != null; pipe = callers.poll()) {
                refuse(path().resolveSibling(pipe));
            }
            lost.begin();
            callers.destroy();
            synchronized (BOUND) {
                BOUND.remove(path(), this);
            }
        }
    }
}
