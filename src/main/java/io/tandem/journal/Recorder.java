package io.tandem.journal;

import io.tandem.file.TandemException;
import io.tandem.lane.MessageHandler;
import io.tandem.pipe.Connection;
import io.tandem.pipe.EndOfStreamException;
import io.tandem.pipe.PeerDiedException;
import io.tandem.pipe.SharedPipe;
import io.tandem.queue.Delivery;
import io.tandem.queue.QueueShutDownException;
import io.tandem.queue.SharedQueue;
import io.tandem.wait.Waiter;
import java.time.Duration;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;

/**
 * Moves all that is put into a queue, or sent to the first end of a pipe, into a journal, without a look at what it is.
 * Producers go on as before; who consumed the queue reads the journal instead, in as many groups as it likes.
 *
 * <p>A thread of this process does it, until the queue was shut down and is empty, the pipe is at its end, or
 * {@link #close()}. Producers notice nothing as long as the journal keeps up, some million messages a second; if it does
 * not, the queue fills and they wait, as with any slow consumer. A full disk is waited for in the same way. Several
 * processes may record one queue: each message is recorded by one of them. What a recorder that is killed had in its
 * hands: of a leased queue, or one with an exclusive consumer, it is recorded by the next one, at most one message twice;
 * of others at most a batch is lost, as with any consumer of them. Order: that of the queue with one recorder.
 * A null of a pipe is left out.
 *
 * @param <E> what is moved
 */
public final class Recorder<E> implements AutoCloseable {
    private static final int BATCH = 256;
    private static final Duration LOOK = Duration.ofMillis(100);

    private final JournalQueue<E> journal;
    private final Source<E> source;
    private final Thread thread;
    private volatile boolean stopped;
    private volatile RuntimeException trouble;
    private volatile long recorded;

    /** Where messages come from. */
    private interface Source<E> extends AutoCloseable {
        /** Hands on what is there. */
        int drain(MessageHandler handler, int limit);

        /** Waits a little for one more and hands it on; false if there will be none. */
        boolean one(Consumer<E> sink) throws InterruptedException;

        @Override
        void close();
    }

    private Recorder(JournalQueue<E> journal, Source<E> source) {
        this.journal = journal;
        this.source = source;
        this.thread =
                new Thread(this::run, "tandem-recorder " + journal.folder().getFileName());
        thread.setDaemon(true);
    }

    /** Begins to record a queue; refuses a journal of another codec. */
    public static <E> Recorder<E> start(SharedQueue<E> queue, JournalQueue<E> journal) {
        return new Recorder<>(journal, new OfQueue<>(SharedQueue.attach(queue.path(), journal.codec()))).begun();
    }

    /** Begins to record what arrives at the first end of a pipe, which is this process's from then on. */
    public static <E> Recorder<E> start(SharedPipe<E> pipe, JournalQueue<E> journal) {
        return new Recorder<>(journal, new OfPipe<>(SharedPipe.attach(pipe.path(), journal.codec()))).begun();
    }

    private Recorder<E> begun() {
        thread.start();
        return this;
    }

    public JournalQueue<E> journal() {
        return journal;
    }

    /** How many messages it has recorded. */
    public long recorded() {
        return recorded;
    }

    /** What holds it up, or ended it; null if all is well. */
    public RuntimeException trouble() {
        return trouble;
    }

    private void run() {
        MessageHandler handler = this::record;
        try (source) {
            while (!stopped) {
                if (source.drain(handler, BATCH) == 0) {
                    if (!source.one(this::record)) {
                        return;
                    }
                }
            }
        } catch (InterruptedException end) {
            // nobody else knows this thread
        } catch (RuntimeException e) {
            trouble = e;
        }
    }

    private void record(int type, DirectBuffer buffer, int index, int length) {
        if (type != Connection.NULL) {
            insist(() -> journal.append(buffer, index, length, Long.MAX_VALUE));
        }
    }

    private void record(E message) {
        insist(() -> journal.put(message));
    }

    private interface Attempt {
        void run() throws InterruptedException;
    }

    /** Whatever the disk says: what is in our hands is in nobody else's. */
    private void insist(Attempt attempt) {
        Waiter waiter = null;
        while (true) {
            try {
                attempt.run();
                trouble = null;
                recorded++;
                return;
            } catch (JournalException e) {
                trouble = e;
                if (e.reason() != JournalException.Reason.NO_SPACE || stopped) {
                    throw e;
                }
                waiter = waiter == null ? new Waiter() : waiter;
                waiter.pause();
            } catch (InterruptedException e) {
                throw new TandemException("the recorder was interrupted", e);
            }
        }
    }

    /** Waits until the source is at its end, or this failed. */
    public void join() throws InterruptedException {
        thread.join();
    }

    /** Stops after the batch it is at, and waits for that. The journal stays open. */
    @Override
    public void close() throws InterruptedException {
        stopped = true;
        thread.join();
    }

    private static final class OfQueue<E> implements Source<E> {
        private final SharedQueue<E> queue;
        private boolean leased = true;

        OfQueue(SharedQueue<E> queue) {
            this.queue = queue;
        }

        @Override
        public int drain(MessageHandler handler, int limit) {
            return queue.drain(handler, limit);
        }

        @Override
        public boolean one(Consumer<E> sink) throws InterruptedException {
            try {
                if (leased) {
                    receive(sink);
                } else {
                    E message = queue.poll(LOOK);
                    if (message != null) {
                        sink.accept(message);
                    }
                }
                return true;
            } catch (QueueShutDownException end) {
                return false;
            }
        }

        private void receive(Consumer<E> sink) throws InterruptedException {
            try (Delivery<E> delivery = queue.receive(LOOK)) {
                if (delivery != null) {
                    sink.accept(delivery.value());
                    delivery.ack();
                }
            } catch (IllegalStateException noLeases) {
                leased = false;
            }
        }

        @Override
        public void close() {
            queue.close();
        }
    }

    private static final class OfPipe<E> implements Source<E> {
        private final SharedPipe<E> pipe;
        private final Connection<E> end;

        OfPipe(SharedPipe<E> pipe) {
            this.pipe = pipe;
            this.end = pipe.first();
        }

        @Override
        public int drain(MessageHandler handler, int limit) {
            return end.drain(handler, limit);
        }

        @Override
        public boolean one(Consumer<E> sink) throws InterruptedException {
            try {
                if (end.poll(LOOK)) {
                    E message = end.recv();
                    if (message != null) {
                        sink.accept(message);
                    }
                }
                return true;
            } catch (EndOfStreamException | PeerDiedException over) {
                return false;
            }
        }

        @Override
        public void close() {
            end.close();
            pipe.close();
        }
    }
}
