package io.tandem.lease;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** {@link LeasePeeker}, and leases that are acknowledged in a run: what is shown is whole while its room is used again. */
public class LeasePeekStress {
    /** The third lies where the first was. */
    @JCStressTest
    @Outcome(
            id = {"12", "23", "13", "1", "2", "3", "0", "123"},
            expect = ACCEPTABLE,
            desc = "some of them, in order")
    @Outcome(expect = FORBIDDEN, desc = "torn, or out of order")
    @State
    public static class Peek extends LeaseStress.Desk {
        public Peek() {
            put(1, 2032);
            put(2, 2032);
        }

        @Actor
        public void taker() {
            take(me);
            put(3, 2032);
        }

        @Actor
        public void peeker(I_Result result) {
            new LeasePeeker()
                    .look(
                            lane,
                            (type, buffer, index, length) -> {
                                boolean whole = true;
                                for (int i = 0; i < length; i++) {
                                    whole &= buffer.getByte(index + i) == type;
                                }
                                result.r1 = whole ? result.r1 * 10 + type : Integer.MIN_VALUE;
                            },
                            3);
        }

        @Arbiter
        public void end(I_Result result) {
            free();
        }
    }

    /** Handled in place, acknowledged by a store; then the producer may write there. */
    @JCStressTest
    @Outcome(
            id = {"1, 0", "1, 1"},
            expect = ACCEPTABLE,
            desc = "the first stays whole until it is done")
    @Outcome(expect = FORBIDDEN, desc = "overwritten under a lease")
    @State
    public static class Run extends LeaseStress.Desk {
        public Run() {
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
            result.r1 = number(me);
            LeaseTaker.ackInRun(lane, me.sequence(), me.word());
            LeaseTaker.finishRun(lane);
        }

        @Arbiter
        public void end(II_Result result) {
            free();
        }
    }
}
