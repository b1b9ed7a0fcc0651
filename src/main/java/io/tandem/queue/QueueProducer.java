package io.tandem.queue;

import io.tandem.lane.LaneWriter;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A producer with a lane of its own: claims room, fills it in place, commits, and publishes any number of messages by one
 * store. For one thread, without a lock, without allocation; a forgotten claim holds up nobody else. Closing gives the
 * lane back, with what was published still in it; until then this JVM stays a participant, even if the queue's handle is
 * closed. If its process dies, the next producer adopts the lane; what was not
 * published never existed.
 */
public final class QueueProducer implements AutoCloseable {
    private static final int MESSAGE = 1;

    private final SharedQueue<?> queue;
    private final QueueLanes lanes;
    private final QueueLanes.Owned owned;
    private final LaneWriter writer;
    private boolean closed;

    QueueProducer(SharedQueue<?> queue, QueueLanes lanes) {
        this.queue = queue;
        this.lanes = lanes;
        queue.enterProducer();
        QueueLanes.Owned mine = null;
        try {
            mine = lanes.own();
        } finally {
            if (mine == null) {
                queue.leaveProducer();
            }
        }
        this.owned = mine;
        this.writer = owned.writer();
    }

    /** Where claims lie. */
    public MutableDirectBuffer buffer() {
        return writer.lane().data();
    }

    /** Index in {@link #buffer()} of room for so many bytes, or -1 if there is none; replaces a claim not committed. */
    public int tryClaim(int length) {
        requireOpen();
        return writer.claim(length);
    }

    /** Adds the claimed message to the batch. */
    public void commit() {
        requireMine();
        writer.commit(MESSAGE);
    }

    public void abort() {
        writer.abort();
    }

    /** Makes all committed messages visible at once; in the order of their commits. */
    public void publish() {
        requireMine();
        lanes.published(writer, writer.publish());
    }

    /** {@link #commit} and {@link #publish}, faster for one message at a time. */
    public void commitAndPublish() {
        requireMine();
        lanes.published(writer, writer.commitAndPublish(MESSAGE));
    }

    /** Copies, commits and publishes one message; false if there is no room. */
    public boolean offer(DirectBuffer source, int index, int length) {
        int at = tryClaim(length);
        if (at < 0) {
            return false;
        }
        buffer().putBytes(at, source, index, length);
        commitAndPublish();
        return true;
    }

    private void requireOpen() {
        queue.requireOpen();
        requireMine();
        lanes.requireNotShutDown();
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
            lanes.giveBack(owned);
            queue.leaveProducer();
        }
    }
}
