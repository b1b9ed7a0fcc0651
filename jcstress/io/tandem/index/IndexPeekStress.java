package io.tandem.index;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** {@link IndexPeeker}, {@link IndexReader} in place, and {@link IndexWriter#leave}: bytes are used again only when nobody needs them. */
public class IndexPeekStress {
    private static final int LARGEST = 2032;

    /** The third lies where the first was. */
    @JCStressTest
    @Outcome(
            id = {"12", "23", "13", "1", "2", "3", "0", "123"},
            expect = ACCEPTABLE,
            desc = "some of them, in order")
    @Outcome(expect = FORBIDDEN, desc = "torn, or out of order")
    @State
    public static class Peek extends MemoryIndex {
        public Peek() {
            super(2);
            put(first, 1, LARGEST);
            put(first, 2, LARGEST);
        }

        @Actor
        public void taker() {
            take(1);
            put(first, 3, LARGEST);
        }

        @Actor
        public void peeker(I_Result result) {
            new IndexPeeker()
                    .look(
                            ring,
                            this::area,
                            (type, buffer, index, length) -> {
                                int number = number(type, buffer, index, length);
                                result.r1 = number < 0 ? Integer.MIN_VALUE : result.r1 * 10 + number;
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
    public static class InPlace extends MemoryIndex {
        private boolean third;

        public InPlace() {
            super(2);
            put(first, 1, LARGEST);
            put(first, 2, LARGEST);
        }

        @Actor
        public void producer() {
            third = put(first, 3, LARGEST) == 1;
        }

        @Actor
        public void consumer(II_Result result) {
            IndexReader reader = new IndexReader(ring, this::area);
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

    /** Who takes over an area that was left does not touch what waits in it. */
    @JCStressTest
    @Outcome(
            id = {"0, 12", "1, 123"},
            expect = ACCEPTABLE,
            desc = "not left yet; or the next one's comes after them")
    @Outcome(id = "-1, 12", expect = ACCEPTABLE, desc = "left, without room before they are taken")
    @Outcome(expect = FORBIDDEN, desc = "torn or lost")
    @State
    public static class Leave extends MemoryIndex {
        private final IndexWriter last = new IndexWriter(ring, area(0), 0, false);

        public Leave() {
            super(4);
            put(last, 1, LARGEST);
        }

        @Actor
        public void last() {
            put(last, 2, 40);
            last.leave();
        }

        @Actor
        public void next(II_Result result) {
            if (area(0).drainedAcquire() == 2) {
                result.r1 = put(new IndexWriter(ring, area(0), 0, false), 3, LARGEST);
            }
        }

        @Arbiter
        public void end(II_Result result) {
            result.r2 = rest();
            free();
        }
    }
}
