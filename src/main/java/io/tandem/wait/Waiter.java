package io.tandem.wait;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How a thread waits for another process: it looks again and again, first at once, then after yielding, then it sleeps
 * until the bell is rung (see {@link WaitPolicy}), or without a bell parks in growing steps of at most one millisecond,
 * after a second of at most eight. Now and then it is time for the slow tick, on which the caller looks whether the one it
 * waits for still lives. After every {@link #await} the caller looks at what it waits for: a sleep is two of them, one
 * that announces it and one that sleeps. One per wait, for one thread. Allocates nothing after its construction.
 */
public final class Waiter {
    private static final long FIRST_PARK_NANOS = 1_000;
    private static final long LONGEST_PARK_NANOS = 1_000_000;
    /** About a second of waiting. */
    private static final int MANY_PARKS = 1_000;

    private static final long LONGEST_IDLE_PARK_NANOS = 8_000_000;
    /** For tests: nothing but a ring ends a sleep before its timeout. */
    static final boolean NO_TICK = Boolean.getBoolean("io.tandem.noTick");

    private static final long TICK_NANOS = NO_TICK ? TimeUnit.HOURS.toNanos(1) : TimeUnit.MILLISECONDS.toNanos(100);
    private static final long FIRST_TICK_NANOS = TICK_NANOS / 10;
    /** A spinning thread asks the clock this rarely. */
    private static final int LOOKS_PER_CLOCK = 64;

    private final long start = System.nanoTime();
    private final long timeout;
    private final WaitPolicy policy;
    private final Sleep sleep;
    private boolean raised;
    private int rounds;
    private int parks;
    private int looks;
    private long parkNanos = FIRST_PARK_NANOS;
    private long nextTick = start + FIRST_TICK_NANOS;

    /** Without end. */
    public Waiter() {
        this(Long.MAX_VALUE);
    }

    /** Until so many nanoseconds have passed; zero or less have passed already. */
    public Waiter(long timeout) {
        this(timeout, WaitPolicy.standard());
    }

    /** The same, with bells one of which is rung by whoever changes what is waited for. */
    public Waiter(long timeout, WaitPolicy policy, Bell... bells) {
        this.timeout = timeout;
        this.policy = policy;
        this.sleep = new Sleep(bells);
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
        rest(true);
        return true;
    }

    public boolean isOver() {
        return timeout != Long.MAX_VALUE && System.nanoTime() - start >= timeout;
    }

    /**
     * Waits a little, whatever the timeout. An interrupt that comes may end it early; one that is set already does not, for
     * who goes on waiting after it would never park. Either stays set.
     */
    public void pause() {
        boolean interrupted = !spins() && Thread.interrupted();
        if (interrupted) {
            LockSupport.parkNanos(this, 1); // takes the permit that came with the interrupt
        }
        rest(false);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether it looks again and again, without sleeping: the next {@link #await} will be a short one. */
    public boolean spins() {
        return rounds < policy.spins || rounds < policy.spins + policy.yields;
    }

    private void rest(boolean interruptible) {
        if (rounds < policy.spins) {
            rounds += policy.spins == Integer.MAX_VALUE ? 0 : 1;
            Thread.onSpinWait();
        } else if (spins()) {
            rounds++;
            Thread.yield();
        } else if (raised) {
            raised = false;
            sleep.until(sleepNanos(), interruptible);
        } else {
            Doorman.hurry();
            raised = sleep.raise();
            if (!raised) {
                park();
            }
        }
    }

    /** Until the timeout or the next tick, whichever comes first. */
    private long sleepNanos() {
        long now = System.nanoTime();
        long limit = nextTick - now > 0 ? nextTick - now : TICK_NANOS;
        return timeout == Long.MAX_VALUE ? limit : Math.max(0, Math.min(limit, timeout - (now - start)));
    }

    private void park() {
        parks++;
        LockSupport.parkNanos(this, parkNanos);
        parkNanos = Math.min(parks < MANY_PARKS ? LONGEST_PARK_NANOS : LONGEST_IDLE_PARK_NANOS, parkNanos * 2);
    }

    /** True when it is time to look after the peer: first after a tenth of a tick, then every tick of 100 ms. */
    public boolean tick() {
        if (spins() && ++looks % LOOKS_PER_CLOCK != 0) {
            return false;
        }
        long now = System.nanoTime();
        if (now - nextTick < 0) {
            return false;
        }
        nextTick = now + TICK_NANOS;
        return true;
    }
}
