package io.tandem.file;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.lang.invoke.VarHandle;
import org.agrona.UnsafeApi;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Single words as protocols use them, through {@link Memory}: closed, shut down, ready, destroyed; live, used; and fences. */
public class WordStress {
    /** Two words on lines of their own. */
    public static class TwoWords {
        private static final long BYTES = 2 * FileLayout.HOT;

        final long data = UnsafeApi.allocateMemory(BYTES);
        final long word = data + FileLayout.HOT;

        TwoWords() {
            UnsafeApi.setMemory(data, BYTES, (byte) 0);
        }

        void free() {
            UnsafeApi.freeMemory(data);
        }
    }

    /** What was done before a flag was set by release is seen by who sees the flag by acquire. */
    @JCStressTest
    @Outcome(
            id = {"0, 0", "0, 1", "1, 1"},
            expect = ACCEPTABLE,
            desc = "not yet, or with all that was before")
    @Outcome(expect = FORBIDDEN, desc = "the flag without what was before it")
    @State
    public static class Flag extends TwoWords {
        @Actor
        public void setter() {
            Memory.intPlain(null, data, 1);
            Memory.intRelease(null, word, 1);
        }

        @Actor
        public void looker(II_Result result) {
            result.r1 = Memory.intAcquire(null, word);
            result.r2 = Memory.intPlain(null, data);
        }

        @Arbiter
        public void end(II_Result result) {
            free();
        }
    }

    /** The same, published by a CAS. */
    @JCStressTest
    @Outcome(
            id = {"0, 0", "0, 1", "1, 1"},
            expect = ACCEPTABLE,
            desc = "not yet, or with all that was before")
    @Outcome(expect = FORBIDDEN, desc = "the word without what was before it")
    @State
    public static class Swap extends TwoWords {
        @Actor
        public void setter() {
            Memory.longPlain(null, data, 1);
            Memory.compareAndSetLong(null, word, 0, 1);
        }

        @Actor
        public void looker(II_Result result) {
            result.r1 = (int) Memory.longAcquire(null, word);
            result.r2 = (int) Memory.longPlain(null, data);
        }

        @Arbiter
        public void end(II_Result result) {
            free();
        }
    }

    /** Each announces itself, fences, and looks for the other: put and shutdown, connect and close, register and look. */
    @JCStressTest
    @Outcome(
            id = {"0, 1", "1, 0", "1, 1"},
            expect = ACCEPTABLE,
            desc = "at least one notices")
    @Outcome(expect = FORBIDDEN, desc = "neither noticed the other")
    @State
    public static class FencedCrossing extends TwoWords {
        @Actor
        public void one(II_Result result) {
            Memory.intRelease(null, data, 1);
            VarHandle.fullFence();
            result.r1 = Memory.intAcquire(null, word);
        }

        @Actor
        public void two(II_Result result) {
            Memory.intRelease(null, word, 1);
            VarHandle.fullFence();
            result.r2 = Memory.intAcquire(null, data);
        }

        @Arbiter
        public void end(II_Result result) {
            free();
        }
    }
}
