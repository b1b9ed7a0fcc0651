package io.tandem.queue;

import io.tandem.file.CrashPoint;
import io.tandem.file.SharedFile;
import io.tandem.lane.MessageHandler;
import io.tandem.owner.OwnedWord;
import io.tandem.owner.Participants;
import io.tandem.spill.SpillFiles;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The only consumer of an exclusive queue: a role that one JVM plays at a time, its threads in turns. Reads in place. If
 * its process dies, the next JVM that wants to take adopts the role and goes on where room was last given back: what the
 * dead one had read but not given back is read again.
 */
final class InPlaceConsumer implements QueueConsumer {
    private final SharedFile file;
    private final Participants participants;
    private final long role;
    private final QueueConsumer reading;
    private final Opening opening;
    private final ReentrantLock turn = new ReentrantLock();
    private boolean mine;

    /** {@code reading} is what to do in that role, one thread at a time. */
    InPlaceConsumer(SharedFile file, Participants participants, long role, SpillFiles spill, QueueConsumer reading) {
        this.file = file;
        this.participants = participants;
        this.role = role;
        this.reading = reading;
        this.opening = new Opening(spill, true);
    }

    @Override
    public int drain(MessageHandler handler, int limit) {
        if (turn.isHeldByCurrentThread()) {
            throw new IllegalStateException(
                    "a handler reads " + file.path() + " in place: it cannot take from it, too");
        }
        turn.lock();
        try {
            play();
            return reading.drain(opening.to(handler), limit);
        } finally {
            try {
                opening.deleteRead();
            } finally {
                turn.unlock();
            }
        }
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
