package io.tandem.owner;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.tandem.file.Memory;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A seeded bug: {@link OwnedWordStress} must be able to see it. */
public class OwnedWordSeededStress {
    /** Looks, then stores, instead of a CAS. */
    @JCStressTest
    @Outcome(id = "2", expect = ACCEPTABLE, desc = "one after the other")
    @Outcome(expect = FORBIDDEN, desc = "an update was lost")
    @State
    public static class LookThenStore extends OwnedWordStress.Owned {
        private int counter;

        public LookThenStore() {
            super(0);
        }

        private void count(long self) {
            while (Memory.longAcquire(null, word) != 0) {
                Thread.onSpinWait();
            }
            Memory.longRelease(null, word, self);
            counter++;
            release();
        }

        @Actor
        public void one() {
            count(1);
        }

        @Actor
        public void two() {
            count(2);
        }

        @Arbiter
        public void end(I_Result result) {
            result.r1 = counter;
            free();
        }
    }
}
