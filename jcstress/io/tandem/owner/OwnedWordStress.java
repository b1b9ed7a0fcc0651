package io.tandem.owner;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.tandem.file.Memory;
import io.tandem.owner.OwnedWord.Taken;
import org.agrona.UnsafeApi;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.LI_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/** {@link OwnedWord}: one owner at a time, who sees all that the one before did. */
public class OwnedWordStress {
    /** The word, first owned by nobody, by the living or by the dead. */
    public static class Owned {
        static final long DEAD = 9;
        static final long LIVING = 3;

        final long word = UnsafeApi.allocateMemory(Long.BYTES);

        Owned(long owner) {
            Memory.longPlain(null, word, owner);
        }

        Taken tryAcquire(long self) {
            return OwnedWord.tryAcquire(null, word, self, id -> id == DEAD);
        }

        void acquire(long self) {
            OwnedWord.acquire(null, word, self, id -> id == DEAD);
        }

        void release() {
            OwnedWord.release(null, word);
        }

        void free() {
            UnsafeApi.freeMemory(word);
        }
    }

    /** A plain counter, kept whole by the word alone. */
    @JCStressTest
    @Outcome(id = "2", expect = ACCEPTABLE, desc = "one after the other")
    @Outcome(expect = FORBIDDEN, desc = "an update was lost")
    @State
    public static class MutualExclusion extends Owned {
        private int counter;

        public MutualExclusion() {
            super(0);
        }

        @Actor
        public void one() {
            acquire(1);
            counter++;
            release();
        }

        @Actor
        public void two() {
            acquire(2);
            counter++;
            release();
        }

        @Arbiter
        public void end(I_Result result) {
            result.r1 = counter;
            free();
        }
    }

    /** The same, when both find a dead owner. */
    @JCStressTest
    @Outcome(id = "2", expect = ACCEPTABLE, desc = "adopted, released, taken")
    @Outcome(expect = FORBIDDEN, desc = "an update was lost")
    @State
    public static class ExclusionAfterDeath extends Owned {
        private int counter;

        public ExclusionAfterDeath() {
            super(DEAD);
        }

        private void count(long self) {
            while (tryAcquire(self) == Taken.NO) {
                Thread.onSpinWait();
            }
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

    @JCStressTest
    @Outcome(
            id = {"ADOPTED, NO", "NO, ADOPTED"},
            expect = ACCEPTABLE,
            desc = "one of them adopts")
    @Outcome(expect = FORBIDDEN, desc = "two adopters, or none")
    @State
    public static class OneAdopter extends Owned {
        public OneAdopter() {
            super(DEAD);
        }

        @Actor
        public void one(LL_Result result) {
            result.r1 = tryAcquire(1);
        }

        @Actor
        public void two(LL_Result result) {
            result.r2 = tryAcquire(2);
        }

        @Arbiter
        public void end(LL_Result result) {
            free();
        }
    }

    /** What an owner did before its release, the next owner sees. */
    @JCStressTest
    @Outcome(
            id = {"NO, 0", "FREE, 1"},
            expect = ACCEPTABLE,
            desc = "not yet, or taken with all that was done")
    @Outcome(expect = FORBIDDEN, desc = "the new owner misses what the old one did")
    @State
    public static class HandOver extends Owned {
        private int done;

        public HandOver() {
            super(LIVING);
        }

        @Actor
        public void old() {
            done = 1;
            release();
        }

        @Actor
        public void next(LI_Result result) {
            Taken taken = tryAcquire(1);
            result.r1 = taken;
            result.r2 = taken == Taken.NO ? 0 : done;
        }

        @Arbiter
        public void end(LI_Result result) {
            free();
        }
    }
}
