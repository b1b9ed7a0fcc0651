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
import org.openjdk.jcstress.infra.results.I_Result;

/** Seeded bugs: {@link IndexStress} and {@link IndexPeekStress} must be able to see them. */
public class IndexSeededStress {
    private static final int LARGEST = 2032;

    /** Two consumers that store the head, as only one alone may. */
    @JCStressTest
    @Outcome(
            id = {"1, 0, 0", "0, 1, 0"},
            expect = ACCEPTABLE,
            desc = "one of them has it")
    @Outcome(expect = FORBIDDEN, desc = "lost or doubled")
    @State
    public static class StoredHead extends MemoryIndex {
        private final IndexReader one;
        private final IndexReader other;

        public StoredHead() {
            super(4);
            put(first, 1);
            one = new IndexReader(ring, this::area);
            other = new IndexReader(ring, this::area);
        }

        @Actor
        public void one(III_Result result) {
            one.drain((type, buffer, index, length) -> result.r1 = type, 1);
        }

        @Actor
        public void other(III_Result result) {
            other.drain((type, buffer, index, length) -> result.r2 = type, 1);
        }

        @Arbiter
        public void end(III_Result result) {
            result.r3 = rest();
            free();
        }
    }

    /** The last look before the end, instead of after it. */
    @JCStressTest
    @Outcome(
            id = {"1, 1", "-2, 0"},
            expect = ACCEPTABLE,
            desc = "accepted and taken, or refused")
    @Outcome(expect = FORBIDDEN, desc = "accepted and left behind")
    @State
    public static class LookThenEnd extends MemoryIndex {
        public LookThenEnd() {
            super(1);
        }

        @Actor
        public void producer(II_Result result) {
            result.r1 = put(first, 1);
        }

        @Actor
        public void consumer(II_Result result) {
            result.r2 = take(1);
            ring.end();
        }

        @Arbiter
        public void end(II_Result result) {
            free();
        }
    }

    /** Reads beside another consumer without a second look at the head. */
    @JCStressTest
    @Outcome(
            id = {"1", "2", "3"},
            expect = ACCEPTABLE,
            desc = "whole")
    @Outcome(expect = FORBIDDEN, desc = "torn")
    @State
    public static class OneLook extends MemoryIndex {
        public OneLook() {
            super(2);
            put(first, 1, LARGEST);
            put(first, 2, LARGEST);
        }

        @Actor
        public void quick() {
            take(1);
            put(first, 3, LARGEST);
        }

        @Actor
        public void slow(I_Result result) {
            int at = IndexLayout.index(ring.slotAcquire(ring.head()));
            result.r1 = number(area(0).data().getByte(at + HEADER), area(0).data(), at + HEADER, LARGEST);
        }

        @Arbiter
        public void end(I_Result result) {
            free();
        }
    }
}
