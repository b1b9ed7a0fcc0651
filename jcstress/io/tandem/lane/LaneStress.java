package io.tandem.lane;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.Arrays;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/** {@link LaneWriter}, {@link LaneTaker}, {@link LaneReader}: each message whole, once, in order. */
public class LaneStress {
    static final int TORN = -1;

    /** A lane in memory of its own; message n is some bytes, each of them n. */
    public static class Laned {
        private static final int CAPACITY = LaneLayout.LEAST_CAPACITY;

        private final long address = UnsafeApi.allocateMemory(LaneLayout.DATA_AT + CAPACITY);
        final Lane lane;
        final LaneWriter writer;

        Laned() {
            UnsafeApi.setMemory(address, LaneLayout.DATA_AT + CAPACITY, (byte) 0);
            lane = new Lane(null, address, new UnsafeBuffer(address + LaneLayout.DATA_AT, CAPACITY));
            writer = new LaneWriter(lane);
        }

        static boolean commit(LaneWriter by, int number, int length) {
            int index = by.claim(length);
            if (index < 0) {
                return false;
            }
            by.lane().data().setMemory(index, length, (byte) number);
            by.commit(number);
            return true;
        }

        boolean put(int number, int length) {
            boolean done = commit(writer, number, length);
            writer.publish();
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
            UnsafeApi.freeMemory(address);
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
            id = {"7, 0, 0", "0, 7, 0", "0, 0, 7"},
            expect = ACCEPTABLE,
            desc = "taken once")
    @Outcome(expect = FORBIDDEN, desc = "lost or doubled")
    @State
    public static class TakeTake extends Laned {
        @Actor
        public void producer() {
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

    /** A full ring, wrapping with a pad: what is taken slowly is not what overwrites it. */
    @JCStressTest
    @Outcome(id = "true", expect = ACCEPTABLE, desc = "each once, whole, in order for each consumer")
    @Outcome(expect = FORBIDDEN, desc = "torn, lost, doubled, or a pad delivered")
    @State
    public static class Wrap extends Laned {
        private static final int LARGE = 1500;

        private final boolean[] taken = new boolean[5];
        private boolean good = true;
        private int third;

        public Wrap() {
            put(1, LARGE);
            put(2, LARGE);
        }

        @Actor
        public void producer() {
            for (int attempt = 0; attempt < 100 && third == 0; attempt++) {
                third = put(3, LARGE) ? 1 : 0;
            }
        }

        @Actor
        public void one(L_Result result) {
            note(take(1), take(1));
        }

        @Actor
        public void two(L_Result result) {
            note(take(1), 0);
        }

        private synchronized void note(int first, int second) {
            good &= second == 0 || first < second;
            for (int number : new int[] {first, second}) {
                good &= number >= 0 && number <= 3 && !taken[number];
                taken[number] = number != 0;
            }
        }

        @Arbiter
        public void end(L_Result result) {
            for (int number = take(1); number != 0; number = take(1)) {
                note(number, 0);
            }
            boolean[] all = {false, true, true, third == 1, false};
            result.r1 = good && Arrays.equals(all, taken);
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
            LaneWriter adopted = new LaneWriter(lane);
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
}
