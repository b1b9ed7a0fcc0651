package io.tandem.journal;

import static io.tandem.journal.JournalLayout.*;

import io.tandem.codec.TooLargeException;
import io.tandem.file.ClosedException;
import io.tandem.file.CrashPoint;
import io.tandem.file.Memory;
import io.tandem.file.SharedFile;
import io.tandem.file.TandemException;
import io.tandem.journal.JournalException.Reason;
import io.tandem.owner.Attachment;
import io.tandem.owner.OwnedWord;
import io.tandem.owner.OwnedWord.Taken;
import io.tandem.owner.SharedDirectory;
import io.tandem.queue.QueueShutDownException;
import io.tandem.wait.Bell;
import io.tandem.wait.Waiter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;

/**
 * One journal in this JVM, shared by all handles on it: who appends, and what a dead appender left. Any thread.
 *
 * <p>To append is a role that one thread of one participant at a time plays, an owned word: taken from the dead and from nobody else,
 * however long the owner stands still. Threads of a JVM compete for it as those of others do.
 * All that Chronicle does with a lock of its own is done inside it. Whoever takes
 * it over from a dead one opens a new appender and counts what is there.
 */
final class JournalEngine implements SharedFile.Engine {
    static final String MESSAGES = "messages";
    private static final long LEAST_STEP = 256 << 10;
    private static final long LARGEST_STEP = 4 << 20;
    /** Chronicle's header, padding and end of file. */
    private static final int OVERHEAD = 256;

    private static final long LOOK_NANOS = 100_000;

    final SharedFile file;
    final SharedDirectory directory;
    final JournalOptions options;
    final Bell bell;
    /** Whether a thread of this JVM opens the files, or closes them. */
    private final AtomicBoolean opening = new AtomicBoolean();

    private final Object holder;
    /** The body is small enough to be in one piece. */
    private final long base;

    private final long appended;
    private final long appender;
    private final long self;
    private final int largestMessage;
    private volatile MessageFiles files;
    private MessageAppender writer;
    private volatile boolean closed;

    /** The engine of the file that is attached. */
    static JournalEngine of(Attachment attachment) {
        return attachment.file().engine(() -> new JournalEngine(attachment));
    }

    private JournalEngine(Attachment attachment) {
        this.file = attachment.file();
        this.directory = attachment.directory();
        ChronicleStart.require(directory.path());
        this.options = JournalLayout.options(file);
        this.holder = file.mapping();
        this.base = file.body(0);
        this.appended = base + APPENDED_AT;
        this.appender = base + APPENDER_AT;
        this.self = directory.participants().self();
        this.bell = new Bell(holder, base + BELL_AT, directory.participants());
        this.largestMessage = (int) (options.blockBytes() / 4) - OVERHEAD;
    }

    int largestMessage() {
        return largestMessage;
    }

    /** The number of the last message; pairs with the release in {@link #append}. */
    long appended() {
        return Memory.longAcquire(holder, appended);
    }

    boolean isShutDown() {
        return Memory.intAcquire(holder, base + SHUTDOWN_AT) != 0;
    }

    /** What the appender does while nobody else appends. */
    interface Turn {
        long run() throws IOException;
    }

    /** Plays the role of the appender; 0 if it did not get it in the waiter's time, or at once without one. */
    long appending(Waiter waiter, Runnable look, Turn turn) throws InterruptedException {
        return appending(waiter, look, turn, null, 0, 0);
    }

    /** Appends one message; its number, or 0 as above. */
    long append(Waiter waiter, Runnable look, DirectBuffer source, int index, int length) throws InterruptedException {
        return appending(waiter, look, null, source, index, length);
    }

    private long appending(Waiter waiter, Runnable look, Turn turn, DirectBuffer source, int index, int length)
            throws InterruptedException {
        if (files == null && !openFirst(waiter, look)) {
            return 0;
        }
        Taken taken = acquire(waiter, look);
        return taken == Taken.NO ? 0 : play(taken, turn, source, index, length);
    }

    private boolean openFirst(Waiter waiter, Runnable look) throws InterruptedException {
        while (!opening.compareAndSet(false, true)) {
            if (waiter == null || !waiter.await()) {
                return false;
            }
            look.run();
        }
        try {
            return files != null || openHere(waiter, look);
        } finally {
            opening.setRelease(false); // pairs with the CAS here and in lastReleased()
        }
    }

    /** Opens what is there already before the role is taken, for that takes long; false for a lack of time. */
    private boolean openHere(Waiter waiter, Runnable look) throws InterruptedException {
        Path messages = path().resolve(MESSAGES);
        boolean interrupted = Thread.interrupted();
        try {
            while (!closed && Files.exists(messages)) {
                try {
                    files = MessageFiles.open(messages, options);
                    return true;
                } catch (IllegalStateException busy) { // somebody else opens them, and takes his time
                    if (!String.valueOf(busy.getMessage()).startsWith("Unable to claim")) {
                        throw busy;
                    }
                    if (waiter == null || !waiter.await()) {
                        return false;
                    }
                    look.run();
                }
            }
            return true;
        } catch (TandemException e) {
            throw e;
        } catch (RuntimeException | IOException e) {
            throw new JournalException(Reason.DAMAGED, path(), "the messages cannot be opened: " + e, e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Taken acquire(Waiter waiter, Runnable look) throws InterruptedException {
        Taken taken = OwnedWord.tryAcquire(holder, appender, self, null);
        while (taken == Taken.NO && waiter != null && waiter.await()) {
            look.run();
            taken = OwnedWord.tryAcquire(
                    holder, appender, self, waiter.tick() ? directory.participants()::isDead : null);
        }
        return taken;
    }

    private long play(Taken taken, Turn turn, DirectBuffer source, int index, int length) {
        if (closed) { // after the CAS: who closes looks at the word after saying so
            giveUp(taken);
            throw new ClosedException(path().toString());
        }
        boolean interrupted = Thread.interrupted(); // it would close Chronicle's files under us
        boolean begun = false;
        boolean orderly = false;
        try {
            if (taken == Taken.ADOPTED || writer == null) {
                begin();
            }
            begun = true;
            long result = turn == null ? append(source, index, length) : turn.run();
            orderly = true;
            return result;
        } catch (QueueShutDownException | TooLargeException refused) {
            orderly = true;
            throw refused;
        } catch (IOException e) {
            orderly = begun;
            throw refusal(e, begun ? Reason.FAILED : Reason.DAMAGED);
        } catch (TandemException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new JournalException(begun ? Reason.FAILED : Reason.DAMAGED, path(), e.toString(), e);
        } finally {
            end(orderly);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void giveUp(Taken taken) {
        if (taken == Taken.ADOPTED) {
            OwnedWord.abandon(holder, appender); // nobody has looked after the dead one yet
        } else {
            OwnedWord.release(holder, appender);
        }
    }

    private void end(boolean orderly) {
        if (orderly) {
            OwnedWord.release(holder, appender);
            return;
        }
        MessageAppender broken = writer;
        writer = null;
        if (files != null) {
            files.clock().unpin();
        }
        try {
            if (broken != null) {
                broken.close();
            }
        } finally {
            OwnedWord.abandon(holder, appender); // the next one begins anew
        }
    }

    private JournalException refusal(IOException e, Reason reason) {
        boolean full = String.valueOf(e.getMessage()).matches("(?s).*(No space left|quota).*");
        return new JournalException(full ? Reason.NO_SPACE : reason, path(), e.getMessage(), e);
    }

    /** Opens a new appender; what is there counts, whatever a dead one had noted. */
    private void begin() throws IOException {
        if (files == null) {
            files = MessageFiles.open(path().resolve(MESSAGES), options);
        }
        if (writer != null) {
            writer.close();
        }
        writer = files.appender();
        long last = 0;
        long cycle = 0;
        long end = 0;
        try (MessageTailer tailer = files.tailer()) {
            if (tailer.last()) {
                last = tailer.number();
                cycle = tailer.cycle();
                end = tailer.end();
            }
        }
        long noted = appended();
        if (last < noted) {
            throw new JournalException(
                    Reason.DAMAGED, path(), "message " + noted + " was put, the last one there is " + last);
        }
        CrashPoint.at("journal.adopting");
        Memory.longPlain(holder, base + CYCLE_AT, cycle);
        Memory.longPlain(holder, base + END_AT, end);
        Memory.longPlain(holder, base + ROOM_AT, 0);
        CrashPoint.at("journal.counting");
        Memory.longRelease(holder, appended, last); // pairs with appended()
        CrashPoint.at("journal.adopted");
    }

    private long append(DirectBuffer source, int index, int length) throws IOException {
        if (length > largestMessage) {
            throw new TooLargeException("a message of " + length + " bytes; " + path() + " takes " + largestMessage
                    + ": create a journal with larger JournalOptions.blockBytes");
        }
        if (isShutDown()) {
            throw new QueueShutDownException(path() + " was shut down");
        }
        long number = appended() + 1;
        boolean rolled = roll(length);
        writer.append(number, source, index, length);
        files.clock().unpin();
        CrashPoint.at("journal.noting");
        Memory.longPlain(holder, base + END_AT, writer.end());
        CrashPoint.at("journal.placed");
        Memory.longRelease(holder, appended, number); // pairs with appended()
        CrashPoint.at("journal.noted");
        if (rolled && options.drops()) {
            new Retention(directory, files, options).sweep();
        }
        return number;
    }

    /** Chooses the file and gets room in it; true if it is another one than before. Files never go back in time. */
    private boolean roll(int length) throws IOException {
        long noted = Memory.longPlain(holder, base + CYCLE_AT);
        int cycle = files.clock().cycle();
        long need = length + OVERHEAD + files.indexBytes();
        boolean rolls = cycle > noted;
        if (rolls) {
            cycle = Math.max(cycle, files.lastCycle());
            allocate(cycle, 0, need);
        } else {
            cycle = (int) noted;
            long end = Memory.longPlain(holder, base + END_AT);
            if (end + need > Memory.longPlain(holder, base + ROOM_AT)) {
                allocate(cycle, end, need);
            }
        }
        files.clock().pin(cycle);
        return rolls;
    }

    private void allocate(int cycle, long end, long need) throws IOException {
        long step = need + Math.min(LARGEST_STEP, Math.max(LEAST_STEP, end));
        Path target = files.file(cycle);
        boolean there = Files.exists(target);
        try {
            DiskRoom.allocate(there ? target : files.prepared(cycle), end, step);
        } catch (IOException e) {
            if (!there) {
                CrashPoint.at("journal.unpreparing");
                Files.deleteIfExists(files.prepared(cycle)); // it may have got a part
                CrashPoint.at("journal.unprepared");
            }
            step = need; // the last of it
            DiskRoom.allocate(there ? target : files.prepared(cycle), end, step);
        }
        CrashPoint.at("journal.widening");
        Memory.longPlain(holder, base + CYCLE_AT, cycle);
        Memory.longPlain(holder, base + END_AT, end);
        Memory.longPlain(holder, base + ROOM_AT, end + step);
        CrashPoint.at("journal.wide");
    }

    /** As the appender. */
    void noteShutdown() {
        CrashPoint.at("journal.ending");
        Memory.intRelease(holder, base + SHUTDOWN_AT, 1); // pairs with isShutDown()
        CrashPoint.at("journal.ended");
    }

    boolean isOpenHere() {
        return files != null;
    }

    /** Has the messages open here; false if somebody else appends until the waiter's time is over. */
    boolean open(Waiter waiter, Runnable look) throws InterruptedException {
        return isOpenHere() || appending(waiter, look, () -> 1) != 0;
    }

    /** For one reader; null if nobody opened the messages here yet, which only the appender may. */
    MessageTailer tailer() {
        MessageFiles open = files;
        return open == null ? null : open.tailer();
    }

    /** Has the tailer read message {@code number}; false if it is not there. */
    boolean stand(MessageTailer tailer, long number) {
        try {
            return files.stand(tailer, number);
        } catch (IOException e) {
            throw refusal(e, Reason.FAILED);
        }
    }

    /** The number of the oldest message that is there; one more than the last if there is none. As the appender. */
    long first() {
        try (MessageTailer tailer = files.tailer()) {
            tailer.toStart();
            return tailer.next() ? tailer.number() : appended() + 1;
        }
    }

    void refresh() {
        files.refresh();
    }

    Path path() {
        return directory.path();
    }

    @Override
    public void lastReleased() {
        closed = true;
        while (Memory.longVolatile(holder, appender) == self || !opening.compareAndSet(false, true)) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        if (files != null) {
            files.close();
        }
        opening.setRelease(false);
    }
}
