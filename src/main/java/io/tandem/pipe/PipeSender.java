package io.tandem.pipe;

import io.tandem.file.Memory;
import io.tandem.lane.LaneWriter;
import io.tandem.wait.Bell;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A connection's sending half, held alone: claims room, fills it in place, commits, and publishes any number of messages
 * by one store. For one thread, without a lock, without allocation. Until it is closed, {@code send} of other threads
 * waits (with its timeout), {@code send} of the thread that opened it and a second sender or a stream are refused by an
 * {@link IllegalStateException}; and the end stays open, even if its connections are closed.
 *
 * <p>Never blocks: no room is an answer. {@link PeerClosedException} if the other end was closed; if its process died,
 * {@link PeerDiedException} once there is no room. Killed before a publication, none of the batch ever existed; closing
 * drops what was not published, too. Limits: {@link SharedPipe#largestMessage()}; what is committed and not yet published
 * takes room as well.
 */
public final class PipeSender implements AutoCloseable {
    private static final long LOOK_NANOS = 100_000_000;

    private final Connection<?> connection;
    private final SendingHalf half;
    private final LaneWriter writer;
    /** Kept at hand, as all that a message passes is. */
    private final Bell message;

    private final Object memory;
    private final long peerClosed;

    private boolean unpublished;
    private boolean closed;
    /** When the peer was last known, or looked after. */
    private long looked = System.nanoTime();

    PipeSender(Connection<?> connection, SendingHalf half) {
        this.connection = connection;
        this.half = half;
        connection.enterHalf();
        LaneWriter taken = null;
        try {
            taken = half.takeAlone();
        } finally {
            if (taken == null) {
                connection.leaveHalf();
            }
        }
        this.writer = taken;
        this.message = half.message();
        this.memory = half.memory();
        this.peerClosed = half.peerClosed();
    }

    /** Where claims lie. */
    public MutableDirectBuffer buffer() {
        return writer.lane().data();
    }

    /** Index in {@link #buffer()} of room for so many bytes, or -1 if there is none; replaces a claim not committed. */
    public int tryClaim(int length) {
        requireOpen();
        int at = writer.claim(length);
        if (at == LaneWriter.NO_ROOM) {
            lookAfterPeer();
        }
        return at;
    }

    /** Asks for a verdict when the last look is long ago: that costs system calls. */
    private void lookAfterPeer() {
        long now = System.nanoTime();
        if (now - looked >= LOOK_NANOS) {
            looked = now;
            half.requirePeerAlive();
        }
    }

    /** Adds the claimed message to the batch. */
    public void commit() {
        requireMine();
        unpublished = true;
        writer.commit(PipeLayout.MESSAGE);
    }

    public void abort() {
        requireMine();
        writer.abort();
    }

    /** Makes all committed messages visible at once; in the order of their commits. */
    public void publish() {
        requireOpen();
        writer.publish();
        message.ring();
        unpublished = false;
    }

    /** {@link #commit} and {@link #publish}, faster for one message at a time. */
    public void commitAndPublish() {
        requireMine();
        writer.commitAndPublish(PipeLayout.MESSAGE);
        message.ring();
        unpublished = false;
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
        requireMine();
        connection.requireOpen();
        if (Memory.intAcquire(memory, peerClosed) != 0) { // pairs with markClosed() of PipeEnds
            half.requirePeerOpen();
        }
    }

    private void requireMine() {
        if (closed) {
            throw new IllegalStateException("this sender on " + connection.path() + " is closed");
        }
    }

    /** Other threads may send again. May be repeated. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            writer.abort();
            half.giveBack(unpublished);
            connection.leaveHalf();
        }
    }
}
