package io.tandem.lane;

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

/**
 * {@link LaneWriter}, {@link LaneTaker}, {@link LaneReader}: each message whole, once, in order. Every second lane lies in
 * a file that the producer and the consumers have mapped each on its own, the others in memory of this JVM. Two actors
 * at most: a machine of two processors leaves out the shapes with more.
 */
public class LaneStress {
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
