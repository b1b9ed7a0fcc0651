package io.tandem.queue;

import io.tandem.codec.Codec;
import io.tandem.codec.Codecs;
import io.tandem.codec.TooLargeException;
import io.tandem.file.SharedFileException;
import io.tandem.file.SharedFileException.Reason;
import io.tandem.lane.LaneWriter;
import io.tandem.lane.MessageHandler;
import io.tandem.owner.Attachment;
import io.tandem.wait.Waiter;
import java.io.Serializable;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * A queue between any number of JVMs: Python's {@code Queue}, Java's {@link BlockingQueue}.
 *
 * <p>Any thread, virtual ones included, of any attached process may put and take. Order is first in, first out per
 * producer JVM; between producers there is none. {@code put} blocks while this JVM's lane is full, {@code take} while all
 * lanes are empty; they spin, yield, then park, after a second of waiting for up to 8 ms, end at an interrupt, and the timed forms return
 * false or null.
 *
 * <p>A producer killed at any instruction leaves what it published and nothing else; a consumer killed before it took a
 * message leaves it to the others, killed afterwards takes it along. No death holds up anybody, a stopped producer only
 * those who wait for its messages. Cost: a page, and a file of {@link QueueOptions#laneBytes()} per producer; a put is
 * one release store, a take one CAS, neither a system call. Limits: {@link #largestMessage()}; null is refused: to end a
 * queue, {@link #shutdown()}. The protocol: NOTES.md, "Lanes".
 *
 * @param <E> what is queued
 */
public final class SharedQueue<E> extends QueueCollection<E> {
    private static final long serialVersionUID = 1;
    private static final int MESSAGE = 1;
    /** Far longer than a store of a {@link QueueProducer}, which has no fence, takes to be seen. */
    private static final long LAST_LOOK_NANOS = 100_000;

    private final transient Codec<E> codec;
    private final transient QueueLanes lanes;
    private final transient ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);

    /** What a thread needs to encode, to copy, and to remember where it looked last. */
    private static final class Scratch {
        private ExpandableArrayBuffer buffer;
        private CopyingConsumer consumer;

        /** A codec that puts in turn gets another one. */
        ExpandableArrayBuffer borrowBuffer() {
            ExpandableArrayBuffer mine = buffer;
            buffer = null;
            return mine == null ? new ExpandableArrayBuffer(1024) : mine;
        }

        void giveBack(ExpandableArrayBuffer borrowed) {
            buffer = borrowed;
        }

        /** A handler or a codec that uses the queue in turn gets another one. */
        CopyingConsumer borrow() {
            CopyingConsumer mine = consumer;
            consumer = null;
            return mine == null ? new CopyingConsumer() : mine;
        }

        void giveBack(CopyingConsumer borrowed) {
            consumer = borrowed;
        }
    }

    private SharedQueue(Attachment attachment, Codec<E> codec) {
        super(attachment);
        this.codec = codec;
        this.lanes = file().engine(() -> new QueueLanes(attachment));
    }

    public static <E> SharedQueue<E> create(Path path, Class<E> type) {
        return create(path, Codecs.of(type), QueueOptions.DEFAULT);
    }

    public static <E> SharedQueue<E> create(Path path, Codec<E> codec, QueueOptions options) {
        return new SharedQueue<>(
                Attachment.create(path, QueueLayout.spec(options, codec.type()), QueueLayout.filler(options)), codec);
    }

    /** Attaches, or creates; refuses a queue of other options. */
    public static <E> SharedQueue<E> createOrAttach(Path path, Codec<E> codec, QueueOptions options) {
        SharedQueue<E> queue = new SharedQueue<>(
                Attachment.createOrAttach(path, QueueLayout.spec(options, codec.type()), QueueLayout.filler(options)),
                codec);
        int found = queue.lanes.capacity();
        boolean one = queue.lanes.exclusive() != null;
        if (found != options.laneBytes() || one != options.exclusive()) {
            queue.close();
            throw new SharedFileException(
                    Reason.LAYOUT_MISMATCH,
                    queue.path(),
                    "lanes of " + options.laneBytes() + ", exclusive: " + options.exclusive(),
                    "lanes of " + found + ", exclusive: " + one);
        }
        return queue;
    }

    public static <E> SharedQueue<E> attach(Path path, Class<E> type) {
        return checked(Attachment.attach(path, QueueLayout.KIND), Codecs.of(type));
    }

    public static <E> SharedQueue<E> attach(Path path, Class<E> type, Duration timeout) {
        return checked(Attachment.attach(path, QueueLayout.KIND, timeout), Codecs.of(type));
    }

    public static <E> SharedQueue<E> attach(Path path, Codec<E> codec) {
        return checked(Attachment.attach(path, QueueLayout.KIND), codec);
    }

    /** For deserialization. */
    public static SharedQueue<?> attachFor(Path path, Serializable codec) {
        return attach(path, (Codec<?>) codec);
    }

    private static <E> SharedQueue<E> checked(Attachment attachment, Codec<E> codec) {
        SharedQueue<E> queue = new SharedQueue<>(attachment, codec);
        String found = attachment.file().header().type();
        if (!found.equals(codec.type())) {
            queue.close();
            throw new SharedFileException(Reason.WRONG_KIND, queue.path(), "type " + codec.type(), "type " + found);
        }
        return queue;
    }

    @Override
    protected void onClose() {}

    @Override
    protected void onDestroy() {
        lanes.destroy();
    }

    @Override
    protected Serializable travelData() {
        return codec;
    }

    /** The most bytes an encoded message may have. */
    public int largestMessage() {
        return lanes.largestMessage();
    }

    /** Encodes into the thread's buffer and returns the length; an error of the codec reaches the caller. */
    private int encode(E message, ExpandableArrayBuffer buffer) {
        requireOpen();
        Objects.requireNonNull(message, "null cannot be queued; to tell consumers that nothing more comes: shutdown()");
        int length = codec.encode(message, buffer, 0);
        if (length > lanes.largestMessage()) {
            throw new TooLargeException("a message of " + length + " bytes, the largest for " + path() + " is "
                    + lanes.largestMessage() + "; create the queue with larger lanes");
        }
        return length;
    }

    private boolean tryPut(ExpandableArrayBuffer buffer, int length) {
        file().localLock().lock();
        try {
            requireOpen();
            lanes.requireNotShutDown();
            LaneWriter writer = lanes.writer();
            int index = writer.claim(length);
            if (index == LaneWriter.NO_ROOM) {
                return false;
            }
            writer.lane().data().putBytes(index, buffer, 0, length);
            long at = writer.commitAndPublish(MESSAGE);
            VarHandle.fullFence(); // the publication before the look; pairs with the order of looks in pollOpen()
            lanes.published(writer, at);
            return true;
        } catch (Error e) {
            lanes.forgetWriter(); // no memory, no stack: whatever was not done
            throw e;
        } finally {
            file().localLock().unlock();
        }
    }

    @Override
    public boolean offer(E message) {
        Scratch mine = scratch.get();
        ExpandableArrayBuffer buffer = mine.borrowBuffer();
        try {
            return tryPut(buffer, encode(message, buffer));
        } finally {
            mine.giveBack(buffer);
        }
    }

    @Override
    public void put(E message) throws InterruptedException {
        offer(message, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    }

    /** Returns false if there was no room until the timeout; zero or less looks once. */
    public boolean offer(E message, Duration timeout) throws InterruptedException {
        return offer(message, Waiter.nanos(timeout), TimeUnit.NANOSECONDS);
    }

    @Override
    public boolean offer(E message, long timeout, TimeUnit unit) throws InterruptedException {
        long nanos = unit.toNanos(timeout);
        Scratch mine = scratch.get();
        ExpandableArrayBuffer buffer = mine.borrowBuffer();
        try {
            int length = encode(message, buffer);
            if (tryPut(buffer, length)) {
                return true;
            }
            Waiter waiter = new Waiter(nanos);
            while (waiter.await()) {
                if (tryPut(buffer, length)) {
                    return true;
                }
            }
            return false;
        } finally {
            mine.giveBack(buffer);
        }
    }

    @Override
    public E poll() {
        requireOpen();
        First<E> first = new First<>(codec);
        drain(first, 1);
        return first.message;
    }

    /** Decodes the one message that was taken. */
    private static final class First<E> implements MessageHandler {
        private final Codec<E> codec;
        private E message;

        First(Codec<E> codec) {
            this.codec = codec;
        }

        @Override
        public void onMessage(int type, DirectBuffer buffer, int index, int length) {
            message = codec.decode(buffer, index, length);
        }
    }

    /** As {@link #poll()}, but at the end of a queue that was shut down it throws. */
    private E pollOpen() {
        boolean shutDown = lanes.isShutDown(); // before the look: what was put before the shutdown is found
        E message = poll();
        if (message == null && shutDown) {
            long start = System.nanoTime();
            do {
                LockSupport.parkNanos(LAST_LOOK_NANOS); // an interrupt ends it early
            } while (System.nanoTime() - start < LAST_LOOK_NANOS);
            message = poll();
        }
        if (message == null && shutDown) {
            throw new QueueShutDownException(path() + " was shut down and is empty");
        }
        return message;
    }

    @Override
    public E take() throws InterruptedException {
        return poll(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    }

    /** Returns null if nothing came until the timeout; zero or less looks once. */
    public E poll(Duration timeout) throws InterruptedException {
        return poll(Waiter.nanos(timeout), TimeUnit.NANOSECONDS);
    }

    @Override
    public E poll(long timeout, TimeUnit unit) throws InterruptedException {
        long nanos = unit.toNanos(timeout);
        E message = pollOpen();
        if (message != null) {
            return message;
        }
        Waiter waiter = new Waiter(nanos);
        while (waiter.await()) {
            message = pollOpen();
            if (message != null) {
                return message;
            }
        }
        return null;
    }

    @Override
    public int drainTo(Collection<? super E> target) {
        return drainTo(target, Integer.MAX_VALUE);
    }

    /** Takes with one CAS per batch of up to 64 KiB of one lane. What cannot be decoded or added is gone. */
    @Override
    public int drainTo(Collection<? super E> target, int limit) {
        if (isSame(target)) {
            throw new IllegalArgumentException("a queue cannot be drained into itself");
        }
        Objects.requireNonNull(target);
        return drain((type, buffer, index, length) -> target.add(codec.decode(buffer, index, length)), limit);
    }

    @Override
    boolean isSame(Collection<?> other) {
        return other instanceof SharedQueue<?> queue && queue.lanes == lanes;
    }

    /**
     * Hands up to {@code limit} encoded messages to the handler; returns how many. Does not wait. With an exclusive
     * consumer in place and at least once; else as copies that were taken by one CAS per batch, at most once, and what the
     * handler throws reaches the caller after the batch.
     */
    @Override
    public int drain(MessageHandler handler, int limit) {
        requireOpen();
        if (lanes.exclusive() != null) {
            enter(); // a handle closed meanwhile keeps the role until this is over
            try {
                return lanes.exclusive().drain(lanes, handler, limit);
            } finally {
                leave();
            }
        }
        Scratch mine = scratch.get();
        CopyingConsumer consumer = mine.borrow();
        try {
            return consumer.drain(lanes, handler, limit);
        } finally {
            mine.giveBack(consumer);
        }
    }

    /** A producer with a lane of its own, for one thread: claims, batches, no lock. */
    public QueueProducer producer() {
        return new QueueProducer(this, lanes);
    }

    /** A path beside this queue's that nobody else uses. */
    public Path freshSibling(String prefix) {
        return directory().freshPath(prefix);
    }

    void enterProducer() {
        enter();
    }

    void leaveProducer() {
        leave();
    }

    /** No more puts, in any JVM; takers get what is left and then {@link QueueShutDownException}. May be repeated. */
    public void shutdown() {
        requireOpen();
        lanes.shutDown();
    }

    public boolean isShutdown() {
        requireOpen();
        return lanes.isShutDown();
    }

    /** Takes until the queue was shut down and is empty; for a {@code for} loop. */
    public Iterable<E> consume() {
        return () -> new Consumption<>(this);
    }

    /** Exact while nobody puts or takes, an estimate else. */
    @Override
    public int size() {
        requireOpen();
        return (int) Math.min(Integer.MAX_VALUE, lanes.size());
    }

    @Override
    public boolean isEmpty() {
        requireOpen();
        return lanes.isEmpty();
    }

    @Override
    void look(java.util.function.Consumer<E> sink, int limit) {
        requireOpen();
        lanes.look((type, buffer, index, length) -> sink.accept(codec.decode(buffer, index, length)), limit);
    }
}
