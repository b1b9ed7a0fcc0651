package io.tandem.pool;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.tandem.file.Memory;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZII_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Seeded bugs: {@link BoardStress} must be able to see them. */
public class BoardSeededStress {
    /** Looks once, and takes a lost CAS for a task that is over. */
    @JCStressTest
    @Outcome(
            id = {"true, 5, 0", "true, -1, 0"},
            expect = ACCEPTABLE,
            desc = "cleared, and interrupted before or not")
    @Outcome(expect = FORBIDDEN, desc = "left for the worker's successor to be killed for")
    @State
    public static class ClearOnce extends BoardStress.Posted {
        public ClearOnce() {
            super(PoolLayout.RUNNING);
        }

        @Actor
        public void owner(ZII_Result result) {
            long word = board.word(BoardStress.SLOT);
            result.r1 = Memory.compareAndSetLong(null, words, word, PoolLayout.to(word, PoolLayout.FREE));
        }

        @Actor
        public void client(ZII_Result result) {
            result.r2 = board.interrupt(BoardStress.SLOT, generation);
        }

        @Arbiter
        public void end(ZII_Result result) {
            result.r3 = state();
            free();
        }
    }

    /** Looks, then stores. */
    @JCStressTest
    @Outcome(
            id = {"true, false", "false, true"},
            expect = ACCEPTABLE,
            desc = "one runs it")
    @Outcome(expect = FORBIDDEN, desc = "both run it, or none")
    @State
    public static class LookThenBegin extends BoardStress.Posted {
        public LookThenBegin() {
            super(PoolLayout.QUEUED);
        }

        private boolean begin(int worker) {
            if (state() != PoolLayout.QUEUED) {
                return false;
            }
            Memory.longRelease(null, words, PoolLayout.word(generation, worker, PoolLayout.RUNNING));
            return true;
        }

        @Actor
        public void one(ZZ_Result result) {
            result.r1 = begin(BoardStress.WORKER);
        }

        @Actor
        public void two(ZZ_Result result) {
            result.r2 = begin(BoardStress.OTHER);
        }

        @Arbiter
        public void end(ZZ_Result result) {
            free();
        }
    }
}
