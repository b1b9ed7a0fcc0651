package io.tandem.queue;

import io.tandem.file.CrashPoint;
import io.tandem.lane.MessageHandler;
import io.tandem.owner.OwnedWord;
import io.tandem.owner.Participants;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The only consumer of an exclusive queue: a role that one JVM plays at a time, its threads in turns. Reads in place. If
 * its process dies, the next JVM that wants to take adopts the role and goes on where room was last given back: what the
 * dead one had read but not given back is read again.
 */
final class InPlaceConsumer implements QueueConsumer {
    private final QueueEngine queue;
    private final long role;
    private final QueueConsumer reading;
    private final Opening opening;
    private final ReentrantLock turn = new ReentrantLock();
    private boolean mine;

    /** {@code reading} is what to do in that role, one thread at a time. */
    InPlaceConsumer(QueueEngine queue, long role, QueueConsumer reading) {
        this.queue = queue;
        this.role = role;
        this.reading = reading;
        this.opening = new Opening(queue.spill, true);
    }

    @Override
    public int drain(MessageHandler handler, int limit) {
        if (turn.isHeldByCurrentThread()) {
            throw new IllegalStateException(
                    "a handler reads " + queue.file.path() + " in place: it cannot take from it, too");
        }
        turn.lock();
        try {
            play();
            return reading.drain(opening.to(handler), limit);
        } finally {
            queue.bells.putters.ring(); // also if the handler threw: what it got is given back
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
        Participants participants = queue.directory.participants();
        if (OwnedWord.tryAcquire(queue.file, role, participants.self(), participants::isDead) == OwnedWord.Taken.NO) {
            throw new IllegalStateException(queue.file.path()
                    + " has one consumer at a time, and another process is it; create the queue without"
                    + " exclusiveConsumer() to share it");
        }
        CrashPoint.at("queue.reading");
        mine = true;
    }

    /** When the last handle of this JVM closes. */
    void leave() {
        if (mine) {
            OwnedWord.release(queue.file, role);
            mine = false;
        }
    }
}
