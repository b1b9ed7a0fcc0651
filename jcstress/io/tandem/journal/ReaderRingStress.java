package io.tandem.journal;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.tandem.file.Memory;
import io.tandem.journal.ReaderRing.Search;
import org.agrona.UnsafeApi;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** {@link ReaderRing}: what is handed out is whole, each step of a lease is taken by one, and nothing that came back is lost. */
public class ReaderRingStress {
    /** The first words of a ring, as two processes of a group see it; the one may take the other for dead. */
    public static class Group {
        static final int ME = 5;
        static final int YOU = 6;
        static final long INDEX = 77;
        private static final long BYTES = ReaderLayout.wordAt(8);

        final long base = UnsafeApi.allocateMemory(BYTES);
        final ReaderRing me = new ReaderRing(null, base, ME, owner -> false);
        final ReaderRing you = new ReaderRing(null, base, YOU, owner -> owner == ME);

        /** {@code leased} messages are leased by me, from the first one on. */
        Group(int leased) {
            UnsafeApi.setMemory(base, BYTES, (byte) 0);
            Memory.longPlain(null, base + ReaderLayout.NEXT_AT, 1);
            Memory.longPlain(null, base + ReaderLayout.HEAD_AT, 1);
            for (int number = 1; number <= leased; number++) {
                me.handOut(number, INDEX, true);
            }
        }

        int state(long number) {
            return ReaderLayout.state(Memory.longAcquire(null, base + ReaderLayout.wordAt(number)), number);
        }

        void free() {
            UnsafeApi.freeMemory(base);
        }
    }

    /** Next tells of a word that is there. */
    @JCStressTest
    @Outcome(
            id = {"1, 0", "1, 1", "2, 1"},
            expect = ACCEPTABLE,
            desc = "before, between, after")
    @Outcome(expect = FORBIDDEN, desc = "handed out to nobody")
    @State
    public static class Next extends Group {
        public Next() {
            super(0);
        }

        @Actor
        public void turn() {
            me.handOut(1, INDEX, false);
        }

        @Actor
        public void other(II_Result result) {
            result.r1 = (int) you.next();
            result.r2 = state(1);
        }

        @Arbiter
        public void end(II_Result result) {
            free();
        }
    }

    /** A word tells of an index that is there. */
    @JCStressTest
    @Outcome(
            id = {"0, 0", "0, 77", "3, 77"},
            expect = ACCEPTABLE,
            desc = "before, after")
    @Outcome(expect = FORBIDDEN, desc = "leased without its place")
    @State
    public static class Index extends Group {
        public Index() {
            super(0);
        }

        @Actor
        public void turn() {
            me.handOut(1, INDEX, true);
        }

        @Actor
        public void other(II_Result result) {
            result.r1 = state(1);
            result.r2 = (int) you.index(1);
        }

        @Arbiter
        public void end(II_Result result) {
            free();
        }
    }

    /** Acknowledged at once, and head moved by whoever is last. */
    @JCStressTest
    @Outcome(id = "3", expect = ACCEPTABLE, desc = "behind both")
    @Outcome(expect = FORBIDDEN, desc = "head stays, or runs ahead")
    @State
    public static class TwoAcks extends Group {
        public TwoAcks() {
            super(2);
        }

        @Actor
        public void one() {
            me.acknowledge(1, 1);
        }

        @Actor
        public void two() {
            me.acknowledge(2, 1);
        }

        @Arbiter
        public void end(I_Result result) {
            result.r1 = (int) me.head();
            free();
        }
    }

    /** An owner that is taken for dead acknowledges late: one of both has it. */
    @JCStressTest
    @Outcome(
            id = {"1, 0, 1", "0, 1, 3"},
            expect = ACCEPTABLE,
            desc = "done, or somebody else's")
    @Outcome(expect = FORBIDDEN, desc = "both, or neither")
    @State
    public static class AckRecover extends Group {
        public AckRecover() {
            super(1);
        }

        @Actor
        public void owner(III_Result result) {
            result.r1 = me.acknowledge(1, 1) ? 1 : 0;
        }

        @Actor
        public void survivor(III_Result result) {
            result.r2 = (int) you.leaseAgain(2, Search.RETURNED_AND_DEAD);
        }

        @Arbiter
        public void end(III_Result result) {
            result.r3 = state(1);
            free();
        }
    }

    /** What is given back is found, now or because the hint is set. */
    @JCStressTest
    @Outcome(
            id = {"1, 1", "0, 1", "1, 0"},
            expect = ACCEPTABLE,
            desc = "found, or hinted at")
    @Outcome(expect = FORBIDDEN, desc = "given back to nobody")
    @State
    public static class GiveBack extends Group {
        public GiveBack() {
            super(1);
        }

        @Actor
        public void owner() {
            me.giveBack(1, 1);
        }

        @Actor
        public void other(II_Result result) {
            result.r1 = (int) you.leaseAgain(2, Search.RETURNED);
        }

        @Arbiter
        public void end(II_Result result) {
            result.r2 = you.mayHaveReturned() ? 1 : 0;
            free();
        }
    }

    /** A word is used again only behind head: the acknowledgement before is not lost, nor the next lease. */
    @JCStressTest
    @Outcome(
            id = {"1, 0, 0", "1, 1, 3"},
            expect = ACCEPTABLE,
            desc = "full, or used again")
    @Outcome(expect = FORBIDDEN, desc = "overwritten")
    @State
    public static class Reuse extends Group {
        private static final long AGAIN = 1 + ReaderLayout.SLOTS;

        public Reuse() {
            super(1);
            Memory.longPlain(null, base + ReaderLayout.NEXT_AT, AGAIN);
        }

        @Actor
        public void owner(III_Result result) {
            result.r1 = me.acknowledge(1, 1) ? 1 : 0;
        }

        @Actor
        public void turn(III_Result result) {
            if (!you.isFull(AGAIN)) {
                you.handOut(AGAIN, INDEX, true);
                result.r2 = 1;
            }
        }

        @Arbiter
        public void end(III_Result result) {
            result.r3 = state(AGAIN);
            free();
        }
    }
}
