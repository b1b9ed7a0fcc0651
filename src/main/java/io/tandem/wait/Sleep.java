package io.tandem.wait;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;

/**
 * How one thread sleeps on one or more bells: {@link #raise}, look again, {@link #until}. A platform thread sleeps in the
 * kernel; a virtual one is parked, and {@link Watcher} sleeps for it. One per wait.
 *
 * <p>After a bell was raised anew the first sleep is a nap: Linux leaves a core out of the fence that {@link Bell} counts on
 * after a thread of the JVM has ended there, until another process runs there. Who changes something on such a core
 * may miss the bell, but its store leaves the core long before the nap is over, and is seen by the look after it.
 */
final class Sleep {
    private static final long BLIND_NANOS = 1_000_000;
    private static final long NAP_NANOS = Waiter.NO_TICK ? 0 : 1_000_000;

    private final Bell[] bells;
    private final int[] raised;
    private final long nap;
    private long napEnd;
    /** What is left of the nap, as of the last {@link #raise}: a whole sleep needs a look after its end. */
    private long napLeft;

    private ByteBuffer list;

    Sleep(Bell... bells) {
        this(NAP_NANOS, bells);
    }

    /** With naps of so long. */
    Sleep(long nap, Bell... bells) {
        this.nap = nap;
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
        boolean anew = false;
        for (int i = 0; i < bells.length; i++) {
            int seen = bells[i].raise(futex);
            anew |= seen != raised[i];
            raised[i] = seen;
        }
        long now = System.nanoTime();
        napEnd = anew ? now + nap : napEnd;
        napLeft = napEnd - now;
        return true;
    }

    /** Sleeps until one of the bells was rung since {@link #raise}, at most so long; may end early. */
    void until(long nanos, boolean interruptible) {
        long limit = napLeft > 0 ? Math.min(nanos, napLeft) : nanos;
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
