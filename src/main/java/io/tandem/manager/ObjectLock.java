package io.tandem.manager;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The lock of one object of the server. A function that runs under one may call other objects; if it waits in a circle
 * with others, it is refused instead of waiting for ever. Who holds none can be in no circle, and just waits.
 */
final class ObjectLock extends ReentrantLock {
    private static final long serialVersionUID = 1;
    private static final Map<Thread, ObjectLock> AWAITED = new ConcurrentHashMap<>();
    private static final ThreadLocal<int[]> HELD = ThreadLocal.withInitial(() -> new int[1]);
    private static final long LOOK_MILLIS = 20;

    boolean tryEnter() {
        boolean entered = tryLock();
        HELD.get()[0] += entered ? 1 : 0;
        return entered;
    }

    void enter() {
        if (!tryEnter()) {
            await(HELD.get());
            HELD.get()[0]++;
        }
    }

    void leave() {
        HELD.get()[0]--;
        unlock();
    }

    private void await(int[] held) {
        if (held[0] == 0) {
            lock();
            return;
        }
        AWAITED.put(Thread.currentThread(), this);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    if (tryLock(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                        return;
                    }
                    requireNoCircle();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            AWAITED.remove(Thread.currentThread());
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void requireNoCircle() {
        ObjectLock lock = this;
        for (int steps = AWAITED.size(); lock != null && steps >= 0; steps--) {
            Thread owner = lock.getOwner();
            if (owner == Thread.currentThread()) {
                throw new IllegalStateException("functions on managed objects wait for each other in a circle: let"
                        + " them call other objects in the same order, or outside of the function");
            }
            lock = owner == null ? null : AWAITED.get(owner);
        }
    }
}
