package io.tandem.lease;

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

/** Seeded bugs: {@link LeaseStress} and {@link LeasePeekStress} must be able to see them. */
public class LeaseSeededStress {
    /** An acknowledgement that looks and stores, although others may change the word. */
    @JCStressTest
    @Outcome(
            id = {"1, 0, 0", "0, 1, 1"},
            expect = ACCEPTABLE,
            desc = "done, or waits again")
    @Outcome(expect = FORBIDDEN, desc = "both, or neither")
    @State
    public static class StoredAck extends LeaseStress.Desk {
        public StoredAck() {
            put(7, 100);
            lease(me);
        }

        @Actor
        public void owner(III_Result result) {
            result.r1 = LeaseTaker.ackInRun(lane, me.sequence(), me.word()) ? 1 : 0;
        }

        @Actor
        public void survivor(III_Result result) {
            result.r2 = recover(ME);
        }

        @Arbiter
        public void end(III_Result result) {
            result.r3 = (int) lane.ready();
            free();
        }
    }

    /** The word before the payload. */
    @JCStressTest
    @Outcome(
            id = {"0", "7"},
            expect = ACCEPTABLE,
            desc = "before the put, after it")
    @Outcome(expect = FORBIDDEN, desc = "something nobody put")
    @State
    public static class EarlyWord extends LeaseStress.Desk {
        public EarlyWord() {
            lane.data().setMemory(0, 2000, (byte) 0);
        }

        @Actor
        public void producer() {
            int index = writer.claim(1900);
            writer.commitAndPublish(7);
            lane.data().setMemory(index, 1900, (byte) 7);
        }

        @Actor
        public void consumer(I_Result result) {
            result.r1 = lease(you);
        }

        @Arbiter
        public void end(I_Result result) {
            free();
        }
    }

    /** Acknowledged before it was handled. */
    @JCStressTest
    @Outcome(
            id = {"1, 0", "1, 1"},
            expect = ACCEPTABLE,
            desc = "the first stays whole until it is done")
    @Outcome(expect = FORBIDDEN, desc = "overwritten while it is read")
    @State
    public static class EarlyAck extends LeaseStress.Desk {
        public EarlyAck() {
            put(1, 2032);
            put(2, 2032);
            lease(me);
        }

        @Actor
        public void producer(II_Result result) {
            result.r2 = put(3, 2032) ? 1 : 0;
        }

        @Actor
        public void consumer(II_Result result) {
            ack(me);
            result.r1 = number(me);
        }

        @Arbiter
        public void end(II_Result result) {
            free();
        }
    }
}
