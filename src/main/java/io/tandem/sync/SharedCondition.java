package io.tandem.sync;

import static io.tandem.sync.ConditionLayout.*;

import io.tandem.file.FileLayout;
import io.tandem.file.FileSpec;
import io.tandem.file.Memory;
import io.tandem.file.SharedFile;
import io.tandem.file.SharedFileException;
import io.tandem.file.SharedFileException.Reason;
import io.tandem.owner.Attachment;
import io.tandem.owner.Participants;
import io.tandem.owner.SharedObject;
import io.tandem.wait.Bell;
import io.tandem.wait.Waiter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Date;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.function.BooleanSupplier;

/**
 * Threads of any number of processes that hold a lock wait here, without it, until another holder signals. Made by
 * {@link RobustLock#newCondition()}; several may share a lock. It travels with its lock.
 *
 * <p>Any thread of any attached process that holds the lock may call anything; without it, waiting and signalling throw
 * {@link IllegalMonitorStateException}. {@code await} gives up all levels of a reentrant lock and gets them back before it
 * returns or throws, however long that takes; it ends at a signal, at its timeout (false), at an interrupt, when this
 * is closed or destroyed, and now and then for no reason, so callers look at what they wait for, or use
 * {@link #awaitUntil(BooleanSupplier)}. Signals go to who waits longest, never wait, and are not remembered
 * if nobody waits.
 *
 * <p>A signal to a waiter that was killed is passed on to the next one by any living waiter, within a tenth of a second,
 * once that one can have the lock. A stopped waiter keeps its signal. When the lock comes back after the death of a holder, {@code await} does as
 * {@code lock} does: it tells the handler, and in a strict lock throws {@link OwnerDiedException}; then, and when
 * the lock itself was closed, the lock is not held. Cost: 17.5 KiB, room for 1024 waiting threads; a signal looks at all
 * entries in use. Python: {@code Condition}, whose {@code notify} waits for who it woke, and hangs if that one was
 * killed.
 */
public final class SharedCondition extends SharedObject implements Condition {
    private static final long serialVersionUID = 1;
    private static final long FOR_EVER = Long.MAX_VALUE;

    private final transient RobustLock lock;
    /** Whether it was attached for this handle alone. */
    private final transient boolean ownLock;

    private final transient Participants participants = directory().participants();
    private final transient int self = Participants.shortName(participants.self());
    private final transient Bell[] bells = new Bell[ENTRIES];
    private final transient ConditionTable table = new ConditionTable(file().mapping(), file().body(0), self, bells);

    private SharedCondition(Attachment attachment, RobustLock lock, boolean ownLock) {
        super(attachment);
        this.lock = lock;
        this.ownLock = ownLock;
        Arrays.setAll(bells, entry -> bell(ENTRIES_AT + (long) entry * ENTRY_BYTES + BELL_AT));
    }

    /** In a new file, which must lie beside the lock's. */
    public static SharedCondition create(Path path, RobustLock lock) {
        lock.requireOpen();
        Path beside = lock.path().resolveSibling(path.getFileName());
        if (!beside.equals(path.toAbsolutePath().normalize())) {
            throw new IllegalArgumentException(path + " does not lie beside its lock; use " + beside);
        }
        FileSpec spec = new FileSpec(KIND, 1, lock.path().getFileName().toString());
        return new SharedCondition(Attachment.create(path, spec, filler(lock.uuid())), lock, false);
    }

    private static SharedFile.Filler filler(UUID lock) {
        return mapping -> {
            long at = mapping.address(FileLayout.BODY_AT + LOCK_AT);
            Memory.longPlain(mapping, at, lock.getMostSignificantBits());
            Memory.longPlain(mapping, at + Long.BYTES, lock.getLeastSignificantBits());
        };
    }

    /** Attaches to its lock as well, see {@link #lock()}. */
    public static SharedCondition attach(Path path) {
        return attached(Attachment.attach(path, KIND));
    }

    /** Waits for the file to be created, at most so long. */
    public static SharedCondition attach(Path path, Duration timeout) {
        return attached(Attachment.attach(path, KIND, timeout));
    }

    private static SharedCondition attached(Attachment attachment) {
        SharedFile file = attachment.file();
        RobustLock lock = null;
        try {
            lock = attachLock(file.path().resolveSibling(file.header().type()));
            long at = file.body(LOCK_AT);
            UUID expected =
                    new UUID(Memory.longPlain(file.mapping(), at), Memory.longPlain(file.mapping(), at + Long.BYTES));
            if (!expected.equals(lock.uuid())) {
                UUID found = lock.uuid();
                lock.close();
                lock = null;
                throw new SharedFileException(Reason.REPLACED, file.path(), "lock " + expected, "lock " + found);
            }
            return new SharedCondition(attachment, lock, true);
        } finally {
            if (lock == null) {
                attachment.release();
            }
        }
    }

    private static RobustLock attachLock(Path path) {
        try {
            return SharedLock.attach(path);
        } catch (SharedFileException e) {
            if (e.reason() != Reason.WRONG_KIND) {
                throw e;
            }
            return SharedReentrantLock.attach(path);
        }
    }

    /** The lock it belongs to: what made it, or a handle of its own that is closed with this one. */
    public RobustLock lock() {
        requireOpen();
        return lock;
    }

    @Override
    public void await() throws InterruptedException {
        sleep(FOR_EVER, true);
    }

    /** Returns false if there was no signal until the timeout. */
    public boolean await(Duration timeout) throws InterruptedException {
        return sleep(Waiter.nanos(timeout), true);
    }

    @Override
    public boolean await(long time, TimeUnit unit) throws InterruptedException {
        return sleep(unit.toNanos(time), true);
    }

    @Override
    public long awaitNanos(long nanos) throws InterruptedException {
        long start = System.nanoTime();
        sleep(nanos, true);
        return nanos - (System.nanoTime() - start);
    }

    @Override
    public void awaitUninterruptibly() {
        try {
            sleep(FOR_EVER, false);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Looks at the wall clock once: if that is set while the wait lasts, the wait lasts as long as it would have. */
    @Override
    public boolean awaitUntil(Date deadline) throws InterruptedException {
        return await(deadline.getTime() - System.currentTimeMillis(), TimeUnit.MILLISECONDS);
    }

    /** Waits until the predicate, evaluated holding the lock, is true. Python: {@code wait_for}. */
    public void awaitUntil(BooleanSupplier predicate) throws InterruptedException {
        lock.heldThrough("awaitUntil");
        while (!predicate.getAsBoolean()) {
            await();
        }
    }

    /** Returns the last value of the predicate: false when the time is over, however many signals there were. */
    public boolean awaitUntil(BooleanSupplier predicate, Duration timeout) throws InterruptedException {
        lock.heldThrough("awaitUntil");
        long nanos = Waiter.nanos(timeout);
        long start = System.nanoTime();
        long left = nanos;
        while (!predicate.getAsBoolean()) {
            if (left <= 0) {
                return false;
            }
            sleep(left, true);
            left = nanos == FOR_EVER ? FOR_EVER : nanos - (System.nanoTime() - start);
        }
        return true;
    }

    /** Returns whether there was a signal. */
    private boolean sleep(long nanos, boolean interruptible) throws InterruptedException {
        requireOpen();
        LockAccess held = lock.heldThrough("await");
        if (interruptible && Thread.interrupted()) {
            throw new InterruptedException();
        }
        int entry = takeEntry();
        int levels = held.unlockAll();
        boolean signaled = false;
        boolean inOrder = false;
        InterruptedException interrupt = null;
        try {
            untilSignaled(entry, held, waiter(nanos, bells[entry]), interruptible);
            inOrder = true;
        } catch (InterruptedException e) {
            interrupt = e;
            inOrder = true;
        } finally {
            signaled = comeBack(entry, held, levels, inOrder);
        }
        if (interrupt != null && !signaled) {
            throw interrupt;
        }
        if (interrupt != null) {
            Thread.currentThread().interrupt(); // the signal came first, or might have
        }
        return signaled;
    }

    private int takeEntry() {
        int entry = table.enter();
        if (entry == ConditionTable.NONE) {
            table.passOn(this::isDead);
            entry = table.enter();
        }
        if (entry == ConditionTable.NONE) {
            throw new IllegalStateException(
                    ENTRIES + " threads wait for " + path() + " already; use several conditions");
        }
        return entry;
    }

    private void untilSignaled(int entry, LockAccess held, Waiter waiter, boolean interruptible)
            throws InterruptedException {
        while (state(table.read(entry)) == WAITING && !waiter.isOver()) {
            if (interruptible) {
                waiter.await();
            } else {
                waiter.pause();
            }
            requireOpen();
            if (waiter.tick()) {
                requireThere();
                if (table.hasOrphan(this::isDead)) {
                    held.lockAgain();
                    table.passOn(this::isDead);
                    held.unlockAgain();
                }
            }
        }
    }

    /** Gets the lock again and ends the wait; if that was not in order, another waiter gets its signal. */
    private boolean comeBack(int entry, LockAccess held, int levels, boolean inOrder) {
        boolean back = false;
        try {
            held.lockAgain();
            back = true;
        } finally {
            if (!back) {
                table.withdraw(entry);
            }
        }
        boolean signaled = table.leave(entry);
        if (signaled && !inOrder) {
            table.signal();
        }
        held.resume(levels);
        return signaled;
    }

    private boolean isDead(int owner) {
        return owner != self && participants.isDead(participants.idOf(owner));
    }

    @Override
    public void signal() {
        signal(1);
    }

    /** Signals so many of those who wait longest, or all if those are fewer. */
    public void signal(int count) {
        requireOpen();
        lock.heldThrough("signal");
        for (int i = 0; i < count && table.signal(); i++) {}
    }

    @Override
    public void signalAll() {
        signal(Integer.MAX_VALUE);
    }

    /** How many threads wait and were not signalled yet; may be old when it is returned. */
    public int waiting() {
        requireOpen();
        return table.countWaiting();
    }

    @Override
    protected void alarm() {
        table.alarm();
    }

    @Override
    protected void onClose() {
        if (ownLock) {
            lock.close();
        }
    }

    @Override
    protected String detail() {
        return ", " + table.countWaiting() + " waiting, of " + lock.path().getFileName();
    }
}
