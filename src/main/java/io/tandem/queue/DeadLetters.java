package io.tandem.queue;

import io.tandem.lane.MessageWriter;
import io.tandem.lease.LeaseLane;
import io.tandem.lease.LeaseTaker;
import io.tandem.lease.LeaseWriter;
import io.tandem.owner.Attachment;
import io.tandem.spill.SpillFiles;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a leased queue puts what was delivered too often: a leased queue of its own beside it, called {@code name~dead}.
 * The move is a put there and an acknowledgement here, in this order: who dies in between leaves it in both, and it is
 * moved once more.
 */
final class DeadLetters {
    private final LeaseQueue of;
    private Attachment attachment;

    DeadLetters(LeaseQueue of) {
        this.of = of;
    }

    private Path path() {
        return of.file.path().resolveSibling(of.file.path().getFileName() + "~dead");
    }

    /** A handle on that queue, which is made if it is missing. */
    Attachment attach() {
        QueueOptions options =
                new QueueOptions(of.options.lanes(), of.options.laneBytes(), false, 0, true, 0, of.options.spillTo());
        return Attachment.createOrAttach(
                path(), QueueLayout.spec(options, of.file.header().type()), QueueLayout.filler(options));
    }

    private synchronized QueueEngine engine() {
        if (attachment == null) {
            attachment = attach();
        }
        Attachment mine = attachment;
        return mine.file().engine(() -> QueueEngine.of(mine));
    }

    /** Moves messages of this lane that were delivered too often, as far as there is room. */
    void bury(LeaseLane lane) {
        LeaseTaker taker = new LeaseTaker(of.directory.participants().self());
        boolean moved = true;
        while (moved && taker.leaseExhausted(lane, of.most)) {
            moved = false;
            try {
                moved = move(lane, taker);
            } finally {
                if (!moved) {
                    LeaseTaker.giveBack(lane, taker.sequence(), taker.word());
                }
            }
        }
    }

    private boolean move(LeaseLane lane, LeaseTaker leased) {
        long reference = LeaseQueue.reference(lane, leased);
        if (!put(lane, leased, reference)) {
            return false;
        }
        boolean mine = LeaseTaker.ack(lane, leased.sequence(), leased.word());
        of.acknowledged(lane);
        if (mine && reference != LeaseQueue.NO_REFERENCE) {
            of.spill.delete(reference);
        }
        return true;
    }

    /** Puts what was leased; false if there is no room. */
    private boolean put(LeaseLane lane, LeaseTaker leased, long reference) {
        QueueEngine target = engine();
        target.file.localLock().lock();
        try {
            QueueLanes.Owned owned = target.writer();
            LeaseWriter writer = (LeaseWriter) owned.writer();
            writer.deliveries(leased.deliveries());
            if (reference != LeaseQueue.NO_REFERENCE) {
                return putReference(target, owned, reference);
            }
            int index = writer.claim(leased.length());
            if (index == MessageWriter.NO_ROOM) {
                return false;
            }
            writer.data().putBytes(index, lane.data(), leased.index(), leased.length());
            writer.commitAndPublish(leased.type());
            target.bells.takers.ring();
            return true;
        } finally {
            try {
                target.forgetWriter(); // it is rarely needed: neither its lane nor the count of this message stays
            } finally {
                target.file.localLock().unlock();
            }
        }
    }

    private boolean putReference(QueueEngine target, QueueLanes.Owned owned, long reference) {
        long linked = SpillFiles.link(of.spill, reference, target.spill, owned.number());
        if (owned.writer().publishReference(linked) == MessageWriter.NO_ROOM) {
            target.spill.delete(linked);
            return false;
        }
        target.bells.takers.ring();
        return true;
    }

    synchronized void release() {
        if (attachment != null) {
            attachment.release();
            attachment = null;
        }
    }

    void destroy() {
        if (Files.exists(path())) {
            engine().destroy();
        }
    }
}
