package io.tandem.index;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * {@link IndexWriter}, {@link IndexTaker}, {@link IndexRing}: one order, each message whole and once, an exact bound, an end.
 * Two actors at most: a machine of two processors leaves out the shapes with more.
 */
public class IndexStress {
    private static final int LARGEST = 2032;

    /** Who takes is also a producer: what it put itself is there for it, and nothing before that is missing. */
    @JCStressTest
    @Outcome(
            id = {"2, 13", "1, 23"},
            expect = ACCEPTABLE,
            desc = "one was first, and the one after the take is last")
    @Outcome(id = "2, 31", expect = ACCEPTABLE, desc = "the other one came last")
    @Outcome(expect = FORBIDDEN, desc = "a gap, an inversion, or a false empty")
    @State
    public static class PutPutTake extends MemoryIndex {
        public PutPutTake() {
            super(4);
        }

        @Actor
        public void one() {
            put(first, 1);
        }

        @Actor
        public void other(II_Result result) {
            put(second, 2);
            result.r1 = take(1);
            put(second, 3);
        }

        @Arbiter
        public void end(II_Result result) {
            result.r2 = rest();
            free();
        }
    }

    /** Two messages of one producer, beside two takes. */
    @JCStressTest
    @Outcome(
            id = {"0, 0, 12", "0, 1, 2", "1, 0, 2", "1, 2, 0"},
            expect = ACCEPTABLE,
            desc = "in order, none lost")
    @Outcome(expect = FORBIDDEN, desc = "an inversion, torn, lost or doubled")
    @State
    public static class InOrder extends MemoryIndex {
        public InOrder() {
            super(4);
        }

        @Actor
        public void producer() {
            put(first, 1);
            put(first, 2);
        }

        @Actor
        public void consumer(III_Result result) {
            result.r1 = take(1);
            result.r2 = take(1);
        }

        @Arbiter
        public void end(III_Result result) {
            result.r3 = rest();
            free();
        }
    }

    /** A producer whose last look was one lap ago, less two: it comes to words of the lap that is being filled. */
    @JCStressTest
    @Outcome(
            id = {"1, 12", "1, 21"},
            expect = ACCEPTABLE,
            desc = "both are there")
    @Outcome(id = "1, 91", expect = ACCEPTABLE, desc = "the quick one took it for one of its own")
    @Outcome(expect = FORBIDDEN, desc = "one was overwritten")
    @State
    public static class LateLap extends MemoryIndex {
        public LateLap() {
            super(4);
            pass(IndexLayout.LEAST_SLOTS - 2);
        }

        @Actor
        public void late(II_Result result) {
            result.r1 = put(second, 2);
        }

        @Actor
        public void quick() {
            pass(3);
            put(first, 1);
        }

        @Arbiter
        public void end(II_Result result) {
            result.r2 = rest();
            free();
        }
    }

    /** Room for one. */
    @JCStressTest
    @Outcome(
            id = {"1, -1, 1", "-1, 1, 2"},
            expect = ACCEPTABLE,
            desc = "one of them")
    @Outcome(expect = FORBIDDEN, desc = "above the bound, or refused although there was room")
    @State
    public static class Bound extends MemoryIndex {
        public Bound() {
            super(1);
        }

        @Actor
        public void one(III_Result result) {
            result.r1 = put(first, 1);
        }

        @Actor
        public void other(III_Result result) {
            result.r2 = put(second, 2);
        }

        @Arbiter
        public void end(III_Result result) {
            result.r3 = rest();
            free();
        }
    }

    /** A put against an end and the last look of the last consumer. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "accepted and taken")
    @Outcome(id = "-2, 0", expect = ACCEPTABLE, desc = "refused")
    @Outcome(expect = FORBIDDEN, desc = "accepted and left behind, or refused and taken")
    @State
    public static class PutAndEnd extends MemoryIndex {
        public PutAndEnd() {
            super(1);
        }

        @Actor
        public void producer(II_Result result) {
            result.r1 = put(first, 1);
        }

        @Actor
        public void consumer(II_Result result) {
            ring.end();
            result.r2 = take(1);
        }

        @Arbiter
        public void end(II_Result result) {
            free();
        }
    }

    /** Two takers, one message. */
    @JCStressTest
    @Outcome(
            id = {"1, 0, 0", "0, 1, 0"},
            expect = ACCEPTABLE,
            desc = "one of them has it")
    @Outcome(expect = FORBIDDEN, desc = "lost or doubled")
    @State
    public static class TwoTakers extends MemoryIndex {
        public TwoTakers() {
            super(4);
            put(first, 1);
        }

        @Actor
        public void one(III_Result result) {
            result.r1 = take(1);
        }

        @Actor
        public void other(III_Result result) {
            result.r2 = take(1);
        }

        @Arbiter
        public void end(III_Result result) {
            result.r3 = rest();
            free();
        }
    }

    /** Room in the area for two: the third message overwrites the first while somebody slow may be reading that. */
    @JCStressTest
    @Outcome(
            id = {"1, 2", "2, 1"},
            expect = ACCEPTABLE,
            desc = "one has the first, the other the second")
    @Outcome(expect = FORBIDDEN, desc = "torn, lost, doubled, or an inversion")
    @State
    public static class Overwrite extends MemoryIndex {
        public Overwrite() {
            super(2);
            put(first, 1, LARGEST);
            put(first, 2, LARGEST);
        }

        @Actor
        public void quick(II_Result result) {
            result.r1 = take(1);
            put(first, 3, LARGEST);
        }

        @Actor
        public void slow(II_Result result) {
            result.r2 = take(1);
        }

        @Arbiter
        public void end(II_Result result) {
            free();
        }
    }

    /** The size while messages come and go. */
    @JCStressTest
    @Outcome(
            id = {"2, 2", "1, 2"},
            expect = ACCEPTABLE,
            desc = "what it was at some time, and exact at the end")
    @Outcome(expect = FORBIDDEN, desc = "never the size")
    @State
    public static class Size extends MemoryIndex {
        public Size() {
            super(2);
            put(first, 1);
            put(first, 2);
        }

        @Actor
        public void comingAndGoing() {
            take(1);
            put(first, 3);
            take(1);
            put(first, 4);
        }

        @Actor
        public void observer(II_Result result) {
            result.r1 = (int) ring.size();
        }

        @Arbiter
        public void end(II_Result result) {
            result.r2 = (int) ring.size();
            free();
        }
    }
}
