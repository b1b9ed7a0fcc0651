package io.tandem.pipe;

import io.tandem.lane.LaneReader;
import io.tandem.lane.MessageHandler;
import io.tandem.wait.Bell;

/**
 * A connection's receiving half, held alone: hands messages out in place, many for one store. For one thread, without a
 * lock, without allocation. Until it is closed, {@code recv} of other threads waits (with its timeout), {@code recv} of the
 * thread that opened it, a second receiver or a stream are refused by an {@link IllegalStateException}; and the end stays
 * open, even if its connections are closed.
 *
 * <p>Never blocks: no message is an answer. When the other end was closed or its process died, and nothing is left, it
 * throws what {@code recv} would, once somebody has looked in vain for a tenth of a second. Killed in a batch, nobody
 * gets that again: the end was this process's.
 */
public final class PipeReceiver implements AutoCloseable {
    private static final long LOOK_NANOS = 100_000_000;
    /** Who looks more often than this asks the clock at every second look, every fourth, and so on. */
    private static final long CLOCK_NANOS = 1_000_000;

    private static final int MOST_LOOKS_PER_CLOCK = 64;

    private final Connection<?> connection;
    private final ReceivingHalf half;
    private final LaneReader reader;
    /** Kept at hand, as all that a message passes is. */
    private final Bell room;

    private boolean closed;
    private boolean peerClosed;
    /** Whether the peer was gone when last looked after: somebody may have come for a lost end since. */
    private boolean peerGone;

    private int looksPerClock = 1;
    private int looks;
    /** When the clock was last asked. */
    private long asked = System.nanoTime();
    /** When the peer was last looked after. */
    private long looked = asked;

    PipeReceiver(Connection<?> connection, ReceivingHalf half) {
        this.connection = connection;
        this.half = half;
        connection.enterHalf();
        LaneReader taken = null;
        try {
            taken = half.takeAlone();
        } finally {
            if (taken == null) {
                connection.leaveHalf();
            }
        }
        this.reader = taken;
        this.room = half.room();
    }

    /** Hands up to {@code limit} messages to the handler; returns how many. A null has type {@link Connection#NULL}. */
    public int drain(MessageHandler handler, int limit) {
        requireOpen();
        int count = look(handler, limit);
        if (count == 0 && limit > 0 && isPeerGone()) {
            count = look(handler, limit); // what was sent before is found
            if (count == 0) {
                throw half.ended(peerClosed);
            }
        }
        return count;
    }

    private int look(MessageHandler handler, int limit) {
        int count = -1;
        try {
            count = reader.drain(handler, limit, PipeLayout.NULL_MESSAGE);
        } finally {
            if (count != 0) {
                room.ring(); // also if the handler threw: what it got is given back
            }
        }
        if (count == 0 && limit > 0 && reader.stoppedBefore() != 0) {
            throw new IllegalStateException(
                    "a stream comes next on " + connection.path() + ": close this receiver and use recvStream()");
        }
        return count;
    }

    private boolean isPeerGone() {
        if (peerGone || isTimeToLook()) {
            peerClosed = half.peerClosed();
            peerGone = peerClosed || half.peerDead();
        }
        return peerGone;
    }

    /** Asking the clock costs more than a look: so often only where looks are rare. */
    private boolean isTimeToLook() {
        if (++looks < looksPerClock) {
            return false;
        }
        looks = 0;
        long now = System.nanoTime();
        looksPerClock = now - asked < CLOCK_NANOS ? Math.min(2 * looksPerClock, MOST_LOOKS_PER_CLOCK) : 1;
        asked = now;
        boolean isTime = now - looked >= LOOK_NANOS;
        looked = isTime ? now : looked;
        return isTime;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("this receiver on " + connection.path() + " is closed");
        }
        connection.requireOpen();
    }

    /** Other threads may receive again. May be repeated. Not by a handler: its batch is not over. */
    @Override
    public void close() {
        if (!closed) {
            if (reader.isDraining()) {
                throw new IllegalStateException("a handler cannot close the receiver that it reads with");
            }
            closed = true;
            half.giveBack();
            connection.leaveHalf();
        }
    }
}
