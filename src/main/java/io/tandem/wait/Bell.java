package io.tandem.wait;

import io.tandem.file.CrashPoint;
import io.tandem.file.JdkAccess;
import io.tandem.file.Memory;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;

/**
 * What a thread sleeps on until another one, of any process, has changed something: one int in shared memory. Bit 0 says
 * that somebody sleeps or is about to; the rest counts rings.
 *
 * <p>Who waits raises the bell, looks once more, and sleeps while the int has not changed. Who changes something looks at
 * bit 0 afterwards, and rings if it is set: one opaque load, no fence. What makes that sound is the fence that the
 * sleeper puts into all other threads ({@code membarrier}) between raising and looking: either the other side's change
 * was made before it, and is seen now, or its look at the bit comes after it. Where a JVM around does not heed such
 * fences, sleeps are short ones; where the kernel leaves a core out, the first one is ({@link Sleep}). Everybody who sleeps is woken; who finds nothing sleeps again. Killed before it rang, a
 * process leaves sleepers to their slow tick.
 */
public final class Bell {
    private static final int AWAITED = 1;
    private static final int RING = 2;
    /** Where somebody may not ring. */
    private static final long SHORT_NANOS = 1_000_000;

    private final Object holder;
    private final long address;
    private final Neighbours neighbours;

    /** {@code holder} keeps the int at {@code address} reachable. */
    public Bell(Object holder, long address, Neighbours neighbours) {
        this.holder = holder;
        this.address = address;
        this.neighbours = neighbours;
    }

    /** A bell between threads of this JVM. */
    public static Bell ofThisJvm() {
        JdkAccess.require();
        ByteBuffer word = ByteBuffer.allocateDirect(Long.BYTES);
        return new Bell(word, Memory.address(word), Neighbours.NONE);
    }

    /** Wakes who sleeps, if anybody does; called after the change. Pairs with {@link #raise}. */
    public void ring() {
        if (isAwaited()) {
            wake(false);
        }
    }

    /** Whether somebody sleeps or is about to: for changes that only sleepers make worth a closer look. Ordered as a ring. */
    public boolean isAwaited() {
        return (Memory.intOpaque(holder, address) & AWAITED) != 0;
    }

    /** Wakes everybody, also who is only about to sleep: for interrupts, closing, destruction. */
    public void alarm() {
        wake(true);
    }

    private void wake(boolean always) {
        int seen;
        do {
            seen = Memory.intAcquire(holder, address);
            if (!always && (seen & AWAITED) == 0) {
                return; // somebody else rang
            }
            CrashPoint.at("bell.ringing");
        } while (!Memory.compareAndSetInt(holder, address, seen, (seen & ~AWAITED) + RING));
        CrashPoint.at("bell.rung");
        Futex futex = Doorman.futex();
        if (futex != null) {
            futex.wake(address);
        }
    }

    /** Announces a sleeper; what it waits for must be looked at once more, then {@link #sleep} with what this returns. */
    int raise(Futex futex) {
        int seen = Memory.intAcquire(holder, address);
        while ((seen & AWAITED) == 0) {
            CrashPoint.at("bell.raising");
            int found = Memory.compareAndExchangeInt(holder, address, seen, seen | AWAITED);
            CrashPoint.at("bell.raised");
            seen = found == seen ? seen | AWAITED : found;
        }
        futex.fenceEverywhere(); // pairs with ring()
        return seen;
    }

    /** Whether it was rung since. */
    boolean changedSince(int raised) {
        return Memory.intAcquire(holder, address) != raised;
    }

    /** How long a sleep may be at most, that nobody rings out of. */
    long atMost(long nanos) {
        return neighbours.allRing() ? nanos : Math.min(nanos, SHORT_NANOS);
    }

    /** For platform threads. Ends at a ring, after so long, or early. */
    void sleep(Futex futex, int raised, long nanos) {
        futex.sleep(address, raised, nanos);
        Reference.reachabilityFence(holder);
    }

    /** The same bell, as another object. */
    Bell again() {
        return new Bell(holder, address, neighbours);
    }

    /** Adds itself to a list of words that are slept on at once. */
    void expect(ByteBuffer waiters, int index, int raised) {
        Futex.expect(waiters, index, address, raised);
    }
}
