package io.tandem.wait;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;

/**
 * How one thread sleeps on one or more bells: {@link #raise}, look again, {@link #until}. A platform thread sleeps in the
 * kernel; a virtual one is parked, and {@link Watcher} sleeps for it. One per wait.
 */
final class Sleep {
    private static final long BLIND_NANOS = 1_000_000;

    private final Bell[] bells;
    private final int[] raised;
    private ByteBuffer list;

    Sleep(Bell... bells) {
        this.bells = bells;
        this.raised = new int[bells.length];
    }

    /** Announces this thread; returns false if there is no way to be woken. */
    boolean raise() {
        Futex futex = Doorman.futex();
        if (futex == null || bells.length == 0 || bells.length > Futex.MOST) {
            return false;
        }
        if (bells.length > 1 && !futex.waitsForMany()) {
            return false;
        }
        for (int i = 0; i < bells.length; i++) {
            raised[i] = bells[i].raise(futex);
        }
        return true;
    }

    /** Sleeps until one of the bells was rung since {@link #raise}, at most so long; may end early. */
    void until(long nanos, boolean interruptible) {
        long limit = nanos;
        for (Bell bell : bells) {
            limit = bell.atMost(limit);
        }
        if (Threads.isVirtual()) {
            if (!Watcher.park(bells, raised, limit)) {
                LockSupport.parkNanos(this, Math.min(limit, BLIND_NANOS));
            }
        } else if (interruptible) {
            Interruption.sleep(this, limit);
        } else {
            sleep(limit);
        }
    }

    /** In the kernel. */
    void sleep(long nanos) {
        Futex futex = Doorman.futex();
        if (bells.length == 1) {
            bells[0].sleep(futex, raised[0], nanos);
            return;
        }
        list = list == null ? Futex.list(bells.length) : list;
        for (int i = 0; i < bells.length; i++) {
            bells[i].expect(list, i, raised[i]);
        }
        futex.sleepOnMany(list, bells.length, nanos);
        Reference.reachabilityFence(bells);
    }

    /** Ends the sleep of this thread, and of others on its first bell. */
    void disturb() {
        bells[0].alarm();
    }
}
