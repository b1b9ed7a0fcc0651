package io.tandem.sync;

import static io.tandem.sync.LockLayout.*;

import io.tandem.file.FileLayout;
import io.tandem.file.Memory;
import io.tandem.file.SharedFile;
import io.tandem.owner.Attachment;
import io.tandem.wait.Waiter;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;

/**
 * What {@link SharedLock} and {@link SharedReentrantLock} have in common: a lock between threads of any number of
 * processes, that survives its holders.
 *
 * <p>Any thread of any attached process may call anything; only the holding thread may unlock. {@code lock} waits for as
 * long as the holder lives, unless {@link #setCeiling} says otherwise; a stopped holder keeps the lock. An interrupt ends
 * {@code lockInterruptibly} and {@code tryLock} with a timeout; these return false, and {@code lock} under a ceiling
 * throws {@link LockTimeoutException}, when the time is over; a timeout of zero or less looks once.
 *
 * <p>When a holder dies, the next one gets the lock and is told: {@link #ownerDied()} until {@link #markConsistent()}, and
 * the handler of {@code onOwnerDied} is called. A strict lock is not given at all then, but to {@link #recover}. As a death counts all
 * that ends a holder without an unlock: its process ends, also in order; it closes the handle it locked through; its
 * thread ends, which only waiters of the same process notice. A dead process is noticed by waiters within a tenth of a
 * second, a dead waiter is nothing to anybody.
 *
 * <p>Cost: 2048 bytes; uncontended, one CAS and no garbage. A waiting thread sleeps in the kernel. Limits: what a thread
 * does after somebody else closed its handle is not guarded any more. The protocol is that of robust POSIX mutexes, with the kernel's
 * word for who is dead ({@code owner/Participants}) in place of its list of held ones.
 */
public abstract class RobustLock extends LockAccess implements Lock {
    private static final long serialVersionUID = 1;

    private final transient boolean reentrant;
    private final transient LockGuard guard = new LockGuard(this);
    private transient volatile long ceiling = FOR_EVER;

    RobustLock(Attachment attachment, boolean reentrant) {
        super(attachment);
        this.reentrant = reentrant;
    }

    static SharedFile.Filler filler(LockOptions options) {
        return mapping -> {
            Memory.intPlain(mapping, mapping.address(FileLayout.BODY_AT + FAIR_AT), options.inOrder() ? 1 : 0);
            Memory.intPlain(mapping, mapping.address(FileLayout.BODY_AT + STRICT_AT), options.refuses() ? 1 : 0);
        };
    }

    /** A condition of this lock, in a new file beside it that others attach to by its path. */
    @Override
    public final SharedCondition newCondition() {
        return SharedCondition.create(directory().freshPath("condition"), this);
    }

    @Override
    public final void lock() {
        if (!nests()) {
            takeOrWait();
            settle();
        }
    }

    private void takeOrWait() {
        if (!takeFree()) {
            refuseOwn();
            long limit = ceiling;
            if (!contend(limit)) {
                throw timeout(limit);
            }
        }
    }

    @Override
    public final void lockInterruptibly() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (!nests()) {
            if (!takeFree()) {
                refuseOwn();
                long limit = ceiling;
                if (!contendInterruptibly(limit)) {
                    throw timeout(limit);
                }
            }
            settle();
        }
    }

    /** Takes the lock if it is free now, also before those who wait for a fair one. */
    @Override
    public final boolean tryLock() {
        if (nests()) {
            return true;
        }
        if (!takeAtOnce()) {
            return false;
        }
        settle();
        return true;
    }

    @Override
    public final boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
        return tryLockNanos(unit.toNanos(time));
    }

    public final boolean tryLock(Duration timeout) throws InterruptedException {
        return tryLockNanos(Waiter.nanos(timeout));
    }

    private boolean tryLockNanos(long nanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (nests()) {
            return true;
        }
        if (!takeFree() && !contendInterruptibly(nanos)) {
            return false;
        }
        settle();
        return true;
    }

    /** {@link #lock()} for {@code try (var held = lock.acquire())}. */
    public final LockGuard acquire() {
        lock();
        return guard;
    }

    /** The same; throws {@link LockTimeoutException} when the time is over. */
    public final LockGuard acquire(Duration timeout) throws InterruptedException {
        if (!tryLock(timeout)) {
            throw timeout(Waiter.nanos(timeout));
        }
        return guard;
    }

    /** Throws {@link IllegalMonitorStateException} unless this thread holds the lock. */
    @Override
    public final void unlock() {
        if (isClosed()) {
            abandon();
            throw closedException();
        }
        requireHeld("unlock");
        if (local.levels > 1) {
            local.levels--;
        } else {
            release();
        }
    }

    /** Whether it is reentrant and this thread held it already, and now does so once more. */
    private boolean nests() {
        requireOpen();
        if (!reentrant || !local.isMine()) {
            return false;
        }
        if (local.levels == Integer.MAX_VALUE) {
            throw new Error("Maximum lock count exceeded");
        }
        local.levels++;
        return true;
    }

    /** For who found the lock held and means to wait for it. */
    private void refuseOwn() {
        if (local.isMine()) {
            throw new IllegalMonitorStateException("this thread holds " + path()
                    + " already and would wait for itself; use a SharedReentrantLock, or tryLock()");
        }
    }

    /** Whether a holder died and nobody has said since that what the lock guards is whole. */
    public final boolean ownerDied() {
        requireOpen();
        return isDirty(word.get());
    }

    /** What the lock guards is whole again. Only for who holds it. */
    public final void markConsistent() {
        requireOpen();
        requireHeld("markConsistent");
        if (local.dirty) {
            word.clean();
            local.dirty = false;
        }
    }

    /**
     * Takes the lock, also a strict one, and if a holder died runs the repair and calls {@link #markConsistent()}; if the repair throws, the
     * next one is told again. No handler is called.
     */
    public final void recover(Runnable repair) {
        Objects.requireNonNull(repair);
        if (!nests()) {
            takeOrWait();
        }
        try {
            if (ownerDied()) {
                repair.run();
                markConsistent();
            }
        } finally {
            unlock();
        }
    }

    /** From now on {@code lock} through this handle waits at most so long, then throws {@link LockTimeoutException}. */
    public final void setCeiling(Duration longest) {
        requireOpen();
        ceiling = Waiter.nanos(longest);
    }

    /** A number that is higher in each hold than in all holds before it. Only for who holds it. */
    public final long fencingToken() {
        requireOpen();
        requireHeld("fencingToken");
        return word.holds();
    }

    public final boolean isLocked() {
        requireOpen();
        return isHeld(word.get());
    }

    public final boolean isHeldByCurrentThread() {
        requireOpen();
        return local.isMine();
    }

    /** How often this thread would have to unlock; 0 if it does not hold the lock. */
    public final int holdCount() {
        requireOpen();
        return local.isMine() ? local.levels : 0;
    }

    /** Who holds it, if anybody does; may be old when it is returned. */
    public final Optional<LockOwner> owner() {
        requireOpen();
        return held.owner();
    }
}
