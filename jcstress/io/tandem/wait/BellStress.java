package io.tandem.wait;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.tandem.file.Memory;
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
        static final Futex FUTEX = Futex.open();

        final long bellAt = UnsafeApi.allocateMemory(BYTES);
        final long changed = bellAt + BYTES / 2;
        final Bell bell = new Bell(null, bellAt, Neighbours.NONE);
        int raised;

        Bells() {
            UnsafeApi.setMemory(bellAt, BYTES, (byte) 0);
        }

        void free() {
            UnsafeApi.freeMemory(bellAt);
        }
    }

    @JCStressTest
    @Outcome(
            id = {"1, 0", "1, 1"},
            expect = ACCEPTABLE,
            desc = "saw the change")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "is rung")
    @Outcome(expect = FORBIDDEN, desc = "sleeps for ever")
    @State
    public static class RaiseRing extends Bells {
        @Actor
        public void sleeper(II_Result result) {
            raised = bell.raise(FUTEX);
            result.r1 = Memory.intAcquire(null, changed);
        }

        @Actor
        public void changer() {
            Memory.intRelease(null, changed, 1);
            bell.ring();
        }

        @Arbiter
        public void end(II_Result result) {
            result.r2 = bell.changedSince(raised) ? 1 : 0;
            free();
        }
    }
}
