package io.tandem.sync;

import static io.tandem.sync.LatchLayout.*;

import io.tandem.file.CrashPoint;
import io.tandem.file.FileSpec;
import io.tandem.file.Memory;
import io.tandem.file.SharedFile;
import io.tandem.owner.Attachment;
import io.tandem.owner.SharedObject;
import io.tandem.wait.Bell;
import io.tandem.wait.Waitable;
import io.tandem.wait.Waiter;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Lets processes wait until something has happened so many times; what {@link java.util.concurrent.CountDownLatch} is to
 * threads. Once at zero it stays open.
 *
 * <p>Any thread of any attached process may call anything. {@code await} blocks, until a timeout if there is one, and ends
 * at an interrupt and when the latch is closed or destroyed. A process killed in {@code countDown} counted or did not;
 * killed before the wake-up, it leaves the sleepers to their next look, at most a tenth of a second later. Nobody knows
 * who was to count: what a dead process did not count stays to be waited for, so give a timeout where processes may die.
 * Cost: 1280 bytes; a count is one CAS, the last one a system call more if somebody sleeps; 0 bytes of garbage. Python has none.
 */
public final class SharedCountDownLatch extends SharedObject implements Waitable {
    private static final long serialVersionUID = 1;

    private final transient Object holder = file().mapping();
    private final transient long count = file().body(COUNT_AT);
    private final transient Bell bell = bell(BELL_AT);

    private SharedCountDownLatch(Attachment attachment) {
        super(attachment);
    }

    public static SharedCountDownLatch create(Path path, long count) {
        return new SharedCountDownLatch(Attachment.create(path, spec(count), filler(count)));
    }

    public static SharedCountDownLatch createOrAttach(Path path, long count) {
        return new SharedCountDownLatch(Attachment.createOrAttach(path, spec(count), filler(count)));
    }

    public static SharedCountDownLatch attach(Path path) {
        return new SharedCountDownLatch(Attachment.attach(path, KIND));
    }

    /** Waits for the file to be created, at most so long. */
    public static SharedCountDownLatch attach(Path path, Duration timeout) {
        return new SharedCountDownLatch(Attachment.attach(path, KIND, timeout));
    }

    private static FileSpec spec(long count) {
        if (count < 0) {
            throw new IllegalArgumentException("a latch cannot begin at " + count + ": give 0 or more");
        }
        return new FileSpec(KIND, 1);
    }

    private static SharedFile.Filler filler(long count) {
        return mapping -> fill(mapping, count);
    }

    /** One less, unless it is zero already; zero lets all pass. */
    public void countDown() {
        requireOpen();
        long seen = Memory.longAcquire(holder, count);
        while (seen > 0) {
            CrashPoint.at("latch.counting");
            long found = Memory.compareAndExchangeLong(holder, count, seen, seen - 1); // pairs with isReady()
            CrashPoint.at("latch.counted");
            if (found == seen) {
                if (seen == 1) {
                    bell.ring();
                }
                return;
            }
            seen = found;
        }
    }

    public long getCount() {
        requireOpen();
        return Memory.longAcquire(holder, count);
    }

    /** Waits until the count is zero. */
    public void await() throws InterruptedException {
        await(Long.MAX_VALUE);
    }

    /** Returns false if it was not zero until the timeout; zero or less looks once. */
    public boolean await(Duration timeout) throws InterruptedException {
        return await(Waiter.nanos(timeout));
    }

    private boolean await(long nanos) throws InterruptedException {
        if (isReady()) {
            return true;
        }
        Waiter waiter = waiter(nanos, bell);
        while (waiter.await()) {
            if (isReady()) {
                return true;
            }
            if (waiter.tick() || file().destroyed()) {
                requireThere();
            }
        }
        return false;
    }

    /** Whether the count is zero. */
    @Override
    public boolean isReady() {
        return getCount() == 0;
    }

    @Override
    public Bell bell() {
        return bell;
    }

    @Override
    protected void alarm() {
        bell.alarm();
    }

    @Override
    protected void onClose() {}

    @Override
    protected String detail() {
        return ", count " + Memory.longAcquire(holder, count);
    }
}
