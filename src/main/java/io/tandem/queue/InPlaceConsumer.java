package io.tandem.queue;

import io.tandem.file.CrashPoint;
import io.tandem.file.SharedFile;
import io.tandem.lane.Lane;
import io.tandem.lane.LaneReader;
import io.tandem.lane.MessageHandler;
import io.tandem.owner.OwnedWord;
import io.tandem.owner.Participants;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The only consumer of an exclusive queue: a role that one JVM plays at a time, its threads in turns. Reads in place. If
 * its process dies, the next JVM that wants to take adopts the role and goes on where room was last given back: what the
 * dead one had read but not given back is read again.
 */
final class InPlaceConsumer {
    private final SharedFile file;
    private final Participants participants;
    private final long role;
    private final LaneReader[] readers;
    private final ReentrantLock turn = new ReentrantLock();
    private boolean mine;
    private int next;

    InPlaceConsumer(SharedFile file, Participants participants, long role, int lanes) {
        this.file = file;
        this.participants = participants;
        this.role = role;
        this.readers = new LaneReader[lanes];
    }

    int drain(QueueLanes lanes, MessageHandler handler, int limit) {
        if (turn.isHeldByCurrentThread()) {
            throw new IllegalStateException(
                    "a handler reads " + file.path() + " in place: it cannot take from it, too");
        }
        turn.lock();
        try {
            play();
            int used = lanes.used();
            int count = 0;
            for (int looked = 0; looked < used && count < limit; looked++) {
                next = next + 1 >= used ? 0 : next + 1;
                LaneReader reader = reader(lanes, next);
                count += reader == null ? 0 : reader.drain(handler, limit - count);
            }
            return count;
        } finally {
            turn.unlock();
        }
    }

    private LaneReader reader(QueueLanes lanes, int number) {
        if (readers[number] == null) {
            Lane lane = lanes.lane(number);
            readers[number] = lane == null ? null : new LaneReader(lane);
        }
        return readers[number];
    }

    private void play() {
        if (mine) {
            return;
        }
        if (OwnedWord.tryAcquire(file, role, participants.self(), participants::isDead) == OwnedWord.Taken.NO) {
            throw new IllegalStateException(
                    file.path() + " has one consumer at a time, and another process is it; create the queue without"
                            + " exclusiveConsumer() to share it");
        }
        CrashPoint.at("queue.reading");
        mine = true;
    }

    /** When the last handle of this JVM closes. */
    void leave() {
        if (mine) {
            OwnedWord.release(file, role);
            mine = false;
        }
    }
}
