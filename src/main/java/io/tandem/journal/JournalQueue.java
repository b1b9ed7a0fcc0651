package io.tandem.journal;

import io.tandem.codec.Codec;
import io.tandem.codec.Codecs;
import io.tandem.file.SharedFileException;
import io.tandem.file.SharedFileException.Reason;
import io.tandem.lane.MessageHandler;
import io.tandem.owner.Attachment;
import io.tandem.owner.FileTree;
import io.tandem.owner.SharedObject;
import io.tandem.queue.SharedQueue;
import io.tandem.wait.Bell;
import io.tandem.wait.Waitable;
import io.tandem.wait.Waiter;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * A queue on disk: what is put stays, in one order, numbered from 1 on, until the retention drops it. Every
 * {@link #reader reader group} goes through all of it at its own pace and remembers its place; {@link #replay} reads it
 * again. The taking methods of the journal itself are those of its group {@code main}.
 *
 * <p>Any thread, virtual ones included, of any attached process may put and take. {@code put} does not block but for
 * somebody else's put; {@code take} blocks while there is no message. Both end at an interrupt, and the timed forms return false or null.
 *
 * <p>A producer killed at any instruction leaves its message whole or not at all, and the next one goes on; a producer
 * that is stopped inside a put is waited for, however long, for nobody can know that it will not write again. Readers:
 * {@link JournalReader}. Written by Chronicle Queue, under a lock of Tandem's: programs that append with Chronicle
 * alone break that; reading with Chronicle is fine. What was put is safe from the end of processes at once, and from a
 * power cut when the system has written it. Cost: a directory, a file of at least 1 MiB per {@link JournalRoll}, and
 * about 1 µs of copying per message under the lock; a system call every few MiB. Null is refused. Limits: messages of
 * {@link #largestMessage()}; 4 billion messages a file, 67 million for MINUTELY.
 *
 * @param <E> what is kept
 */
public final class JournalQueue<E> extends SharedObject implements Waitable {
    private static final long serialVersionUID = 1;
    /** The group that the journal's own taking methods read in. */
    public static final String MAIN = "main";

    static final String FILE = "journal";
    /** How long an offer waits for somebody who puts. */
    private static final long ONCE_NANOS = 100_000_000;

    private final transient Codec<E> codec;
    private final transient JournalEngine engine;
    private final transient Runnable look = this::requireOpen;
    private transient JournalReader<E> main;

    private JournalQueue(Attachment attachment, Codec<E> codec) {
        super(attachment);
        this.codec = codec;
        JournalEngine made = null;
        try {
            made = JournalEngine.of(attachment);
        } finally {
            if (made == null) {
                close();
            }
        }
        this.engine = made;
    }

    public static <E> JournalQueue<E> create(Path directory, Class<E> type) {
        return create(directory, Codecs.of(type), JournalOptions.DEFAULT);
    }

    /** Makes the directory, mode 0700, if need be. */
    public static <E> JournalQueue<E> create(Path directory, Codec<E> codec, JournalOptions options) {
        ChronicleStart.require(directory);
        return new JournalQueue<>(
                Attachment.create(
                        directory.resolve(FILE), JournalLayout.spec(codec.type()), JournalLayout.filler(options)),
                codec);
    }

    /** Attaches, or creates; refuses a journal of other options. */
    public static <E> JournalQueue<E> createOrAttach(Path directory, Codec<E> codec, JournalOptions options) {
        ChronicleStart.require(directory);
        JournalQueue<E> journal = new JournalQueue<>(
                Attachment.createOrAttach(
                        directory.resolve(FILE), JournalLayout.spec(codec.type()), JournalLayout.filler(options)),
                codec);
        if (!journal.options().equals(options)) {
            JournalOptions found = journal.options();
            journal.close();
            throw new SharedFileException(Reason.LAYOUT_MISMATCH, directory, options.toString(), found.toString());
        }
        return journal;
    }

    public static <E> JournalQueue<E> attach(Path directory, Class<E> type) {
        return attach(directory, Codecs.of(type));
    }

    public static <E> JournalQueue<E> attach(Path directory, Codec<E> codec) {
        JournalQueue<E> journal =
                new JournalQueue<>(Attachment.attach(directory.resolve(FILE), JournalLayout.KIND), codec);
        String found = journal.file().header().type();
        if (!found.equals(codec.type())) {
            journal.close();
            throw new SharedFileException(Reason.WRONG_KIND, directory, "type " + codec.type(), "type " + found);
        }
        return journal;
    }

    /** For deserialization. */
    public static JournalQueue<?> attachFor(Path path, Serializable codec) {
        return attach(path.getParent(), (Codec<?>) codec);
    }

    /** Where all of it lies. */
    public Path folder() {
        return path().getParent();
    }

    /** What it was created with. */
    public JournalOptions options() {
        return engine.options;
    }

    /** The most bytes of an encoded message. */
    public int largestMessage() {
        return engine.largestMessage();
    }

    /** Waits while somebody else puts. */
    public void put(E message) throws InterruptedException {
        offer(message, Long.MAX_VALUE);
    }

    /** False only if somebody was stopped inside a put, or is slow: for a tenth of a second. */
    public boolean offer(E message) {
        try {
            return offer(message, ONCE_NANOS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Returns false if somebody was inside a put until the timeout. */
    public boolean offer(E message, Duration timeout) throws InterruptedException {
        return offer(message, Waiter.nanos(timeout));
    }

    public boolean offer(E message, long timeout, TimeUnit unit) throws InterruptedException {
        return offer(message, unit.toNanos(timeout));
    }

    private boolean offer(E message, long nanos) throws InterruptedException {
        requireOpen();
        Objects.requireNonNull(message, "null cannot be kept; to tell readers that nothing more comes: shutdown()");
        Buffers mine = Buffers.ofThread();
        ExpandableArrayBuffer buffer = mine.borrow();
        try {
            return append(buffer, 0, codec.encode(message, buffer, 0), nanos);
        } finally {
            mine.giveBack(buffer);
        }
    }

    /** Puts an encoded message. */
    boolean append(DirectBuffer source, int index, int length, long nanos) throws InterruptedException {
        boolean put = engine.append(null, look, source, index, length) != 0
                || engine.append(waiter(nanos), look, source, index, length) != 0;
        if (put) {
            engine.bell.ring();
        }
        return put;
    }

    /** No more puts, in any JVM, for ever; readers get what is left and then {@code QueueShutDownException}. */
    public void shutdown() throws InterruptedException {
        requireOpen();
        engine.appending(new Waiter(), look, () -> {
            engine.noteShutdown();
            return 1;
        });
        engine.bell.ring();
    }

    public boolean isShutdown() {
        requireOpen();
        return engine.isShutDown();
    }

    /**
     * A handle on the reader group of this name, which is made if it is new: then it begins with the oldest message there
     * is. Letters, digits, dash and underscore.
     */
    public JournalReader<E> reader(String name) throws InterruptedException {
        requireOpen();
        if (!name.matches("[A-Za-z0-9_-]{1,100}")) {
            throw new IllegalArgumentException(
                    "\"" + name + "\" cannot name a reader group: use up to 100 letters, digits, dashes, underscores");
        }
        Path path = path().resolveSibling(ReaderEngine.PREFIX + name);
        if (!Files.exists(path)) {
            engine.appending(
                    new Waiter(),
                    look,
                    () -> { // so that no file is dropped meanwhile
                        JournalReader.open(path, codec, engine.first()).close();
                        return 1;
                    });
        }
        return JournalReader.attach(path, codec);
    }

    private synchronized JournalReader<E> main() throws InterruptedException {
        requireOpen();
        if (main == null) {
            main = reader(MAIN);
        }
        return main;
    }

    /** {@link JournalReader#take} in the group {@link #MAIN}; so are those that follow. */
    public E take() throws InterruptedException {
        return main().take();
    }

    public E poll() throws InterruptedException {
        return main().poll();
    }

    public E poll(Duration timeout) throws InterruptedException {
        return main().poll(timeout);
    }

    public JournalDelivery<E> receive() throws InterruptedException {
        return main().receive();
    }

    public JournalDelivery<E> receive(Duration timeout) throws InterruptedException {
        return main().receive(timeout);
    }

    public int drainTo(Collection<? super E> target, int limit) throws InterruptedException {
        return main().drainTo(target, limit);
    }

    public int drain(MessageHandler handler, int limit) throws InterruptedException {
        return main().drain(handler, limit);
    }

    public Iterable<E> consume() throws InterruptedException {
        return main().consume();
    }

    /** What the group {@link #MAIN} has not acknowledged. */
    public long size() throws InterruptedException {
        return main().lag();
    }

    public boolean isEmpty() throws InterruptedException {
        return size() == 0;
    }

    /** The number of the last message that was put; 0 before the first one. */
    public long lastNumber() {
        requireOpen();
        return engine.appended();
    }

    /** The number of the oldest message that is there; one more than the last if there is none. */
    public long firstNumber() throws InterruptedException {
        requireOpen();
        return engine.appending(new Waiter(), look, engine::first);
    }

    /** All that is there, up to the last one now. To be closed. */
    public Stream<E> replay() throws InterruptedException {
        return replay(firstNumber());
    }

    /**
     * The messages from this number on, up to the last one now, one by one from disk; no group is concerned. To be
     * closed. Throws {@link JournalException} of reason GONE where a message was dropped.
     */
    public Stream<E> replay(long from) throws InterruptedException {
        requireOpen();
        if (from < 1) {
            throw new IllegalArgumentException("from: " + from + "; messages are numbered from 1 on");
        }
        engine.open(new Waiter(), look);
        Replay<E> replay = new Replay<>(this, engine, codec, from, engine.appended());
        return StreamSupport.stream(replay, false).onClose(replay::close);
    }

    /** Puts all that is there into a queue, in order, waiting for room; returns how many. */
    public long replayInto(SharedQueue<? super E> queue) throws InterruptedException {
        long count = 0;
        try (Stream<E> all = replay()) {
            for (E message : (Iterable<E>) all::iterator) {
                queue.put(message);
                count++;
            }
        }
        return count;
    }

    Codec<E> codec() {
        return codec;
    }

    /** Begins something that reads Chronicle's files outside of a lock; the files stay open until {@link #letGo}. */
    void hold() {
        enter();
    }

    void letGo() {
        leave();
    }

    /** Whether the group {@link #MAIN} has something to read; it must have been read by this handle before. */
    @Override
    public boolean isReady() {
        try {
            return main().isReady();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public Bell bell() {
        return engine.bell;
    }

    @Override
    protected void alarm() {
        if (engine != null) {
            engine.bell.alarm();
        }
    }

    @Override
    protected void onClose() {
        JournalReader<E> mine = main;
        if (mine != null) {
            mine.close();
        }
    }

    /** The messages and the groups go too. */
    @Override
    protected void onDestroy() {
        try {
            FileTree.remove(path().resolveSibling(JournalEngine.MESSAGES));
            try (var groups = Files.newDirectoryStream(folder(), ReaderEngine.PREFIX + "*")) {
                for (Path group : groups) {
                    JournalReader.attach(group, codec).destroy();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected Serializable travelData() {
        return codec;
    }

    @Override
    protected String detail() {
        return ", " + engine.appended() + " messages put";
    }
}
