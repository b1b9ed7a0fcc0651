package io.tandem.lease;

import static io.tandem.lease.LeaseLayout.*;

/**
 * How a consumer looks for the next message that waits: from where the last one was, and from head on before it says that
 * there is none, for what was given back lies behind. For one thread; changes nothing but that it moves head on.
 */
final class LeaseWalk {
    /** Messages after which it begins at head again, whatever comes. */
    private static final int TURN = 256;

    private LeaseLane walked;
    private long next;
    private int left;
    private boolean ended;
    private boolean skipped;

    private long word;
    private long where;

    /** Stands at the first message found that was delivered so often, or returns false. */
    boolean find(LeaseLane lane, int least, int below) {
        boolean fromHead = lane != walked || left <= 0;
        if (fromHead) {
            rewind(lane);
        }
        ended = false;
        while (true) {
            word = lane.look(next);
            if (word == END) {
                if (fromHead) {
                    ended = true;
                    return false;
                }
                fromHead = true;
                rewind(lane);
            } else if (word == PASSED) {
                next = lane.headAcquire();
            } else if (state(word) != READY || deliveriesOf(word) < least) {
                next++;
            } else if (deliveriesOf(word) >= below) {
                skipped = true;
                next++;
            } else {
                where = lane.whereOf(next, word);
                if (where != 0) {
                    return true;
                }
            }
        }
    }

    private void rewind(LeaseLane lane) {
        next = lane.advance();
        walked = lane;
        left = TURN;
    }

    /** This consumer has the message where it stands. */
    void step() {
        next++;
        left--;
    }

    /** Begins at head the next time. */
    void forget() {
        walked = null;
    }

    long sequence() {
        return next;
    }

    long word() {
        return word;
    }

    long where() {
        return where;
    }

    /** Whether the last walk met the end. */
    boolean ended() {
        return ended;
    }

    /** Returns true if messages were passed since the last call because they had been delivered too often. */
    boolean skipped() {
        boolean was = skipped;
        skipped = false;
        return was;
    }
}
