package io.tandem.journal;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.tandem.file.Memory;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Seeded bug: {@link ReaderRingStress} must be able to see it. */
public class ReaderRingSeededStress {
    /** A search that takes the hint away without a fence before it looks. */
    @JCStressTest
    @Outcome(
            id = {"1, 1", "0, 1", "1, 0"},
            expect = ACCEPTABLE,
            desc = "found, or hinted at")
    @Outcome(expect = FORBIDDEN, desc = "given back to nobody")
    @State
    public static class UnfencedSearch extends ReaderRingStress.Group {
        public UnfencedSearch() {
            super(1);
        }

        @Actor
        public void owner() {
            me.giveBack(1, 1);
        }

        @Actor
        public void other(II_Result result) {
            Memory.intRelease(null, base + ReaderLayout.RETURNED_AT, 0);
            result.r1 = state(1) == ReaderLayout.READY ? 1 : 0;
        }

        @Arbiter
        public void end(II_Result result) {
            result.r2 = you.mayHaveReturned() ? 1 : 0;
            free();
        }
    }
}
