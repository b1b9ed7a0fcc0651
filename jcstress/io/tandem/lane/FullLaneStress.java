package io.tandem.lane;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.Arrays;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** Shapes of a lane that is full: two messages, and a third one that has to wait for room. See {@link LaneStress}. */
public class FullLaneStress {
    /** A ring with two messages in it, a third one that has to wait, and who took what. */
    public static class Full extends Laned {
        private final boolean[] taken = new boolean[5];
        private final int lengthOfThird;
        private boolean good = true;
        private int third;

        Full(int length, int lengthOfThird) {
            this.lengthOfThird = lengthOfThird;
            put(1, length);
            put(2, length);
        }

        /** So the other consumer's look at them may be late, and the third lies where the first was. */
        void takeAndPutThird(int takes) {
            note(take(1), takes == 1 ? 0 : take(1));
            third = put(3, lengthOfThird) ? 1 : 0;
        }

        void takeOne() {
            note(take(1), 0);
        }

        private synchronized void note(int first, int second) {
            good &= second == 0 || first < second;
            for (int number : new int[] {first, second}) {
                good &= number >= 0 && number <= 3 && !taken[number];
                taken[Math.floorMod(number, 5)] = number != 0;
            }
        }

        boolean isGood() {
            for (int number = take(1); number != 0; number = take(1)) {
                note(number, 0);
            }
            boolean[] all = {false, true, true, third == 1, false};
            return good && Arrays.equals(all, taken);
        }
    }

    /** A full ring, wrapping with a pad: what is taken slowly is not what overwrites it. */
    @JCStressTest
    @Outcome(id = "true", expect = ACCEPTABLE, desc = "each once, whole, in order for each consumer")
    @Outcome(expect = FORBIDDEN, desc = "torn, lost, doubled, or a pad delivered")
    @State
    public static class Wrap extends Full {
        public Wrap() {
            super(1500, 1500);
        }

        @Actor
        public void quick() {
            takeAndPutThird(2);
        }

        @Actor
        public void slow() {
            takeOne();
        }

        @Arbiter
        public void end(L_Result result) {
            result.r1 = isGood();
            free();
        }
    }

    /** Room for two: the third overwrites the first as soon as that is taken, however slowly somebody else reads it. */
    @JCStressTest
    @Outcome(id = "true", expect = ACCEPTABLE, desc = "each once, whole, in order for each consumer")
    @Outcome(expect = FORBIDDEN, desc = "torn, lost, or doubled")
    @State
    public static class Overwrite extends Full {
        public Overwrite() {
            super(2032, 2024);
        }

        @Actor
        public void quick() {
            takeAndPutThird(1);
        }

        @Actor
        public void slow() {
            takeOne();
        }

        @Arbiter
        public void end(L_Result result) {
            result.r1 = isGood();
            free();
        }
    }
}
