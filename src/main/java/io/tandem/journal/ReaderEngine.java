package io.tandem.journal;

import static io.tandem.journal.ReaderLayout.*;

import io.tandem.file.ClosedException;
import io.tandem.file.SharedFile;
import io.tandem.journal.JournalException.Reason;
import io.tandem.journal.ReaderRing.Search;
import io.tandem.lane.MessageHandler;
import io.tandem.owner.Attachment;
import io.tandem.owner.OwnedWord;
import io.tandem.owner.OwnedWord.Taken;
import io.tandem.wait.Waiter;
import java.util.concurrent.locks.ReentrantLock;
import org.agrona.ExpandableArrayBuffer;

/**
 * One reader group in this JVM: takes turns with the other processes of the group, an owned word, and reads Chronicle's
 * files with tailers of its own. Any thread.
 */
final class ReaderEngine implements SharedFile.Engine {
    static final String PREFIX = "reader~";
    /** Leases between two thoughts of what dead owners may hold; the first one thinks of it, too. */
    private static final int RECOVERY = 256;

    private static final long PATIENCE_NANOS = 3_000_000_000L;

    final SharedFile file;
    final JournalEngine journal;
    final ReaderRing ring;
    private final Attachment attachment;
    private final ReentrantLock localLock;
    private final Object holder;
    private final long turn;
    private final long self;
    private MessageTailer tailer;
    private MessageTailer again;
    private long tailerAt;
    private int leases;
    private int length;
    private long missingSince;
    private volatile boolean closed;

    /** {@code attachment} is one on the journal, of this engine's own. */
    ReaderEngine(SharedFile file, Attachment attachment) {
        this.file = file;
        this.attachment = attachment;
        this.journal = JournalEngine.of(attachment);
        this.localLock = file.localLock();
        this.holder = file.mapping();
        this.turn = file.body(TURN_AT);
        this.self = journal.directory.participants().self();
        this.ring = new ReaderRing(file, journal.directory.participants());
    }

    /** Something is there, or nothing more will be. Without the turn. */
    boolean looksReady() {
        return journal.appended() >= ring.next() || ring.mayHaveReturned() || isOver();
    }

    boolean isOver() {
        return journal.isShutDown() && ring.next() > journal.appended() && ring.head() >= ring.next();
    }

    /** Waits for the turn; false if somebody else has it until the waiter's time is over, or now without one. */
    boolean enter(Waiter waiter, Runnable look) throws InterruptedException {
        while (!localLock.tryLock()) {
            if (waiter == null || !waiter.await()) {
                return false;
            }
            look.run();
        }
        boolean entered = false;
        try {
            Taken taken = OwnedWord.tryAcquire(holder, turn, self, null);
            while (taken == Taken.NO && waiter != null && waiter.await()) {
                look.run();
                taken = OwnedWord.tryAcquire(
                        holder, turn, self, waiter.tick() ? journal.directory.participants()::isDead : null);
            }
            entered = taken != Taken.NO;
            return entered;
        } finally {
            if (!entered) {
                localLock.unlock();
            }
        }
    }

    void leave() {
        OwnedWord.release(holder, turn);
        localLock.unlock();
    }

    /** Leases the next message, or takes it for good, copies it, and returns its number; 0 for none. With the turn. */
    long handOut(ExpandableArrayBuffer copy, boolean lease, boolean tick) {
        long next = begin();
        Search search = tick || leases++ % RECOVERY == 0 ? Search.RETURNED_AND_DEAD : Search.RETURNED;
        if (search == Search.RETURNED_AND_DEAD || ring.mayHaveReturned()) {
            ring.forgetVerdicts();
            long number = ring.leaseAgain(next, search);
            if (number != 0) {
                readAgain(number, copy);
                if (!lease) {
                    ring.acknowledge(number, ring.deliveries(number));
                }
                return number;
            }
        }
        if (next >= reach(next) || !find(next)) {
            return 0;
        }
        copy.putBytes(0, tailer.view(), Long.BYTES, tailer.length());
        length = tailer.length();
        ring.handOut(next, tailer.index(), lease);
        if (!lease) {
            ring.advance();
        }
        return next;
    }

    /** How long what was handed out last is; with the turn. */
    int length() {
        return length;
    }

    /** Hands one message after the other to the handler, in place, each done with when that returns. With the turn. */
    int drain(MessageHandler handler, int type, int limit) {
        long first = begin();
        long last = first + limit;
        long next = first;
        long noted = first;
        try {
            boolean found = true;
            while (found && next < last) {
                long end = Math.min(last, reach(next));
                found = next < end;
                while (next < end && (found = find(next))) {
                    handler.onMessage(type, tailer.view(), Long.BYTES, tailer.length());
                    ring.finish(next++, tailer.index());
                }
                ring.note(next, noted);
                noted = next;
            }
        } finally {
            ring.note(next, noted);
            ring.advance();
        }
        return (int) (next - first);
    }

    private long begin() {
        if (closed) {
            throw new ClosedException(file.path().toString());
        }
        return ring.settle();
    }

    /** The first number that cannot be handed out now: it is not there yet, or the ring has no room for it. */
    private long reach(long next) {
        if (ring.isFull(next)) {
            ring.advance();
        }
        return Math.min(journal.appended() + 1, ring.end());
    }

    /** Has the tailer at message {@code next}, which was put; false if it is not seen yet. */
    private boolean find(long next) {
        boolean interrupted = Thread.interrupted();
        try {
            return read(next);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean read(long next) {
        if (tailer == null) {
            tailer = journal.tailer();
            tailerAt = -1;
        }
        boolean found;
        try {
            if (tailerAt != next - 1 && !stand()) {
                tailerAt = -1;
                return isMissing(next);
            }
            found = tailer.next();
        } catch (RuntimeException e) {
            tailerAt = -1;
            throw new JournalException(Reason.DAMAGED, journal.path(), "message " + next + ": " + e, e);
        }
        if (!found) {
            tailerAt = -1;
            return isMissing(next);
        }
        missingSince = 0;
        tailerAt = tailer.number();
        if (tailerAt != next) {
            long there = tailerAt;
            tailerAt = -1;
            throw new JournalException(
                    Reason.DAMAGED, journal.path(), "message " + there + " where " + next + " should be");
        }
        return true;
    }

    /** Behind what was handed out last; a group's first message is the first in its file. */
    private boolean stand() {
        long behind = ring.lastIndex();
        if (behind == 0) {
            tailer.toStart();
            return true;
        }
        return tailer.standBehind(behind);
    }

    /** It was put: only for a moment may it not be seen. */
    private boolean isMissing(long next) {
        long now = System.nanoTime();
        missingSince = missingSince == 0 ? now : missingSince;
        if (now - missingSince > PATIENCE_NANOS) {
            missingSince = 0;
            throw new JournalException(Reason.DAMAGED, journal.path(), "message " + next + " is missing");
        }
        journal.refresh();
        return false;
    }

    private void readAgain(long number, ExpandableArrayBuffer copy) {
        if (again == null) {
            again = journal.tailer();
        }
        if (!again.standBehind(ring.index(number)) || again.number() != number) {
            throw new JournalException(
                    Reason.DAMAGED, journal.path(), "message " + number + " is not where it was read before");
        }
        length = again.length();
        copy.putBytes(0, again.view(), Long.BYTES, length);
    }

    @Override
    public void lastReleased() {
        closed = true;
        localLock.lock();
        try {
            if (tailer != null) {
                tailer.close();
            }
            if (again != null) {
                again.close();
            }
            ring.giveBackAll();
        } finally {
            localLock.unlock();
            attachment.release();
        }
    }
}
