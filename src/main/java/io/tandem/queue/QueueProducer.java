package io.tandem.queue;

import io.tandem.lane.MessageWriter;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A producer with a lane of its own: claims room, fills it in place, commits, and publishes any number of messages by one
 * store. For one thread, without a lock, without allocation; a forgotten claim holds up nobody else. Closing gives the
 * lane back, with what was published still in it; until then this JVM stays a participant, even if the queue's handle is
 * closed. If its process dies, the next producer adopts the lane; what was not
 * published never existed. An {@link Error} in the middle of a call closes it.
 */
public final class QueueProducer implements AutoCloseable {
    private final SharedQueue<?> queue;
    private final QueueEngine engine;
    private final QueueLanes.Owned owned;
    private final MessageWriter writer;
    private boolean closed;

    QueueProducer(SharedQueue<?> queue, QueueEngine engine) {
        this.queue = queue;
        this.engine = engine;
        queue.enterRole();
        QueueLanes.Owned mine = null;
        try {
            mine = engine.own();
        } finally {
            if (mine == null) {
                queue.leaveRole();
            }
        }
        this.owned = mine;
        this.writer = owned.writer();
    }

    /** Where claims lie. */
    public MutableDirectBuffer buffer() {
        return writer.data();
    }

    /** Index in {@link #buffer()} of room for so many bytes, or -1 if there is none; replaces a claim not committed. */
    public int tryClaim(int length) {
        queue.requireOpen();
        requireMine();
        return engine.claim(writer, length);
    }

    /** Adds the claimed message to the batch. */
    public void commit() {
        requireMine();
        try {
            writer.commit(SharedQueue.MESSAGE);
        } catch (Error e) {
            throw closing(e);
        }
    }

    public void abort() {
        writer.abort();
    }

    /**
     * Makes all committed messages visible at once; in the order of their commits. In a queue with a capacity or leases one
     * after the other; false if the capacity was reached: then the rest stays committed, for another call.
     */
    public boolean publish() {
        requireMine();
        try {
            return engine.published(writer, writer.publish()) != MessageWriter.NO_ROOM;
        } catch (Error e) {
            throw closing(e);
        }
    }

    /**
     * {@link #commit} and {@link #publish}, faster for one message at a time. False if the queue has a capacity that was
     * reached since the claim, which stays.
     */
    public boolean commitAndPublish() {
        requireMine();
        try {
            return engine.published(writer, writer.commitAndPublish(SharedQueue.MESSAGE)) != MessageWriter.NO_ROOM;
        } catch (Error e) {
            throw closing(e);
        }
    }

    /** Copies, commits and publishes one message; false if there is no room. What the lane does not hold gets a file. */
    public boolean offer(DirectBuffer source, int index, int length) {
        if (length > queue.largestMessage()) {
            return offerSpilled(source, index, length);
        }
        int at = tryClaim(length);
        if (at < 0) {
            return writer.lacksBytes() && offerSpilled(source, index, length);
        }
        buffer().putBytes(at, source, index, length);
        return commitAndPublish();
    }

    private boolean offerSpilled(DirectBuffer source, int index, int length) {
        if (tryClaim(Long.BYTES) < 0 && !writer.lacksBytes()) {
            return false;
        }
        writer.abort();
        long reference = engine.spill.write(owned.number(), source, index, length);
        boolean put = false;
        try {
            put = engine.published(writer, writer.publishReference(reference)) != MessageWriter.NO_ROOM;
            return put;
        } catch (Error e) {
            put = true; // or not: the file is left to the sweep
            throw closing(e);
        } finally {
            if (!put) {
                engine.spill.delete(reference);
            }
        }
    }

    /** No memory, no stack: whatever was not done, the next owner of the lane finds out. */
    private Error closing(Error e) {
        close();
        return e;
    }

    private void requireMine() {
        if (closed) {
            throw new IllegalStateException("this producer of " + queue.path() + " is closed");
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            try {
                engine.giveBack(owned);
            } finally {
                queue.leaveRole();
            }
        }
    }
}
