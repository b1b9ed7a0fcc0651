package io.tandem.queue;

import static io.tandem.queue.QueueLayout.SHUTDOWN_AT;

import io.tandem.file.CrashPoint;
import io.tandem.file.Memory;
import io.tandem.file.SharedFile;
import io.tandem.lane.Lane;
import io.tandem.lane.MessageHandler;
import io.tandem.lane.MessageWriter;
import io.tandem.owner.Attachment;
import io.tandem.owner.SharedDirectory;
import io.tandem.queue.QueueLanes.Owned;
import io.tandem.spill.SpillFiles;
import java.util.HashSet;
import java.util.Set;

/**
 * One queue in this JVM, shared by all handles on it: which lane this JVM puts into, whether it was shut down, and,
 * below this class, how its messages are kept: {@link LaneQueue}, {@link IndexQueue} or {@link LeaseQueue}. Any thread.
 */
abstract class QueueEngine implements SharedFile.Engine {
    final SharedFile file;
    final SharedDirectory directory;
    final QueueOptions options;
    final SpillFiles spill;
    final QueueBells bells;
    private final QueueLanes<?> lanes;
    private Owned writer;

    QueueEngine(Attachment attachment, QueueOptions options, QueueLanes<?> lanes) {
        this.file = attachment.file();
        this.directory = attachment.directory();
        this.options = options;
        this.lanes = lanes;
        this.spill = new SpillFiles(directory, file, options.spillTo());
        this.bells = new QueueBells(file, directory.participants());
    }

    static QueueEngine of(Attachment attachment) {
        QueueOptions options = QueueLayout.options(attachment.file());
        if (options.leases()) {
            return new LeaseQueue(attachment, options);
        }
        return options.capacity() > 0 ? new IndexQueue(attachment, options) : new LaneQueue(attachment, options);
    }

    /** For a thread that wants to take. */
    abstract QueueConsumer consumer();

    /** Shows up to {@code limit} messages without taking them; references as they are. */
    abstract void look(MessageHandler handler, int limit);

    /** Shows all messages that somebody may get yet, those that are lent, too. */
    void lookAtAll(MessageHandler handler) {
        look(handler, Integer.MAX_VALUE);
    }

    abstract long size();

    abstract boolean isEmpty();

    /** Whether a look that found nothing may have missed what others put and took meanwhile: something is there, for anybody. */
    boolean mayMiss() {
        return false;
    }

    /** Whether somebody who takes would get something. */
    boolean hasMessage() {
        return !isEmpty();
    }

    /** Whether somebody who takes would not wait: for a message is there, or the end. */
    final boolean isReady() {
        return hasMessage() || isShutDown() && (hasMessage() || isOver());
    }

    /** Messages for which there is room, if that is bounded. */
    int remainingCapacity() {
        return Integer.MAX_VALUE;
    }

    int largestMessage() {
        return Lane.largestMessage(options.laneBytes());
    }

    boolean isShutDown() {
        return Memory.intAcquire(file, file.body(SHUTDOWN_AT)) != 0; // pairs with shutDown()
    }

    void shutDown() {
        CrashPoint.at("queue.shutting");
        Memory.intRelease(file, file.body(SHUTDOWN_AT), 1); // pairs with isShutDown()
        CrashPoint.at("queue.shut");
        bells.ringAll();
    }

    void requireNotShutDown() {
        if (isShutDown()) {
            throw refused();
        }
    }

    final QueueShutDownException refused() {
        return new QueueShutDownException(file.path() + " was shut down: it accepts nothing more");
    }

    /** Room for so many bytes, or {@link MessageWriter#NO_ROOM}; throws once the queue was shut down. */
    int claim(MessageWriter by, int length) {
        requireNotShutDown();
        return by.claim(length);
    }

    /** To be called after every publication, with what that returned; returns the same, or throws what {@link #settled} does. */
    final long published(MessageWriter by, long at) {
        bells.takers.ring();
        return settled(by, at);
    }

    /**
     * If the queue was shut down while a publication was under way, its consumers may have left: then the messages are
     * taken back, and refused. If that fails, a consumer is still there and comes to them.
     */
    long settled(MessageWriter by, long at) {
        if (isShutDown()) {
            boolean back = by.retract(at);
            bells.ringAll(); // who saw these messages may have been waiting for what becomes of them
            if (back) {
                throw refused();
            }
        }
        return at;
    }

    /** Whether consumers hold something while a handler is at work. */
    boolean readsInPlace() {
        return false;
    }

    /** Called now and then by who waits for messages. */
    void tick() {}

    /** Whether a publication that just came back can only be told from a shutdown by looking again, in a while. */
    boolean looksAgain() {
        return true;
    }

    /** After a look that found nothing in a queue that was shut down: whether nothing can come any more. */
    boolean isOver() {
        return true;
    }

    /** The lane all threads of this JVM put into, one at a time: the caller holds the file's local lock. */
    final Owned writer() {
        if (writer == null) {
            writer = own();
        }
        return writer;
    }

    /** A lane of the caller's own. */
    final Owned own() {
        Owned owned = lanes.own();
        try {
            sweep(owned.number());
            return owned;
        } catch (Throwable e) {
            giveBack(owned);
            throw e;
        }
    }

    /** What a dead owner wrote and did not publish, or a dead consumer took and did not delete. */
    private void sweep(int lane) {
        if (spill.isEmpty(lane)) {
            return;
        }
        Set<Long> referenced = new HashSet<>();
        lookAtAll((type, buffer, index, length) -> {
            if (type == MessageWriter.REFERENCE) {
                referenced.add(buffer.getLong(index));
            }
        });
        spill.sweep(lane, number -> referenced.contains(SpillFiles.reference(lane, number)));
    }

    final void giveBack(Owned owned) {
        lanes.giveBack(owned);
    }

    /** The next put looks again what is in the lane: for a thread that an error threw out of the middle of a put. */
    final void forgetWriter() {
        Owned mine = writer;
        writer = null; // first: giving back may fail as the put did
        if (mine != null) {
            giveBack(mine);
        }
    }

    /** Whether the next put by {@code handle} finds no room even for an empty message. */
    boolean isFull(SharedQueue<?> handle) {
        file.localLock().lock();
        try {
            handle.requireOpen(); // what is closed owns nothing any more
            MessageWriter mine = writer().writer();
            boolean full = mine.claim(0) == MessageWriter.NO_ROOM;
            mine.abort();
            return full;
        } finally {
            file.localLock().unlock();
        }
    }

    @Override
    public final void lastReleased() {
        file.localLock().lock(); // a put that is under way ends before its lane can become somebody else's
        try {
            forgetWriter();
            leave();
        } finally {
            file.localLock().unlock();
        }
        lanes.release();
        release();
    }

    /** Gives back what this JVM has of the queue, besides lanes. */
    void leave() {}

    /** Lets go what else was opened. */
    void release() {}

    /** Takes the names of all that belongs to the queue away, after its own. May be repeated. */
    void destroy() {
        file.destroy();
        lanes.destroy();
        spill.destroy();
    }
}
