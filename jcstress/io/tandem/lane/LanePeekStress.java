package io.tandem.lane;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** {@link LanePeeker}, and {@link LaneReader} in place: what they show is whole while room is given back and used again. */
public class LanePeekStress {
    static final int GOOD = 1;

    /** The number of a message, or {@link Laned#TORN}. */
    static int number(int type, org.agrona.DirectBuffer buffer, int index, int length) {
        for (int i = 0; i < length; i++) {
            if (buffer.getByte(index + i) != type) {
                return Laned.TORN;
            }
        }
        return type;
    }

    /** The third lies where the first was. */
    @JCStressTest
    @Outcome(
            id = {"12", "23", "13", "1", "2", "3", "0", "123"},
            expect = ACCEPTABLE,
            desc = "some of them, in order")
    @Outcome(expect = FORBIDDEN, desc = "torn, or out of order")
    @State
    public static class Peek extends Laned {
        public Peek() {
            put(1, 2032);
            put(2, 2032);
        }

        @Actor
        public void taker() {
            take(1);
            put(3, 2024);
        }

        @Actor
        public void peeker(I_Result result) {
            new LanePeeker()
                    .look(
                            lane,
                            (type, buffer, index, length) -> {
                                int number = number(type, buffer, index, length);
                                result.r1 = number == TORN ? Integer.MIN_VALUE : result.r1 * 10 + number;
                            },
                            3);
        }

        @Arbiter
        public void end(I_Result result) {
            free();
        }
    }

    /** The only consumer gives room back, one message at a time; the producer fills it at once. */
    @JCStressTest
    @Outcome(
            id = {"12, 0", "12, 3", "123, 0"},
            expect = ACCEPTABLE,
            desc = "each once, whole, in order")
    @Outcome(expect = FORBIDDEN, desc = "torn, lost or doubled")
    @State
    public static class InPlace extends Laned {
        private boolean third;

        public InPlace() {
            put(1, 2032);
            put(2, 2032);
        }

        @Actor
        public void producer() {
            third = put(3, 2024);
        }

        @Actor
        public void consumer(II_Result result) {
            LaneReader reader = new LaneReader(lane);
            for (int i = 0; i < 3; i++) {
                reader.drain(
                        (type, buffer, index, length) ->
                                result.r1 = result.r1 * 10 + number(type, buffer, index, length),
                        1);
            }
        }

        @Arbiter
        public void end(II_Result result) {
            int rest = rest();
            boolean lost = third && result.r1 == 12 && rest == 0;
            result.r2 = lost ? TORN : rest;
            free();
        }
    }
}
