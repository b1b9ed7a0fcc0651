package io.tandem.pool;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.tandem.file.Memory;
import org.agrona.UnsafeApi;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZII_Result;
import org.openjdk.jcstress.infra.results.ZI_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** {@link Board}: of two that want to decide about a task exactly one does. */
public class BoardStress {
    static final int SLOT = 0;
    static final int WORKER = 5;
    static final int OTHER = 6;

    /** A board with room for one task, which is queued, or has gone further. */
    public static class Posted {
        final long words = UnsafeApi.allocateMemory(Long.BYTES);
        final Board board = new Board(null, words);
        final int generation;

        Posted(int state) {
            Memory.longPlain(null, words, 0);
            generation = board.queue(SLOT);
            if (state >= PoolLayout.RUNNING) {
                board.begin(SLOT, generation, WORKER);
            }
            if (state >= PoolLayout.INTERRUPTED) {
                board.interrupt(SLOT, generation);
            }
        }

        int state() {
            return PoolLayout.state(Memory.longAcquire(null, words));
        }

        void free() {
            UnsafeApi.freeMemory(words);
        }
    }

    /** The client takes back what a worker is about to begin. */
    @JCStressTest
    @Outcome(
            id = {"true, false", "false, true"},
            expect = ACCEPTABLE,
            desc = "begun, or taken back")
    @Outcome(expect = FORBIDDEN, desc = "both, or neither")
    @State
    public static class BeginWithdraw extends Posted {
        public BeginWithdraw() {
            super(PoolLayout.QUEUED);
        }

        @Actor
        public void worker(ZZ_Result result) {
            result.r1 = board.begin(SLOT, generation, WORKER);
        }

        @Actor
        public void client(ZZ_Result result) {
            result.r2 = board.withdraw(SLOT, generation);
        }

        @Arbiter
        public void end(ZZ_Result result) {
            free();
        }
    }

    /** A message that came back from a lease is in the hands of two workers. */
    @JCStressTest
    @Outcome(
            id = {"true, false", "false, true"},
            expect = ACCEPTABLE,
            desc = "one runs it")
    @Outcome(expect = FORBIDDEN, desc = "both run it, or none")
    @State
    public static class TwoBegin extends Posted {
        public TwoBegin() {
            super(PoolLayout.QUEUED);
        }

        @Actor
        public void one(ZZ_Result result) {
            result.r1 = board.begin(SLOT, generation, WORKER);
        }

        @Actor
        public void two(ZZ_Result result) {
            result.r2 = board.begin(SLOT, generation, OTHER);
        }

        @Arbiter
        public void end(ZZ_Result result) {
            free();
        }
    }

    /** The client wants a worker killed that is just done. */
    @JCStressTest
    @Outcome(
            id = {"true, -1", "false, 5"},
            expect = ACCEPTABLE,
            desc = "it goes on, or is to be killed")
    @Outcome(expect = FORBIDDEN, desc = "it goes on and is killed, maybe for another task")
    @State
    public static class EndKill extends Posted {
        public EndKill() {
            super(PoolLayout.INTERRUPTED);
        }

        @Actor
        public void worker(ZI_Result result) {
            result.r1 = board.end(SLOT, generation, WORKER);
        }

        @Actor
        public void client(ZI_Result result) {
            result.r2 = board.kill(SLOT, generation);
        }

        @Arbiter
        public void end(ZI_Result result) {
            free();
        }
    }

    /** The owner clears away the task of a dead worker while its client interrupts it: it must be told of the death. */
    @JCStressTest
    @Outcome(
            id = {"true, 5, 0", "true, -1, 0"},
            expect = ACCEPTABLE,
            desc = "cleared, and interrupted before or not")
    @Outcome(expect = FORBIDDEN, desc = "left for the worker's successor to be killed for")
    @State
    public static class ClearInterrupt extends Posted {
        public ClearInterrupt() {
            super(PoolLayout.RUNNING);
        }

        @Actor
        public void owner(ZII_Result result) {
            result.r1 = board.clear(SLOT, generation, WORKER);
        }

        @Actor
        public void client(ZII_Result result) {
            result.r2 = board.interrupt(SLOT, generation);
        }

        @Arbiter
        public void end(ZII_Result result) {
            result.r3 = state();
            free();
        }
    }

    /** A client that has an answer posts the next task in this place, while the worker that gave it ends the last one. */
    @JCStressTest
    @Outcome(id = "true, 2, 1", expect = ACCEPTABLE, desc = "the next task is queued")
    @Outcome(expect = FORBIDDEN, desc = "the end of the last task took the next one away")
    @State
    public static class EndNext extends Posted {
        public EndNext() {
            super(PoolLayout.RUNNING);
        }

        @Actor
        public void worker(ZII_Result result) {
            result.r1 = board.end(SLOT, generation, WORKER);
        }

        @Actor
        public void client(ZII_Result result) {
            result.r2 = board.queue(SLOT);
        }

        @Arbiter
        public void end(ZII_Result result) {
            result.r3 = state();
            free();
        }
    }
}
