package io.tandem.wait;

import java.util.concurrent.locks.LockSupport;

/**
 * How a thread waits for another process: it spins, then yields, then parks in growing steps of at most one
 * millisecond, and now and then it is time for the slow tick, on which the caller looks whether the one it waits for
 * still lives. One per wait, for one thread. Allocates nothing after its construction. Interrupts end a park early and
 * are left for the caller to see.
 */
public final class Waiter {
    private static final int SPINS = 200;
    private static final int YIELDS = 50;
    private static final long FIRST_PARK_NANOS = 1_000;
    private static final long LONGEST_PARK_NANOS = 1_000_000;
    private static final long FIRST_TICK_NANOS = 10_000_000;
    private static final long TICK_NANOS = 100_000_000;

    private int rounds;
    private long parkNanos = FIRST_PARK_NANOS;
    private long nextTick;

    /** Waits a little. */
    public void pause() {
        rounds++;
        if (rounds <= SPINS) {
            Thread.onSpinWait();
        } else if (rounds <= SPINS + YIELDS) {
            Thread.yield();
        } else {
            LockSupport.parkNanos(this, parkNanos);
            parkNanos = Math.min(LONGEST_PARK_NANOS, parkNanos * 2);
        }
    }

    /** True when it is time to look after the peer: first after 10 ms of waiting, then every 100 ms. */
    public boolean tick() {
        if (rounds < SPINS + YIELDS) {
            return false;
        }
        long now = System.nanoTime();
        if (nextTick == 0) {
            nextTick = now + FIRST_TICK_NANOS;
        }
        if (now - nextTick < 0) {
            return false;
        }
        nextTick = now + TICK_NANOS;
        return true;
    }

    /** Begins anew, after something happened. */
    public void reset() {
        rounds = 0;
        parkNanos = FIRST_PARK_NANOS;
        nextTick = 0;
    }
}
