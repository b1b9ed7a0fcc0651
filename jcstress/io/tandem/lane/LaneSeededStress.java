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

/** Seeded bugs: {@link LaneStress}, {@link FullLaneStress}, {@link LanePeekStress} and {@link ShutdownStress} must be able to see them. */
public class LaneSeededStress {
    /** The header before the payload. */
    @JCStressTest
    @Outcome(
            id = {"0", "7"},
            expect = ACCEPTABLE,
            desc = "before the put, after it")
    @Outcome(expect = FORBIDDEN, desc = "something nobody put")
    @State
    public static class EarlyHeader extends Laned {
        public EarlyHeader() {
            lane.data().setMemory(0, 2000, (byte) 0);
        }

        @Actor
        public void producer() {
            int index = writer.claim(1900);
            writer.commitAndPublish(7);
            writer.lane().data().setMemory(index, 1900, (byte) 7);
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

    /** Two consumers that store the head, as only one alone may. */
    @JCStressTest
    @Outcome(
            id = {"7, 0, 0", "0, 7, 0"},
            expect = ACCEPTABLE,
            desc = "taken once")
    @Outcome(expect = FORBIDDEN, desc = "lost or doubled")
    @State
    public static class StoredHead extends Laned {
        private final LaneReader first;
        private final LaneReader second;

        public StoredHead() {
            put(7, 100);
            first = new LaneReader(lane);
            second = new LaneReader(lane);
        }

        @Actor
        public void one(III_Result result) {
            first.drain((type, buffer, index, length) -> result.r1 = type, 1);
        }

        @Actor
        public void two(III_Result result) {
            second.drain((type, buffer, index, length) -> result.r2 = type, 1);
        }

        @Arbiter
        public void end(III_Result result) {
            result.r3 = rest();
            free();
        }
    }

    /** A batch published one by one. */
    @JCStressTest
    @Outcome(
            id = {"0", "123"},
            expect = ACCEPTABLE,
            desc = "before the publication, after it")
    @Outcome(expect = FORBIDDEN, desc = "a part of the batch")
    @State
    public static class OneByOne extends Laned {
        @Actor
        public void producer() {
            put(1, 40);
            put(2, 0);
            put(3, 200);
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

    /** Reads beside another consumer without a second look at the head. */
    @JCStressTest
    @Outcome(
            id = {"0", "1", "2", "3"},
            expect = ACCEPTABLE,
            desc = "whole")
    @Outcome(expect = FORBIDDEN, desc = "torn")
    @State
    public static class OneLook extends Laned {
        public OneLook() {
            put(1, 2032);
            put(2, 2032);
        }

        @Actor
        public void quick() {
            take(1);
            put(3, 2024);
        }

        @Actor
        public void slow(I_Result result) {
            long at = lane.headAcquire();
            int type = LaneLayout.type(lane.headerAcquire(at));
            int length = LaneLayout.length(lane.headerAcquire(at));
            result.r1 = LanePeekStress.number(type, lane.data(), lane.index(at) + LaneLayout.HEADER_BYTES, length);
        }

        @Arbiter
        public void end(I_Result result) {
            free();
        }
    }

    /** A put that looks for the shutdown without a fence. */
    @JCStressTest
    @Outcome(
            id = {"1, 7", "2, 0"},
            expect = ACCEPTABLE,
            desc = "accepted and taken, or refused")
    @Outcome(expect = FORBIDDEN, desc = "accepted, and left behind; or refused, and taken")
    @State
    public static class Unfenced extends Laned {
        private volatile boolean shutDown;

        @Actor
        public void producer(II_Result result) {
            writer.claim(Long.BYTES);
            long at = writer.commitAndPublish(7);
            result.r1 = shutDown && writer.retract(at) ? 2 : 1;
        }

        @Actor
        public void consumer(II_Result result) {
            shutDown = true;
            result.r2 = take(1);
        }

        @Arbiter
        public void end(II_Result result) {
            free();
        }
    }
}
