package io.tandem.sync;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.tandem.file.Memory;
import org.agrona.UnsafeApi;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** {@link LockWord}: one holder at a time, who sees all that the one before did, and each death told once. */
public class LockStress {
    /** A word for two participants, first free or held by a dead one. */
    public static class Locked {
        private static final int DEAD = 9;

        final long address = UnsafeApi.allocateMemory(LockLayout.BELL_AT);
        final LockWord first = new LockWord(null, address, 1);
        final LockWord second = new LockWord(null, address, 2);

        Locked(boolean ofDead) {
            UnsafeApi.setMemory(address, LockLayout.BELL_AT, (byte) 0);
            if (ofDead) {
                Memory.longPlain(null, address, LockLayout.heldBy(DEAD));
            }
        }

        static boolean bury(LockWord word) {
            long seen = word.get();
            return LockLayout.isHeld(seen) && LockLayout.ownerOf(seen) == DEAD && word.bury(seen);
        }

        static void take(LockWord word) {
            while (LockLayout.isHeld(word.take())) {
                bury(word);
                Thread.onSpinWait();
            }
        }

        void free() {
            UnsafeApi.freeMemory(address);
        }
    }

    /** A plain counter, kept whole by the word alone; and the count of holds. */
    @JCStressTest
    @Outcome(id = "2, 2", expect = ACCEPTABLE, desc = "one after the other")
    @Outcome(expect = FORBIDDEN, desc = "an update was lost")
    @State
    public static class MutualExclusion extends Locked {
        private int counter;

        public MutualExclusion() {
            super(false);
        }

        private void count(LockWord word) {
            take(word);
            counter++;
            word.free(LockLayout.isDirty(word.get()));
        }

        @Actor
        public void one() {
            count(first);
        }

        @Actor
        public void two() {
            count(second);
        }

        @Arbiter
        public void end(II_Result result) {
            result.r1 = counter;
            result.r2 = (int) first.holds();
            free();
        }
    }

    /** Both find a dead holder; the first of them is told, and says that all is whole again. */
    @JCStressTest
    @Outcome(id = "2, 1, 0", expect = ACCEPTABLE, desc = "one is told, the other finds it repaired")
    @Outcome(expect = FORBIDDEN, desc = "an update was lost, or a death told to nobody, or twice")
    @State
    public static class TakeOver extends Locked {
        private int counter;
        private int told;

        public TakeOver() {
            super(true);
        }

        private void count(LockWord word) {
            take(word);
            counter++;
            if (LockLayout.isDirty(word.get())) {
                told++;
                word.clean();
            }
            word.free(LockLayout.isDirty(word.get()));
        }

        @Actor
        public void one() {
            count(first);
        }

        @Actor
        public void two() {
            count(second);
        }

        @Arbiter
        public void end(III_Result result) {
            result.r1 = counter;
            result.r2 = told;
            result.r3 = LockLayout.isDirty(first.get()) ? 1 : 0;
            free();
        }
    }

    @JCStressTest
    @Outcome(
            id = {"true, false", "false, true"},
            expect = ACCEPTABLE,
            desc = "one of them buries")
    @Outcome(expect = FORBIDDEN, desc = "two, or none")
    @State
    public static class OneBurier extends Locked {
        public OneBurier() {
            super(true);
        }

        @Actor
        public void one(ZZ_Result result) {
            result.r1 = bury(first);
        }

        @Actor
        public void two(ZZ_Result result) {
            result.r2 = bury(second);
        }

        @Arbiter
        public void end(ZZ_Result result) {
            free();
        }
    }

    /** What a holder did before it unlocked, the next one sees; also the tokens. */
    @JCStressTest
    @Outcome(
            id = {"0, 0", "1, 2"},
            expect = ACCEPTABLE,
            desc = "not yet, or taken with all that was done")
    @Outcome(expect = FORBIDDEN, desc = "the new holder misses what the old one did")
    @State
    public static class HandOver extends Locked {
        private int done;

        public HandOver() {
            super(false);
            first.take();
        }

        @Actor
        public void old() {
            done = 1;
            first.free(false);
        }

        @Actor
        public void next(II_Result result) {
            if (!LockLayout.isHeld(second.take())) {
                result.r1 = done;
                result.r2 = (int) second.holds();
            }
        }

        @Arbiter
        public void end(II_Result result) {
            free();
        }
    }
}
