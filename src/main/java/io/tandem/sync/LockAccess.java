package io.tandem.sync;

import static io.tandem.sync.LockLayout.*;

import io.tandem.file.Memory;
import io.tandem.owner.Attachment;
import io.tandem.owner.Participants;
import io.tandem.owner.SharedObject;
import io.tandem.wait.Bell;
import io.tandem.wait.Waiter;
import java.time.Duration;
import java.util.UUID;

/**
 * How a thread gets a robust lock through one handle, waits for it, hears of a death, and gives it back. The words for
 * users are in {@link RobustLock}.
 */
abstract class LockAccess extends SharedObject {
    private static final long serialVersionUID = 1;
    static final long FOR_EVER = Long.MAX_VALUE;
    /** Between two looks of who spins, about a microsecond. */
    private static final int MOST_PAUSES = 32;

    private final transient Object memory = file().mapping();
    private final transient int self =
            Participants.shortName(directory().participants().self());
    final transient LockWord word = new LockWord(memory, file().body(0), self);
    final transient LockEngine local = file().engine(LockEngine::new);
    final transient LockHolder held = new LockHolder(word, local, directory().participants());
    private final transient boolean strict = Memory.intPlain(memory, file().body(STRICT_AT)) != 0;
    final transient WaitingLine line =
            Memory.intPlain(memory, file().body(FAIR_AT)) == 0 ? null : new WaitingLine(memory, file().body(0), self);
    private final transient Bell bell = bell(BELL_AT);

    private transient volatile Runnable ownerDiedHandler;

    LockAccess(Attachment attachment) {
        super(attachment);
    }

    /** One attempt of {@code tryLock}, which may be called again and again: so it looks first, without taking the line away. */
    final boolean takeAtOnce() {
        return !isHeld(word.get()) && take();
    }

    /** One attempt of who means to wait. */
    final boolean takeFree() {
        return (line == null || line.isEmpty()) && take();
    }

    private boolean take() {
        long seen = word.take();
        if (isHeld(seen)) {
            return false;
        }
        local.taken(this, isDirty(seen));
        if (isClosed()) { // after the CAS: who closes looks at the word after saying so
            abandon();
            throw closedException();
        }
        return true;
    }

    /** Not ended by interrupts. */
    final boolean contend(long nanos) {
        try {
            return contend(nanos, false);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    final boolean contendInterruptibly(long nanos) throws InterruptedException {
        return contend(nanos, true);
    }

    private boolean contend(long nanos, boolean interruptible) throws InterruptedException {
        word.notice();
        Waiter waiter = waiter(nanos, bell);
        LockTurn turn = line == null ? null : new LockTurn(line, held::isDead, limit -> waiter(limit, bell));
        boolean taken = false;
        int pauses = 1;
        try {
            while (!(taken = mayTake(turn) && !isHeld(word.get()) && take())) {
                pauses = turn == null && waiter.spins() ? lookAway(pauses) : pauses;
                if (waiter.isOver()) {
                    return false;
                }
                rest(turn == null ? waiter : turn.waiter(waiter), interruptible);
                requireOpen();
                if (waiter.tick()) {
                    requireThere();
                    if (turn != null) {
                        turn.bury();
                    }
                    if (held.bury()) {
                        bell.ring();
                    }
                }
            }
        } finally {
            if (turn != null) {
                turn.leave();
            }
            if (!taken) {
                bell.ring(); // it may have been another one's turn
            }
        }
        if (file().destroyed()) {
            release();
            requireThere();
        }
        return true;
    }

    /** Each look takes the word's line away from the holder, who wants to free it and perhaps take it again. */
    private static int lookAway(int pauses) {
        for (int i = 0; i < pauses; i++) {
            Thread.onSpinWait();
        }
        return Math.min(2 * pauses, MOST_PAUSES);
    }

    private boolean mayTake(LockTurn turn) {
        return turn == null || turn.isNow(!isHeld(word.get()), word.holds());
    }

    private static void rest(Waiter waiter, boolean interruptible) throws InterruptedException {
        if (interruptible) {
            waiter.await();
        } else {
            waiter.pause();
        }
    }

    /** After a death: tells the handler; does not keep a strict lock that nobody repaired. */
    final void settle() {
        if (!local.dirty) {
            return;
        }
        Runnable handler = ownerDiedHandler;
        boolean told = false;
        try {
            if (handler != null) {
                handler.run();
            }
            told = true;
        } finally {
            if (!told && local.isMine()) {
                release();
            }
        }
        if (strict && local.isMine() && local.dirty) {
            release();
            throw new OwnerDiedException(path().toString());
        }
    }

    final void release() {
        boolean dirty = local.dirty;
        local.wipe();
        word.free(dirty);
        bell.ring();
    }

    /** For conditions: the handle the calling thread holds this lock through; throws if it does not. */
    final LockAccess heldThrough(String call) {
        requireOpen();
        requireHeld(call);
        return local.through;
    }

    /** For conditions: gives up all levels and returns how many those were. */
    final int unlockAll() {
        int levels = local.levels;
        release();
        return levels;
    }

    /** For conditions: takes the lock as it is, without end; then {@link #resume}. */
    final void lockAgain() {
        requireOpen();
        if (!takeFree()) {
            contend(FOR_EVER);
        }
    }

    /** For conditions: as {@link RobustLock#lock()} does in the end; an exception means not held. */
    final void resume(int levels) {
        settle();
        local.levels = levels;
    }

    /** For conditions: frees again what {@link #lockAgain} took. */
    final void unlockAgain() {
        release();
    }

    /**
     * Called by each thread that gets the lock through this handle while it is dirty, holding it, before {@code lock}
     * returns. If it throws, the lock is freed, and that goes to the caller.
     */
    final void setOwnerDiedHandler(Runnable handler) {
        requireOpen();
        ownerDiedHandler = handler;
    }

    final void requireHeld(String call) {
        if (!local.isMine()) {
            throw new IllegalMonitorStateException(call + " is for the thread that holds " + path() + ", which is "
                    + held + "; only who locked it may call it");
        }
    }

    final LockTimeoutException timeout(long nanos) {
        return new LockTimeoutException("no lock " + path() + " within " + Duration.ofNanos(Math.max(0, nanos))
                + ": it is " + held + "; wait longer, or see what that process does");
    }

    final UUID uuid() {
        return file().header().uuid();
    }

    /** As a death would: whoever comes next is told. */
    final void abandon() {
        if (local.abandon(this, word)) {
            bell.ring();
        }
    }

    @Override
    protected final void onClose() {
        abandon();
    }

    @Override
    protected final void alarm() {
        bell.alarm();
    }

    @Override
    protected final String detail() {
        return ", " + held + (isDirty(word.get()) ? ", after a death" : "");
    }
}
