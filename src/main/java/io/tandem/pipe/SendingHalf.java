package io.tandem.pipe;

import static io.tandem.pipe.PipeLayout.CLOSED;
import static io.tandem.pipe.PipeLayout.LOST;
import static io.tandem.pipe.PipeLayout.STREAM_CUT;
import static io.tandem.pipe.PipeLayout.STREAM_PIECE;
import static io.tandem.pipe.PipeLayout.isStream;

import io.tandem.codec.TooLargeException;
import io.tandem.file.TandemException;
import io.tandem.lane.LaneWriter;
import io.tandem.wait.Bell;
import io.tandem.wait.Waiter;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * How a connection sends: one record at a time, by any thread of the process the end belongs to, unless one of them has
 * the half to itself, for a stream or as a {@link PipeSender}: then the others wait. Peer closed or dead: see
 * {@link Connection}.
 */
final class SendingHalf {
    /** A piece is sent only where the mark that ends its stream has room, too: that mark never waits. */
    static final int MARK_BYTES = 16;

    private static final UnsafeBuffer NOTHING = new UnsafeBuffer(new byte[0]);

    private final Connection<?> connection;
    private final PipeEnds.End end;
    final int largest;

    SendingHalf(Connection<?> connection, PipeEnds.End end, int largest) {
        this.connection = connection;
        this.end = end;
        this.largest = largest;
    }

    /** Returns false if there was no room until the timeout. */
    boolean send(int type, DirectBuffer source, int index, int length, long nanos) throws InterruptedException {
        if (length > largest) {
            throw new TooLargeException("a message of " + length + " bytes, the largest for " + connection.path()
                    + " is " + largest + "; use sendStream, or create the pipe with a larger capacity");
        }
        Waiter waiter = null;
        while (!trySend(type, source, index, length)) {
            waiter = waiter == null ? connection.newWaiter(nanos, end.sender) : waiter;
            if (!waiter.await()) {
                return false;
            }
            if (connection.tick(waiter)) {
                requirePeerAlive();
            }
        }
        return true;
    }

    private boolean trySend(int type, DirectBuffer source, int index, int length) {
        end.sending.lock();
        try {
            if (!isStream(type) && isTaken()) {
                return false;
            }
            connection.requireOpen();
            LaneWriter out = end.out();
            requirePeerOpen();
            if (type == STREAM_PIECE && out.claim(length + MARK_BYTES) == LaneWriter.NO_ROOM) {
                return false;
            }
            int at = out.claim(length);
            if (at == LaneWriter.NO_ROOM) {
                return false;
            }
            out.lane().data().putBytes(at, source, index, length);
            out.commitAndPublish(type);
            end.message().ring();
            return true;
        } catch (Error e) {
            end.forgetWriter(); // no memory, no stack: whatever was not done
            throw e;
        } finally {
            end.sending.unlock();
        }
    }

    /** Tells the receiver that no more of a begun stream comes. Does not wait. */
    void cut() {
        try {
            trySend(STREAM_CUT, NOTHING, 0, 0);
        } catch (TandemException closed) {
            // so the receiver is told, or there is none
        }
    }

    /** Whether another thread has this half to itself; if the calling one has, it would wait for itself. */
    private boolean isTaken() {
        if (end.sendsAlone == Thread.currentThread()) {
            throw new IllegalStateException("this thread sends a stream or has a sender open on " + connection.path());
        }
        return end.sendsAlone != null;
    }

    /** To be rung after each publication. */
    Bell message() {
        return end.message();
    }

    /** What keeps the address of {@link #peerClosed} reachable. */
    Object memory() {
        return end.memory();
    }

    /** Where it says that the peer was closed. */
    long peerClosed() {
        return end.peerClosedAt();
    }

    void requirePeerOpen() {
        int how = end.peerState();
        if (how == LOST && end.peerLost()) {
            throw end.peerDied();
        }
        if (how == CLOSED) {
            throw new PeerClosedException("the other end of " + connection.path() + " was closed");
        }
    }

    /** Costs system calls. */
    void requirePeerAlive() {
        if (end.peerDead()) {
            throw end.peerDied();
        }
    }

    /** From now on the calling thread sends alone; returns the lane's writer. */
    LaneWriter takeAlone() {
        end.sending.lock();
        try {
            connection.requireOpen();
            if (end.sendsAlone != null) {
                throw new IllegalStateException(end.sendsAlone.getName() + " sends a stream or has a sender open on "
                        + connection.path() + "; one at a time");
            }
            LaneWriter out = end.out();
            end.sendsAlone = Thread.currentThread();
            return out;
        } finally {
            end.sending.unlock();
        }
    }

    /** Ends {@link #takeAlone}; what was committed but not published never existed. */
    void giveBack(boolean unpublished) {
        end.sending.lock();
        try {
            if (unpublished) {
                end.forgetWriter();
            }
            end.sendsAlone = null;
        } finally {
            end.sending.unlock();
        }
        end.sender.ring(); // other threads of this JVM may wait for their turn
    }
}
