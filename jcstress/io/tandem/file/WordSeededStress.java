package io.tandem.file;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A seeded bug: {@link WordStress} must be able to see it. */
public class WordSeededStress {
    /** No fence between the announcement and the look. */
    @JCStressTest
    @Outcome(
            id = {"0, 1", "1, 0", "1, 1"},
            expect = ACCEPTABLE,
            desc = "at least one notices")
    @Outcome(expect = FORBIDDEN, desc = "neither noticed the other")
    @State
    public static class Crossing extends WordStress.TwoWords {
        @Actor
        public void one(II_Result result) {
            Memory.intRelease(null, data, 1);
            result.r1 = Memory.intAcquire(null, word);
        }

        @Actor
        public void two(II_Result result) {
            Memory.intRelease(null, word, 1);
            result.r2 = Memory.intAcquire(null, data);
        }

        @Arbiter
        public void end(II_Result result) {
            free();
        }
    }
}
