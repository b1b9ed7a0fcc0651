package io.tandem.pool;

import static io.tandem.pool.PoolLayout.*;

import io.tandem.wait.WaitPolicy;
import io.tandem.wait.Waiter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes the answers nobody waits for, posts what waits for room, and looks after limits and the pool's owner. It is there
 * while tasks are open and a moment longer, and no daemon: a JVM whose {@code main} returns ends after its tasks.
 */
final class ClientThread implements Runnable {
    private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long HELPED_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Client client;
    private final AtomicBoolean runs = new AtomicBoolean();
    private long lastLook;

    ClientThread(Client client) {
        this.client = client;
    }

    /** To be called after a task was opened. */
    void need() {
        if (!runs.get() && runs.compareAndSet(false, true)) {
            new Thread(this, "tandem-pool").start();
        }
    }

    @Override
    public void run() {
        do {
            work();
            runs.set(false);
        } while (!client.isRetired() && client.open() > 0 && runs.compareAndSet(false, true));
    }

    private void work() {
        long idleSince = System.nanoTime();
        Waiter waiter = null;
        while (client.open() > 0 || System.nanoTime() - idleSince < LINGER_NANOS) {
            if (client.isRetired()) {
                return;
            }
            int count = client.drain();
            client.feed();
            long now = System.nanoTime();
            idleSince = client.open() > 0 ? now : idleSince;
            long limit = client.limits.look(now);
            if (now - lastLook > TICK_NANOS || client.file.state() > SHUT) {
                lastLook = now;
                look();
            }
            if (count > 0) {
                waiter = null;
            } else if (client.helpers.get() > 0) {
                LockSupport.parkNanos(this, HELPED_NANOS);
                waiter = null;
            } else {
                waiter = waiter == null || waiter.isOver() ? waiter(limit) : waiter;
                if (!pause(waiter)) {
                    waiter = null;
                }
            }
        }
    }

    private Waiter waiter(long limit) {
        long most = client.hasBacklog() ? HELPED_NANOS : TICK_NANOS / 2;
        return new Waiter(Math.min(limit, most), WaitPolicy.standard(), client.bell());
    }

    private static boolean pause(Waiter waiter) {
        try {
            return waiter.await();
        } catch (InterruptedException nobodyKnowsThisThread) {
            return true;
        }
    }

    private void look() {
        int state = client.file.state();
        boolean ownerDied = client.file.participants().isDead(client.file.owner());
        if (state <= SHUT && !ownerDied) {
            return;
        }
        client.drain(); // what was answered before
        boolean nobodyAnswers = ownerDied || state == ENDED;
        Throwable why = null;
        if (client.file.isBroken()) {
            why = client.brokenException();
        } else if (ownerDied) {
            why = new PoolDiedException("the process that made " + client.file.path()
                    + " has ended, and its workers with it: nobody will answer");
        }
        client.dropUnanswered(nobodyAnswers, why);
    }
}
