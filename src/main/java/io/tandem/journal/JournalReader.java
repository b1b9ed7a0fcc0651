package io.tandem.journal;

import io.tandem.codec.Codec;
import io.tandem.file.FileLayout;
import io.tandem.file.Memory;
import io.tandem.file.SharedFile;
import io.tandem.lane.MessageHandler;
import io.tandem.owner.Attachment;
import io.tandem.owner.SharedObject;
import io.tandem.queue.QueueShutDownException;
import io.tandem.wait.Bell;
import io.tandem.wait.Waitable;
import io.tandem.wait.Waiter;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.Objects;
import org.agrona.ExpandableArrayBuffer;

/**
 * One reader group of a journal: goes through all its messages, in their order, each handed to one of the processes that
 * read in the group. Other groups are not concerned. The group remembers its place, in a file: it begins with the oldest
 * message there is when it is first named, and goes on with the first one that was not acknowledged, whoever died
 * meanwhile and however often the machine was started anew.
 *
 * <p>Any thread of any attached process. {@code take} and {@code receive} block while there is no message, sleep until
 * the next put, end at an interrupt, and return null at a timeout. A process that dies leaves what it received and did
 * not acknowledge to the others, a tenth of a second later, or when the group is next read; only then, and when a
 * delivery is closed without {@code ack}, is a message delivered again. What was taken by {@code take} or {@code poll} goes with who took it. A process
 * that is stopped while it takes holds up its group, nobody else; at most 4096 messages may be out and not acknowledged.
 * Cost: 66 KiB of disk; a message two CAS and a store, no system call.
 *
 * @param <E> what is kept
 */
public final class JournalReader<E> extends SharedObject implements Waitable {
    private static final long serialVersionUID = 1;
    private static final int MESSAGE = 1;
    /** How long one look waits for somebody else who looks. */
    private static final long TURN_NANOS = 100_000_000;

    private final transient Codec<E> codec;
    private final transient ReaderEngine engine;
    private final transient Runnable look = this::requireOpen;

    private JournalReader(Attachment attachment, Codec<E> codec) {
        super(attachment);
        this.codec = codec;
        ReaderEngine made = null;
        try {
            Path journal = path().resolveSibling(JournalQueue.FILE);
            made = file().engine(() -> new ReaderEngine(file(), Attachment.attach(journal, JournalLayout.KIND)));
        } finally {
            if (made == null) {
                close();
            }
        }
        this.engine = made;
    }

    /** The group of this name; begins with message {@code first} if it is new. */
    static <E> JournalReader<E> open(Path path, Codec<E> codec, long first) {
        SharedFile.Filler filler = body -> {
            Memory.longPlain(body, body.address(FileLayout.BODY_AT + ReaderLayout.NEXT_AT), first);
            Memory.longPlain(body, body.address(FileLayout.BODY_AT + ReaderLayout.HEAD_AT), first);
        };
        return new JournalReader<>(Attachment.createOrAttach(path, ReaderLayout.SPEC, filler), codec);
    }

    static <E> JournalReader<E> attach(Path path, Codec<E> codec) {
        return new JournalReader<>(Attachment.attach(path, ReaderLayout.KIND), codec);
    }

    /** For deserialization. */
    public static JournalReader<?> attachFor(Path path, Serializable codec) {
        return attach(path, (Codec<?>) codec);
    }

    /** The group's name. */
    public String name() {
        return path().getFileName().toString().substring(ReaderEngine.PREFIX.length());
    }

    /** Takes and acknowledges the next message; waits until there is one. */
    public E take() throws InterruptedException {
        return await(false, Long.MAX_VALUE);
    }

    /** Null if there is none. */
    public E poll() {
        try {
            return await(false, 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** Returns null if nothing came until the timeout; zero or less looks once. */
    public E poll(Duration timeout) throws InterruptedException {
        return await(false, Waiter.nanos(timeout));
    }

    /** The next message, to be acknowledged; waits until there is one. */
    public JournalDelivery<E> receive() throws InterruptedException {
        return await(true, Long.MAX_VALUE);
    }

    /** Returns null if nothing came until the timeout; zero or less looks once. */
    public JournalDelivery<E> receive(Duration timeout) throws InterruptedException {
        return await(true, Waiter.nanos(timeout));
    }

    @SuppressWarnings("unchecked")
    private <T> T await(boolean lease, long nanos) throws InterruptedException {
        requireOpen();
        Waiter waiter = null;
        boolean tick = false;
        while (true) {
            boolean ending = engine.journal.isShutDown();
            if (tick || engine.looksReady()) {
                Object found = look(lease, tick, nanos);
                if (found != null) {
                    return (T) found;
                }
            }
            if (ending && engine.isOver()) {
                throw new QueueShutDownException(
                        engine.journal.path() + " was shut down, and its group " + name() + " is at the end");
            }
            waiter = waiter == null ? waiter(nanos, engine.journal.bell) : waiter;
            if (!waiter.await()) {
                return null;
            }
            tick = waiter.tick();
            if (tick) {
                requireThere();
            }
        }
    }

    /** One look with the turn; null for nothing. */
    private Object look(boolean lease, boolean tick, long nanos) throws InterruptedException {
        if (!enter(nanos)) {
            return null;
        }
        Buffers mine = Buffers.ofThread();
        ExpandableArrayBuffer copy = mine.borrow();
        try {
            long number;
            int length = 0;
            int deliveries = 0;
            try {
                number = engine.handOut(copy, lease, tick);
                if (number != 0) {
                    length = engine.length();
                    deliveries = lease ? engine.ring.deliveries(number) : 0;
                }
            } finally {
                engine.leave();
            }
            return number == 0 ? null : decode(copy, lease, number, length, deliveries);
        } finally {
            mine.giveBack(copy);
        }
    }

    private boolean enter(long nanos) throws InterruptedException {
        if (!engine.journal.isOpenHere() && !engine.journal.open(waiter(Math.max(nanos, TURN_NANOS)), look)) {
            return false;
        }
        return engine.enter(null, look) || engine.enter(waiter(Math.max(nanos, TURN_NANOS)), look);
    }

    /** What cannot be decoded is done with; the journal has it still. */
    private Object decode(ExpandableArrayBuffer copy, boolean lease, long number, int length, int deliveries) {
        E value = null;
        try {
            value = codec.decode(copy, 0, length);
        } finally {
            if (value == null && lease) {
                engine.ring.acknowledge(number, deliveries);
            }
        }
        return lease ? new JournalDelivery<>(engine, number, deliveries, value) : value;
    }

    /** Takes up to {@code limit} messages that are there; returns how many. */
    public int drainTo(Collection<? super E> target, int limit) {
        Objects.requireNonNull(target);
        return drain((type, buffer, index, length) -> target.add(codec.decode(buffer, index, length)), limit);
    }

    /**
     * Hands up to {@code limit} encoded messages to the handler, in place; returns how many. Does not wait, but for another
     * one of the group. Each is acknowledged when the handler returns: so at least once. The rest of the group waits.
     */
    public int drain(MessageHandler handler, int limit) {
        requireOpen();
        try {
            if (!engine.looksReady() || !enter(0)) {
                return 0;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
        try {
            return engine.drain(handler, MESSAGE, limit);
        } finally {
            engine.leave();
        }
    }

    /** Takes until the journal was shut down and the group is at its end; for a {@code for} loop. */
    public Iterable<E> consume() {
        return () -> new Consumption<>(this);
    }

    /** How many messages were put that this group has not acknowledged. */
    public long lag() {
        requireOpen();
        long head = engine.ring.head();
        return Math.max(0, engine.journal.appended() - head + 1);
    }

    /** The number of the first message that is not acknowledged: where the group goes on after a death of all. */
    public long place() {
        requireOpen();
        return engine.ring.head();
    }

    @Override
    public boolean isReady() {
        requireOpen();
        return engine.looksReady();
    }

    @Override
    public Bell bell() {
        return engine.journal.bell;
    }

    @Override
    protected void alarm() {
        if (engine != null) {
            engine.journal.bell.alarm();
        }
    }

    @Override
    protected void onClose() {}

    @Override
    protected Serializable travelData() {
        return codec;
    }

    @Override
    protected String detail() {
        return ", place " + engine.ring.head() + ", lag " + (engine.journal.appended() - engine.ring.head() + 1);
    }

    /** Takes one message after the other until the end. For one thread. */
    private static final class Consumption<E> implements Iterator<E> {
        private final JournalReader<E> reader;
        private E next;

        Consumption(JournalReader<E> reader) {
            this.reader = reader;
        }

        /** Waits; an interrupt ends the iteration and stays set. */
        @Override
        public boolean hasNext() {
            try {
                next = next == null ? reader.take() : next;
                return true;
            } catch (QueueShutDownException end) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        @Override
        public E next() {
            if (!hasNext()) {
                throw new java.util.NoSuchElementException("the journal was shut down and the group is at its end");
            }
            E message = next;
            next = null;
            return message;
        }
    }
}
