package io.tandem.wait;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.tandem.file.Memory;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A seeded bug: {@link BellStress} must be able to see it. */
public class BellSeededStress {
    /** The bell is raised without a fence in all other threads. */
    @JCStressTest
    @Outcome(
            id = {"1, 0", "1, 1", "0, 1"},
            expect = ACCEPTABLE,
            desc = "saw the change, or is rung")
    @Outcome(expect = FORBIDDEN, desc = "sleeps for ever")
    @State
    public static class RaiseUnfenced extends BellStress.Bells {
        @Actor
        public void sleeper(II_Result result) {
            raised = 1;
            Memory.compareAndSetInt(null, bellAt, 0, raised);
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
