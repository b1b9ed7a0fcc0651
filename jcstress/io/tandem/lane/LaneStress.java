package io.tandem.lane;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.Arrays;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * {@link LaneWriter}, {@link LaneTaker}, {@link LaneReader}: each message whole, once, in order. Every second lane lies in
 * a file that the producer and the consumers have mapped each on its own, the others in memory of this JVM. Two actors
 * at most: a machine of two processors leaves out the shapes with more.
 */
public class LaneStress {
    static final int TORN = -1;

    /** A lane; message n is some bytes, each of them n. */
    public static class Laned {
        private final Place.Region region;
        final Lane lane;
        final LaneWriter writer;

        Laned() {
            region = Place.next().take();
            lane = region.consumers();
            writer = new LaneWriter(region.producer());
        }

        private static boolean fill(LaneWriter by, int number, int length) {
            int index = by.claim(length);
            if (index >= 0) {
                by.lane().data().setMemory(index, length, (byte) number);
            }
            return index >= 0;
        }

        static boolean commit(LaneWriter by, int number, int length) {
            boolean done = fill(by, number, length);
            if (done) {
                by.commit(number);
            }
            return done;
        }

        boolean put(int number, int length) {
            boolean done = fill(writer, number, length);
            if (done) {
                writer.commitAndPublish(number);
            }
            return done;
        }

        /** The numbers taken as one decimal number, 0 for none. */
        int take(int limit) {
            LaneTaker taker = new LaneTaker();
            if (taker.take(lane, limit, Integer.MAX_VALUE) == 0) {
                return 0;
            }
            int[] all = new int[1];
            taker.forEach((type, buffer, index, length) -> {
                int number = type;
                for (int i = 0; i < length; i++) {
                    if (buffer.getByte(index + i) != number) {
                        number = TORN * 100;
                    }
                }
                all[0] = all[0] * 10 + number;
            });
            return all[0];
        }

        /** What is left, one by one. */
        int rest() {
            int all = 0;
            for (int one = take(1); one != 0; one = take(1)) {
                all = all * 10 + one;
            }
            return all;
        }

        void free() {
            region.giveBack();
        }
    }

    /** The bytes taken are the bytes put. */
    @JCStressTest
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "before the put")
    @Outcome(id = "7", expect = ACCEPTABLE, desc = "after the put")
    @Outcome(expect = FORBIDDEN, desc = "something nobody put")
    @State
    public static class PutTake extends Laned {
        @Actor
        public void producer() {
            put(7, 100);
        }

        @Actor
        public void consumer(I_Result result) {
            result.r1 = take(1);
        }

        @Arbiter
        public void end(I_Result result) {
            free();
        }
    }

    /** One message, two consumers. */
    @JCStressTest
    @Outcome(
            id = {"7, 0, 0", "0, 7, 0"},
            expect = ACCEPTABLE,
            desc = "taken once")
    @Outcome(expect = FORBIDDEN, desc = "lost or doubled")
    @State
    public static class TakeTake extends Laned {
        public TakeTake() {
            put(7, 100);
        }

        @Actor
        public void one(III_Result result) {
            result.r1 = take(2);
        }

        @Actor
        public void two(III_Result result) {
            result.r2 = take(2);
        }

        @Arbiter
        public void end(III_Result result) {
            result.r3 = rest();
            free();
        }
    }

    /** A batch becomes visible as one. */
    @JCStressTest
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "before the publication")
    @Outcome(id = "123", expect = ACCEPTABLE, desc = "after it")
    @Outcome(expect = FORBIDDEN, desc = "a part of the batch, or another order")
    @State
    public static class Batch extends Laned {
        @Actor
        public void producer() {
            commit(writer, 1, 40);
            commit(writer, 2, 0);
            commit(writer, 3, 200);
            writer.publish();
        }

        @Actor
        public void consumer(I_Result result) {
            result.r1 = take(3);
        }

        @Arbiter
        public void end(I_Result result) {
            free();
        }
    }

    /** The same, read in place. */
    @JCStressTest
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "before the publication")
    @Outcome(id = "3", expect = ACCEPTABLE, desc = "after it")
    @Outcome(expect = FORBIDDEN, desc = "a part of the batch")
    @State
    public static class BatchInPlace extends Laned {
        @Actor
        public void producer() {
            commit(writer, 1, 40);
            commit(writer, 2, 0);
            commit(writer, 3, 200);
            writer.publish();
        }

        @Actor
        public void consumer(I_Result result) {
            result.r1 = new LaneReader(lane).drain((type, buffer, index, length) -> {}, 3);
        }

        @Arbiter
        public void end(I_Result result) {
            free();
        }
    }

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

    /** A successor of a writer that died with an unpublished batch, and a consumer. */
    @JCStressTest
    @Outcome(
            id = {"18, 0", "1, 8", "0, 18"},
            expect = ACCEPTABLE,
            desc = "published by the dead, then the successor's")
    @Outcome(expect = FORBIDDEN, desc = "lost, doubled, or the dead writer's unpublished messages")
    @State
    public static class Adoption extends Laned {
        public Adoption() {
            put(1, 100);
            commit(writer, 2, 100);
            commit(writer, 3, 100); // dies here
        }

        @Actor
        public void successor() {
            LaneWriter adopted = new LaneWriter(writer.lane());
            commit(adopted, 8, 300);
            adopted.publish();
        }

        @Actor
        public void consumer(II_Result result) {
            result.r1 = take(2);
        }

        @Arbiter
        public void end(II_Result result) {
            result.r2 = rest();
            free();
        }
    }

    /** The size while a message comes and one goes. */
    @JCStressTest
    @Outcome(
            id = {"2, 2", "3, 2"},
            expect = ACCEPTABLE,
            desc = "what it was at some time, and exact at the end")
    @Outcome(expect = FORBIDDEN, desc = "never the size")
    @State
    public static class Size extends Laned {
        public Size() {
            put(1, 1300);
            put(2, 1300);
        }

        @Actor
        public void comingAndGoing() {
            put(3, 1300);
            take(1);
        }

        @Actor
        public void observer(II_Result result) {
            result.r1 = (int) lane.size();
        }

        @Arbiter
        public void end(II_Result result) {
            result.r2 = (int) lane.size();
            free();
        }
    }
}
