package io.tandem.pipe;

import static io.tandem.pipe.PipeLayout.NULL_MESSAGE;
import static io.tandem.pipe.PipeLayout.STREAM_CUT;
import static io.tandem.pipe.PipeLayout.isStream;

import io.tandem.file.TandemException;
import io.tandem.lane.LaneReader;
import io.tandem.lane.MessageHandler;
import io.tandem.wait.Bell;
import io.tandem.wait.Waiter;
import java.nio.file.Path;

/**
 * How a connection receives, and how it learns that nothing more comes. Any thread of the process the end belongs to, one
 * at a time. The order of looks loses no message: is the peer closed or dead, then the lane, and only then the end.
 */
class ReceivingHalf {
    /** Room that any message has. */
    static final int ANY = Integer.MAX_VALUE;

    /** What {@link #tryReceive} returns when something waits, but for another thread or behind a stream: not the end yet. */
    private static final int TAKEN = -1;

    private final Path path;
    private final Connection<?> connection;
    private final PipeEnds.End end;

    ReceivingHalf(Path path, Connection<?> connection, PipeEnds.End end) {
        this.path = path;
        this.connection = connection;
        this.end = end;
    }

    /** Waits for a message, or a piece of a stream; returns 0 at the timeout. Without a handler nothing is taken. */
    int await(MessageHandler handler, long nanos, boolean stream, int room) throws InterruptedException {
        int count = tryReceive(handler, 1, stream, room);
        if (count > 0) {
            return count;
        }
        Waiter waiter = waiter(nanos);
        while (true) {
            boolean closed = peerClosed(); // before the look: what it sent before it closed is found
            boolean dead = !closed && peerDead(waiter);
            count = tryReceive(handler, 1, stream, room);
            if (count > 0) {
                return count;
            }
            if (count == 0 && (closed || dead)) {
                throw ended(closed);
            }
            if (!waiter.await()) {
                return 0;
            }
        }
    }

    /** To be rung after room was given back. */
    Bell room() {
        return end.room();
    }

    boolean peerClosed() {
        return end.peerClosed();
    }

    Waiter waiter(long nanos) {
        return connection.newWaiter(nanos, end.receiver);
    }

    boolean peerDead(Waiter waiter) {
        boolean tick = connection.tick(waiter);
        return end.peerFoundDead() || tick && end.peerDead();
    }

    /** Whether a message is there, or a piece of a stream, or nothing more will come. */
    boolean isReady() {
        boolean gone = end.peerGone(); // before the look, as in await()
        int count = tryReceive(null, 1, false, ANY);
        return count > 0 || count == 0 && gone;
    }

    /** Hands up to {@code limit} messages to the handler, and returns how many; stops before a stream. */
    int drain(MessageHandler handler, int limit) {
        return Math.max(0, tryReceive(handler, limit, false, ANY));
    }

    int tryReceive(MessageHandler handler, int limit, boolean stream, int room) {
        if (end.receiving.isHeldByCurrentThread()) {
            throw new IllegalStateException("a handler cannot receive from its own connection, " + path);
        }
        end.receiving.lock();
        try {
            connection.requireOpen();
            LaneReader in = end.in();
            if (isTaken() || end.streamIn && !stream) {
                return in.lane().isEmpty() ? 0 : TAKEN;
            }
            int type = in.nextType();
            if (type == 0 || handler == null) {
                return type == 0 ? 0 : 1;
            }
            check(in, isStream(type), stream, room);
            try {
                return in.drain(handler, limit, stream ? STREAM_CUT : NULL_MESSAGE);
            } finally {
                end.room().ring();
            }
        } finally {
            end.receiving.unlock();
        }
    }

    /** Whether another thread has this half to itself; if the calling one has, it would wait for itself. */
    private boolean isTaken() {
        if (end.receivesAlone == Thread.currentThread()) {
            throw new IllegalStateException("this thread has a receiver open on " + path);
        }
        return end.receivesAlone != null;
    }

    /** From now on the calling thread receives alone; returns the lane's reader. */
    LaneReader takeAlone() {
        end.receiving.lock();
        try {
            connection.requireOpen();
            if (end.receivesAlone != null || end.streamIn) {
                throw new IllegalStateException("a stream or a receiver is open on " + path + "; one at a time");
            }
            LaneReader in = end.in();
            end.receivesAlone = Thread.currentThread();
            return in;
        } finally {
            end.receiving.unlock();
        }
    }

    void giveBack() {
        end.receiving.lock();
        end.receivesAlone = null;
        end.receiving.unlock();
        end.receiver.ring(); // other threads of this JVM may wait for their turn
    }

    /** Costs system calls. */
    boolean peerDead() {
        return end.peerDead();
    }

    /** What to throw when the peer was found closed, or else dead, and a look after that found nothing. */
    TandemException ended(boolean closed) {
        return closed ? new EndOfStreamException("the other end of " + path + " was closed") : end.peerDied();
    }

    private static void check(LaneReader in, boolean piece, boolean stream, int room) {
        if (piece != stream) {
            throw new IllegalStateException(
                    piece ? "a stream comes next: use recvStream()" : "a message comes next, no stream: use recv()");
        }
        if (room != ANY && in.nextLength() > room) {
            throw new BufferTooShortException(in.nextLength(), room);
        }
    }

    /** From now on this half receives a stream; messages wait. */
    void beginStream() {
        end.receiving.lock();
        try {
            connection.requireOpen();
            if (end.streamIn || isTaken()) {
                throw new IllegalStateException("a stream or a receiver is open on " + path + "; one at a time");
            }
            end.streamIn = true;
        } finally {
            end.receiving.unlock();
        }
    }

    void endStream() {
        end.streamIn = false;
        end.receiver.ring();
    }
}
