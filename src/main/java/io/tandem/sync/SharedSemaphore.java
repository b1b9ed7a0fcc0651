package io.tandem.sync;

import static io.tandem.sync.SemaphoreLayout.*;

import io.tandem.file.FileLayout;
import io.tandem.file.Mapping;
import io.tandem.file.Memory;
import io.tandem.file.SharedFile;
import io.tandem.file.SharedFileException;
import io.tandem.file.SharedFileException.Reason;
import io.tandem.owner.Attachment;
import io.tandem.owner.SharedObject;
import io.tandem.wait.Bell;
import io.tandem.wait.Waiter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Permits that processes acquire and release; what {@link java.util.concurrent.Semaphore} is to threads. A permit belongs
 * to the JVM that acquired it. As soon as a JVM releases more than it owns, the semaphore is one of signals, as between
 * producers and consumers: the number of permits may grow beyond its start, and what is acquired belongs to nobody. A
 * semaphore that begins with 0 is one of signals, and a bounded one never is: there it is an error.
 *
 * <p>Any thread of any attached process may call anything; any thread of a JVM may release its permits. {@code acquire}
 * blocks, until a timeout if there is one, and ends at an interrupt and when the semaphore is closed or destroyed. All who
 * wait compete; who waits for several permits holds none meanwhile. The permits of a process that was killed, or
 * detached, come back: whoever waits frees them, at most a tenth of a second later; those of a stopped one do not. Signals
 * that a dead process acquired are gone. Closing a handle releases nothing.
 *
 * <p>Cost: 1408 bytes and 8 for each permit; acquire and release are one CAS each, and a look at the permits before
 * it; a release one system call more if somebody sleeps; 0 bytes of garbage. Limits: 0 to 4096 permits at creation, 4096
 * in one acquire. An acquire of several may hold some for a moment, in which a {@code tryAcquire} elsewhere fails. Python:
 * {@code Semaphore}, {@code BoundedSemaphore}; permits with owners as in iceoryx2.
 */
public final class SharedSemaphore extends SharedObject {
    /** One acquired permit, for try-with-resources. */
    public interface Permit extends AutoCloseable {
        /** Releases it. */
        @Override
        void close();
    }

    private static final long serialVersionUID = 1;
    /** Calls that do not wait look for the dead no more often than those that do. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final transient Bell bell = bell(BELL_AT);
    private final transient Permits permits = file().engine(this::newPermits);
    private final transient Permit permit = this::release;
    private transient volatile long lookedAt = System.nanoTime() - LOOK_NANOS;

    private SharedSemaphore(Attachment attachment) {
        super(attachment);
    }

    private Permits newPermits() {
        int words = (int) file().header().count();
        long self = directory().participants().self();
        return new Permits(file().mapping(), file().body(0), words, self, bell(BELL_AT));
    }

    public static SharedSemaphore create(Path path, int permits) {
        return new SharedSemaphore(Attachment.create(path, spec(permits), filler(permits, false)));
    }

    /** One that never has more permits than these. */
    public static SharedSemaphore createBounded(Path path, int permits) {
        return new SharedSemaphore(Attachment.create(path, spec(permits), filler(permits, true)));
    }

    /** Attaches, or creates one without a bound. */
    public static SharedSemaphore createOrAttach(Path path, int permits) {
        SharedSemaphore semaphore =
                new SharedSemaphore(Attachment.createOrAttach(path, spec(permits), filler(permits, false)));
        if (semaphore.isBounded()) {
            semaphore.close();
            throw new SharedFileException(Reason.LAYOUT_MISMATCH, path, "a semaphore without a bound", "a bounded one");
        }
        return semaphore;
    }

    public static SharedSemaphore attach(Path path) {
        return new SharedSemaphore(Attachment.attach(path, KIND));
    }

    /** Waits for the file to be created, at most so long. */
    public static SharedSemaphore attach(Path path, Duration timeout) {
        return new SharedSemaphore(Attachment.attach(path, KIND, timeout));
    }

    private static SharedFile.Filler filler(int permits, boolean bounded) {
        return mapping -> {
            set(mapping, BOUNDED_AT, bounded);
            set(mapping, SIGNALLING_AT, permits == 0 && !bounded);
        };
    }

    private static void set(Mapping mapping, int field, boolean value) {
        Memory.intPlain(mapping, mapping.address(FileLayout.BODY_AT + field), value ? 1 : 0);
    }

    /** Waits for a permit. */
    public void acquire() throws InterruptedException {
        acquire(1);
    }

    /** Waits until it has so many. */
    public void acquire(int count) throws InterruptedException {
        acquire(count, Long.MAX_VALUE);
    }

    /** Waits for a permit; an interrupt stays set. */
    public void acquireUninterruptibly() {
        requireOpen();
        check(1);
        if (permits.take(1)) {
            return;
        }
        Waiter waiter = waiter(Long.MAX_VALUE, bell);
        do {
            look(waiter);
            waiter.pause();
        } while (!permits.take(1));
    }

    /** Takes a permit if there is one now. */
    public boolean tryAcquire() {
        return tryAcquire(1);
    }

    /** Takes so many if there are so many now. */
    public boolean tryAcquire(int count) {
        requireOpen();
        check(count);
        return permits.take(count) || takeFromTheDead(count);
    }

    /** Returns false if there was no permit until the timeout; zero or less looks once. */
    public boolean tryAcquire(Duration timeout) throws InterruptedException {
        return tryAcquire(1, timeout);
    }

    /** Returns false if there were not so many until the timeout; zero or less looks once. */
    public boolean tryAcquire(int count, Duration timeout) throws InterruptedException {
        return acquire(count, Waiter.nanos(timeout));
    }

    private boolean acquire(int count, long nanos) throws InterruptedException {
        requireOpen();
        check(count);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (permits.take(count)) {
            return true;
        }
        Waiter waiter = waiter(nanos, bell);
        while (waiter.await()) {
            if (permits.take(count)) {
                return true;
            }
            look(waiter);
        }
        return takeFromTheDead(count);
    }

    private void check(int count) {
        int most = permits.isBounded() ? permits.words() : MOST_PERMITS;
        if (count < 0 || count > most) {
            throw new IllegalArgumentException("cannot acquire " + count + " permits at once: "
                    + (count < 0 ? "give 0 or more" : "there are never more than " + most + " to be had"));
        }
    }

    private void look(Waiter waiter) {
        requireOpen();
        boolean tick = waiter.tick();
        if (tick || file().destroyed()) {
            requireThere();
        }
        if (tick) {
            permits.recover(directory().participants()::isDead);
        }
    }

    private boolean takeFromTheDead(int count) {
        long now = System.nanoTime();
        if (now - lookedAt < LOOK_NANOS) {
            return false;
        }
        lookedAt = now;
        return permits.recover(directory().participants()::isDead) > 0 && permits.take(count);
    }

    /** Waits for a permit and returns it; closing it releases it, so close it once. */
    public Permit hold() throws InterruptedException {
        acquire();
        return permit;
    }

    public void release() {
        release(1);
    }

    /** Throws {@link IllegalStateException} and changes nothing if it is bounded and this JVM owns fewer. */
    public void release(int count) {
        requireOpen();
        if (count < 0) {
            throw new IllegalArgumentException("cannot release " + count + " permits: give 0 or more");
        }
        permits.release(count);
    }

    /** How many could be acquired now. */
    public int availablePermits() {
        requireOpen();
        return (int) Math.min(Integer.MAX_VALUE, permits.available());
    }

    /** Takes all there are now, and returns how many. */
    public int drainPermits() {
        int taken = 0;
        while (tryAcquire(1)) {
            taken++;
        }
        return taken;
    }

    public boolean isBounded() {
        requireOpen();
        return permits.isBounded();
    }

    /** How many permits came back from processes that died, for people. */
    public long recovered() {
        requireOpen();
        return permits.recovered();
    }

    @Override
    protected void alarm() {
        bell.alarm();
    }

    @Override
    protected void onClose() {}

    @Override
    protected String detail() {
        return ", " + permits.available() + " available" + (permits.isBounded() ? ", bounded" : "");
    }
}
