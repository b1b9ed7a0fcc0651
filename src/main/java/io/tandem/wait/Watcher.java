package io.tandem.wait;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Sleeps in the kernel for the virtual threads of this JVM, which must not: one daemon thread, on up to 127 words at a
 * time. A virtual thread is parked meanwhile, so that an interrupt ends it as usual.
 */
final class Watcher {
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Watcher ONE = new Watcher();

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Bell, Watch> watched = new LinkedHashMap<>();
    private final ByteBuffer list = Futex.list(Futex.MOST);
    private final Bell news = Bell.ofThisJvm();
    private Thread thread;

    /** One bell, slept on by one virtual thread. */
    private record Watch(int raised, Thread sleeper) {}

    private Watcher() {}

    /** Parks the calling virtual thread until a bell is rung, at most so long; false if that cannot be watched. */
    static boolean park(Bell[] bells, int[] raised, long nanos) {
        Futex futex = Doorman.futex();
        Map<Bell, Watch> mine = new LinkedHashMap<>();
        for (int i = 0; i < bells.length; i++) {
            // a bell of its own for each sleeper: the same word may be watched several times
            mine.put(bells[i].again(), new Watch(raised[i], Thread.currentThread()));
        }
        if (!futex.waitsForMany() || !ONE.add(mine)) {
            return false;
        }
        try {
            LockSupport.parkNanos(ONE, nanos);
        } finally {
            ONE.remove(mine);
        }
        return true;
    }

    private boolean add(Map<Bell, Watch> more) {
        lock.lock();
        try {
            if (watched.size() + more.size() >= Futex.MOST) {
                return false;
            }
            watched.putAll(more);
            if (thread == null) {
                thread = new Thread(this::watch, "tandem-watcher");
                thread.setDaemon(true);
                thread.start();
            }
        } finally {
            lock.unlock();
        }
        news.alarm();
        return true;
    }

    private void remove(Map<Bell, Watch> gone) {
        lock.lock();
        try {
            gone.keySet().forEach(watched::remove);
        } finally {
            lock.unlock();
        }
    }

    private void watch() {
        Futex futex = Doorman.futex();
        while (true) {
            int seen = news.raise(futex);
            futex.sleepOnMany(list, fill(seen), LONGEST_NANOS);
        }
    }

    /** Wakes whose bells were rung, and lists the others. */
    private int fill(int news) {
        lock.lock();
        try {
            int count = 0;
            this.news.expect(list, count++, news);
            for (Map.Entry<Bell, Watch> each : watched.entrySet()) {
                Watch watch = each.getValue();
                if (each.getKey().changedSince(watch.raised)) {
                    LockSupport.unpark(watch.sleeper);
                } else {
                    each.getKey().expect(list, count++, watch.raised);
                }
            }
            return count;
        } finally {
            lock.unlock();
        }
    }
}
