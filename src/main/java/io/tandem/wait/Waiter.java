package io.tandem.wait;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * How a thread waits for another process: it spins, then yields, then parks in growing steps of at most one
 * millisecond, after a second of at most eight (a wake-up costs 20 to 60 microseconds of a core); and now and then it is
 * time for the slow tick, on which the caller looks whether the one it waits for still lives. One per wait, for one
 * thread. Allocates nothing after its construction.
 */
public final class Waiter {
    private static final int SPINS = 200;
    private static final int YIELDS = 50;
    private static final long FIRST_PARK_NANOS = 1_000;
    private static final long LONGEST_PARK_NANOS = 1_000_000;
    /** About a second of waiting. */
    private static final int IDLE_ROUNDS = SPINS + YIELDS + 1_000;

    private static final long LONGEST_IDLE_PARK_NANOS = 8_000_000;
    private static final long FIRST_TICK_NANOS = 10_000_000;
    private static final long TICK_NANOS = 100_000_000;

    private final long start = System.nanoTime();
    private final long timeout;
    private int rounds;
    private long parkNanos = FIRST_PARK_NANOS;
    private long nextTick;

    /** Without end. */
    public Waiter() {
        this(Long.MAX_VALUE);
    }

    /** Until so many nanoseconds have passed; zero or less have passed already. */
    public Waiter(long timeout) {
        this.timeout = timeout;
    }

    /** A timeout in nanoseconds, without overflow. */
    public static long nanos(Duration timeout) {
        try {
            return timeout.toNanos();
        } catch (ArithmeticException tooLong) {
            return timeout.isNegative() ? 0 : Long.MAX_VALUE;
        }
    }

    /** Waits a little and returns true, or returns false because the time is over. Ends at an interrupt. */
    public boolean await() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (isOver()) {
            return false;
        }
        rest();
        return true;
    }

    public boolean isOver() {
        return timeout != Long.MAX_VALUE && System.nanoTime() - start >= timeout;
    }

    /**
     * Waits a little, whatever the timeout. An interrupt that comes ends it early; one that is set already does not, for
     * who goes on waiting after it would never park. Either stays set.
     */
    public void pause() {
        boolean interrupted = rounds >= SPINS + YIELDS && Thread.interrupted();
        if (interrupted) {
            LockSupport.parkNanos(this, 1); // takes the permit that came with the interrupt
        }
        rest();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void rest() {
        rounds++;
        if (rounds <= SPINS) {
            Thread.onSpinWait();
        } else if (rounds <= SPINS + YIELDS) {
            Thread.yield();
        } else {
            LockSupport.parkNanos(this, parkNanos);
            parkNanos = Math.min(rounds < IDLE_ROUNDS ? LONGEST_PARK_NANOS : LONGEST_IDLE_PARK_NANOS, parkNanos * 2);
        }
    }

    /** True when it is time to look after the peer: first after 10 ms of waiting, then every 100 ms. */
    public boolean tick() {
        if (rounds < SPINS + YIELDS) {
            return false;
        }
        long now = System.nanoTime();
        if (nextTick == 0) {
            nextTick = start + FIRST_TICK_NANOS;
        }
        if (now - nextTick < 0) {
            return false;
        }
        nextTick = now + TICK_NANOS;
        return true;
    }
}
