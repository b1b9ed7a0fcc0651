package io.tandem.wait;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.tandem.file.Memory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.UnsafeApi;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** {@link Bell}: who is about to sleep sees the change, or is rung. */
public class BellStress {
    /** A bell, and what it is about. */
    public static class Bells {
        private static final int BYTES = 256;
        static final Futex FUTEX = futex();

        final long bellAt = UnsafeApi.allocateMemory(BYTES);
        final long changed = bellAt + BYTES / 2;
        final Bell bell = new Bell(null, bellAt, Neighbours.NONE);
        int raised;

        Bells() {
            UnsafeApi.setMemory(bellAt, BYTES, (byte) 0);
        }

        private static Futex futex() {
            Doorman.hurry();
            while (Doorman.futex() == null) {
                LockSupport.parkNanos(1_000_000);
            }
            return Doorman.futex();
        }

        int look() {
            return Memory.intAcquire(null, changed);
        }

        void change() {
            Memory.intRelease(null, changed, 1);
            bell.ring();
        }

        int end() {
            int rung = bell.changedSince(raised) ? 1 : 0;
            UnsafeApi.freeMemory(bellAt);
            return rung;
        }
    }

    /** The fence alone: what it leaves to the nap. */
    @JCStressTest
    @Outcome(
            id = {"1, 0", "1, 1"},
            expect = ACCEPTABLE,
            desc = "saw the change")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "is rung")
    @Outcome(expect = ACCEPTABLE_INTERESTING, desc = "the kernel left a core out: takes a nap, then sees the change")
    @State
    public static class RaiseRing extends Bells {
        @Actor
        public void sleeper(II_Result result) {
            raised = bell.raise(FUTEX);
            result.r1 = look();
        }

        @Actor
        public void changer() {
            change();
        }

        @Arbiter
        public void end(II_Result result) {
            result.r2 = end();
        }
    }

    /** The way into a long sleep. */
    @JCStressTest
    @Outcome(
            id = {"1, 0", "1, 1"},
            expect = ACCEPTABLE,
            desc = "saw the change")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "is rung")
    @Outcome(expect = FORBIDDEN, desc = "sleeps for ever")
    @State
    public static class RaiseNapRing extends Bells {
        private static final long LONG_NANOS = TimeUnit.HOURS.toNanos(1);

        @Actor
        public void sleeper(II_Result result) {
            Sleep sleep = new Sleep(bell);
            sleep.raise();
            if (look() == 0) {
                sleep.until(LONG_NANOS, false);
            }
            raised = bell.raise(FUTEX);
            result.r1 = look();
        }

        @Actor
        public void changer() {
            change();
        }

        @Arbiter
        public void end(II_Result result) {
            result.r2 = end();
        }
    }
}
