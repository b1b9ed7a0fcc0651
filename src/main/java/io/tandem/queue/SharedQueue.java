package io.tandem.queue;

import io.tandem.codec.Codec;
import io.tandem.codec.Codecs;
import io.tandem.file.SharedFileException;
import io.tandem.file.SharedFileException.Reason;
import io.tandem.lane.MessageHandler;
import io.tandem.owner.Attachment;
import io.tandem.spill.SharedBytes;
import io.tandem.wait.Bell;
import io.tandem.wait.Waitable;
import io.tandem.wait.Waiter;
import java.io.IOException;
import java.io.Serializable;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A queue between any number of JVMs: Python's {@code Queue} and {@code JoinableQueue}, Java's {@link BlockingQueue}.
 *
 * <p>Any thread, virtual ones included, of any attached process may put and take. Order is first in, first out per
 * producer JVM; between producers there is none, unless the queue has a {@link QueueOptions#capacity}: then one order holds for
 * all, and the number of messages is bounded exactly. {@code put} blocks while there is no room, {@code take} while there
 * is no message; they wait as the {@link io.tandem.wait.WaitPolicy} says, are woken by what they wait for, end at an interrupt, and
 * when the queue is closed or destroyed, and the timed forms return false or null. {@code Wait.any} waits for a message or the end.
 *
 * <p>A producer killed at any instruction leaves what it published and nothing else; a consumer killed before it took a
 * message leaves it to the others, killed afterwards takes it along; in a queue {@link QueueOptions#leased()} what it
 * {@link #receive received} and did not acknowledge comes back. No death holds up anybody, a stopped process only
 * those who wait for its messages. Cost: a page, and a file of {@link QueueOptions#laneBytes()} per producer; a put is
 * one release store, with a capacity one CAS; a take one CAS; neither a system call, unless somebody sleeps who is to be
 * woken. A message longer than {@link #largestMessage()} goes into a file of its own: a dozen system calls. Encoded objects
 * end at 2 GiB, files do not: {@link #putAll}. To end a queue, no null but {@link #shutdown()}. Protocols: NOTES.md, 2.8 to 2.11.
 *
 * @param <E> what is queued
 */
public final class SharedQueue<E> extends QueueCollection<E> implements Waitable {
    private static final long serialVersionUID = 1;
    static final int MESSAGE = 1;

    private final transient Codec<E> codec;
    private final transient QueueEngine engine;
    private final transient PuttingHalf<E> putting;
    private final transient TakingHalf<E> taking;

    private SharedQueue(Attachment attachment, Codec<E> codec) {
        super(attachment);
        this.codec = codec;
        QueueEngine made = null;
        try {
            made = file().engine(() -> QueueEngine.of(attachment));
        } finally {
            if (made == null) {
                close();
            }
        }
        this.engine = made;
        this.putting = new PuttingHalf<>(this, engine, codec);
        this.taking = new TakingHalf<>(this, engine, codec);
    }

    public static <E> SharedQueue<E> create(Path path, Class<E> type) {
        return create(path, type, QueueOptions.DEFAULT);
    }

    public static <E> SharedQueue<E> create(Path path, Class<E> type, QueueOptions options) {
        return create(path, codec(type), options);
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
        QueueOptions found = queue.engine.options;
        if (!found.equals(options)) {
            queue.close();
            throw new SharedFileException(Reason.LAYOUT_MISMATCH, queue.path(), options.toString(), found.toString());
        }
        return queue;
    }

    public static <E> SharedQueue<E> attach(Path path, Class<E> type) {
        return checked(Attachment.attach(path, QueueLayout.KIND), codec(type));
    }

    public static <E> SharedQueue<E> attach(Path path, Class<E> type, Duration timeout) {
        return checked(Attachment.attach(path, QueueLayout.KIND, timeout), codec(type));
    }

    public static <E> SharedQueue<E> attach(Path path, Codec<E> codec) {
        return checked(Attachment.attach(path, QueueLayout.KIND), codec);
    }

    @SuppressWarnings("unchecked")
    private static <E> Codec<E> codec(Class<E> type) {
        return type == SharedBytes.class ? (Codec<E>) BytesCodec.INSTANCE : Codecs.of(type);
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
    protected void alarm() {
        if (engine != null) {
            engine.bells.alarm();
        }
    }

    /** One wait of a call, until one of these is rung. */
    Waiter newWaiter(long nanos, Bell bell) {
        return waiter(nanos, bell);
    }

    /** Between two looks of a wait: ends it if the queue was destroyed; returns whether it is time for the slow tick. */
    boolean tick(Waiter waiter) {
        boolean tick = waiter.tick();
        if (tick || file().destroyed()) {
            requireThere();
        }
        return tick;
    }

    /** Whether {@link #take} would not wait: there is a message, or the end of a queue that was shut down. */
    @Override
    public boolean isReady() {
        requireOpen();
        if (file().destroyed()) {
            requireThere();
        }
        return engine.isReady();
    }

    @Override
    public Bell bell() {
        return engine.bells.takers;
    }

    @Override
    protected void onDestroy() {
        engine.destroy();
    }

    @Override
    protected Serializable travelData() {
        return codec;
    }

    /** The most bytes of an encoded message that a lane takes; what is longer gets a file of its own. */
    public int largestMessage() {
        return engine.largestMessage();
    }

    ReentrantLock localLock() {
        return file().localLock();
    }

    @Override
    public boolean offer(E message) {
        try {
            return putting.offer(message, PuttingHalf.ONCE);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e); // one look does not wait
        }
    }

    @Override
    public void put(E message) throws InterruptedException {
        putting.offer(message, Long.MAX_VALUE);
    }

    /** Returns false if there was no room until the timeout; zero or less looks once. */
    public boolean offer(E message, Duration timeout) throws InterruptedException {
        return putting.offer(message, Waiter.nanos(timeout));
    }

    @Override
    public boolean offer(E message, long timeout, TimeUnit unit) throws InterruptedException {
        return putting.offer(message, Math.max(0, unit.toNanos(timeout)));
    }

    @Override
    public E poll() {
        return taking.poll();
    }

    @Override
    public E take() throws InterruptedException {
        return taking.poll(Long.MAX_VALUE);
    }

    /** Returns null if nothing came until the timeout; zero or less looks once. */
    public E poll(Duration timeout) throws InterruptedException {
        return taking.poll(Waiter.nanos(timeout));
    }

    @Override
    public E poll(long timeout, TimeUnit unit) throws InterruptedException {
        return taking.poll(unit.toNanos(timeout));
    }

    /** Takes with one CAS per batch of up to 64 KiB of one lane. What cannot be decoded or added is gone. */
    @Override
    public int drainTo(Collection<? super E> target, int limit) {
        if (isSame(target)) {
            throw new IllegalArgumentException("a queue cannot be drained into itself");
        }
        Objects.requireNonNull(target);
        return taking.drain(Decoding.to(codec, target::add), limit);
    }

    @Override
    boolean isSame(Collection<?> other) {
        return other instanceof SharedQueue<?> queue && queue.engine == engine;
    }

    /**
     * Hands up to {@code limit} encoded messages to the handler; returns how many. Does not wait. With an exclusive
     * consumer in place and at least once. With leases in place, each leased for the handler's call, acknowledged when it
     * returns and given back when it throws. Else as copies that were taken by one CAS per batch, at most once, and what
     * the handler throws reaches the caller after the batch.
     */
    @Override
    public int drain(MessageHandler handler, int limit) {
        return taking.handle(handler, limit);
    }

    /**
     * Leases a message of a queue made with {@link QueueOptions#leased()}; waits until there is one.
     *
     * @throws IllegalStateException if the queue has no leases
     */
    public Delivery<E> receive() throws InterruptedException {
        return receive(Long.MAX_VALUE);
    }

    /** Returns null if nothing came until the timeout; zero or less looks once. */
    public Delivery<E> receive(Duration timeout) throws InterruptedException {
        return receive(Waiter.nanos(timeout));
    }

    private Delivery<E> receive(long nanos) throws InterruptedException {
        LeaseQueue leases = leases("receive messages from");
        return taking.await(() -> taking.lease(leases), nanos);
    }

    /** Waits until all that was put is acknowledged: Python's {@code join} of a {@code JoinableQueue}. */
    public void join() throws InterruptedException {
        leases("join").join(this, Long.MAX_VALUE);
    }

    /** Returns false if that is not so until the timeout; zero or less looks once. */
    public boolean join(Duration timeout) throws InterruptedException {
        return leases("join").join(this, Waiter.nanos(timeout));
    }

    /**
     * Makes ready what dead processes had leased; returns how many messages. In any process; never blocks. Who waits does it
     * every 100 ms: this is for who has just seen a process end. Walks over all messages; one verdict for each run of leases.
     */
    public int recover() {
        return leases("recover").recover();
    }

    /**
     * The queue of messages that were delivered {@link QueueOptions#mostDeliveries()} times and never acknowledged; leased,
     * too, without such a limit, and their deliveries are counted on. A handle of its own, to be closed.
     */
    public SharedQueue<E> deadLetters() {
        DeadLetters dead = leases("find the dead letters of").deadLetters();
        if (dead == null) {
            throw new IllegalStateException(
                    path() + " was created without deadLettersAfter(n): it has no dead letters");
        }
        return new SharedQueue<>(dead.attach(), codec);
    }

    private LeaseQueue leases(String what) {
        requireOpen();
        if (engine instanceof LeaseQueue leases) {
            return leases;
        }
        throw new IllegalStateException(
                "cannot " + what + " " + path() + ": it was created without QueueOptions.leased(); take() instead");
    }

    /** Messages for which there is room, exactly; {@link Integer#MAX_VALUE} in a queue without a capacity. */
    @Override
    public int remainingCapacity() {
        requireOpen();
        return engine.remainingCapacity();
    }

    /** Whether {@link #offer} of this JVM would find no room now: in a queue with a capacity, whether that is reached. */
    public boolean isFull() {
        requireOpen();
        return engine.isFull(this);
    }

    /**
     * Puts all that comes from {@code source} until its end, as one message of a {@code SharedQueue<SharedBytes>}, of any
     * length, in constant memory. Waits for the source, and for room. If the source fails nothing is put.
     */
    public void putAll(ReadableByteChannel source) throws IOException, InterruptedException {
        putting.put(source);
    }

    /** A producer with a lane of its own, for one thread: claims, batches, no lock. */
    public QueueProducer producer() {
        return new QueueProducer(this, engine);
    }

    /** A path beside this queue's that nobody else uses. */
    public Path freshSibling(String prefix) {
        return directory().freshPath(prefix);
    }

    /**
     * Bytes in a file of their own, to be filled and then put, without a copy, into this queue; its codec must be that of
     * {@code SharedBytes}.
     */
    public SharedBytes newBytes(long length) {
        requireOpen();
        return engine.spill.newBytes(length);
    }

    void enterRole() {
        enter();
    }

    void leaveRole() {
        leave();
    }

    /** No more puts, in any JVM; takers get what is left and then {@link QueueShutDownException}. May be repeated. */
    public void shutdown() {
        requireOpen();
        engine.shutDown();
    }

    public boolean isShutdown() {
        requireOpen();
        return engine.isShutDown();
    }

    /** Takes until the queue was shut down and is empty; for a {@code for} loop. */
    public Iterable<E> consume() {
        return () -> new Consumption<>(this);
    }

    /** Exact while nobody puts or takes, an estimate else. */
    @Override
    public int size() {
        requireOpen();
        return (int) Math.min(Integer.MAX_VALUE, engine.size());
    }

    @Override
    public boolean isEmpty() {
        requireOpen();
        return engine.isEmpty();
    }

    @Override
    void look(java.util.function.Consumer<E> sink, int limit) {
        requireOpen();
        engine.look(Decoding.showing(codec, engine.spill, sink), limit);
    }
}
