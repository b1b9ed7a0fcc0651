package io.tandem.value;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.tandem.file.FileLayout;
import io.tandem.file.Memory;
import org.agrona.UnsafeApi;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** What two cells promise each other: the orderings that {@link SharedLong} hands to {@link Memory}. */
public class ReleaseAcquireStress {
    /** Two cells on lines of their own. */
    public static class TwoCells {
        private static final long BYTES = 2 * FileLayout.HOT;

        final long x = UnsafeApi.allocateMemory(BYTES);
        final long y = x + FileLayout.HOT;

        TwoCells() {
            UnsafeApi.setMemory(x, BYTES, (byte) 0);
        }

        void free() {
            UnsafeApi.freeMemory(x);
        }
    }

    /** A message in x, announced in y by release, noticed by acquire. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "reader -> writer")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "the reader looked between the two stores")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "writer -> reader")
    @Outcome(id = "1, 0", expect = FORBIDDEN, desc = "announced, but not there")
    @State
    public static class Message extends TwoCells {
        @Actor
        public void writer() {
            Memory.longPlain(null, x, 1);
            Memory.longRelease(null, y, 1);
        }

        @Actor
        public void reader(JJ_Result result) {
            result.r1 = Memory.longAcquire(null, y);
            result.r2 = Memory.longPlain(null, x);
        }

        @Arbiter
        public void end(JJ_Result result) {
            free();
        }
    }

    /** The same announced opaquely promises nothing. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "reader -> writer")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "the reader looked between the two stores")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "writer -> reader")
    @Outcome(id = "1, 0", expect = ACCEPTABLE_INTERESTING, desc = "announced, but not there: why opaque is too weak")
    @State
    public static class OpaqueMessage extends TwoCells {
        @Actor
        public void writer() {
            Memory.longPlain(null, x, 1);
            Memory.longOpaque(null, y, 1);
        }

        @Actor
        public void reader(JJ_Result result) {
            result.r1 = Memory.longOpaque(null, y);
            result.r2 = Memory.longPlain(null, x);
        }

        @Arbiter
        public void end(JJ_Result result) {
            free();
        }
    }

    /** Each sets its own cell and looks at the other's: with get and set, at least one notices. */
    @JCStressTest
    @Outcome(
            id = {"0, 1", "1, 0"},
            expect = ACCEPTABLE,
            desc = "one after the other")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "both stores -> both loads")
    @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "neither noticed the other")
    @State
    public static class VolatileCrossing extends TwoCells {
        @Actor
        public void one(JJ_Result result) {
            Memory.longVolatile(null, x, 1);
            result.r1 = Memory.longVolatile(null, y);
        }

        @Actor
        public void two(JJ_Result result) {
            Memory.longVolatile(null, y, 1);
            result.r2 = Memory.longVolatile(null, x);
        }

        @Arbiter
        public void end(JJ_Result result) {
            free();
        }
    }

    /** The same with release and acquire: x86 does it too, which shows that the test can see it. */
    @JCStressTest
    @Outcome(
            id = {"0, 1", "1, 0"},
            expect = ACCEPTABLE,
            desc = "one after the other")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "both stores -> both loads")
    @Outcome(id = "0, 0", expect = ACCEPTABLE_INTERESTING, desc = "neither noticed: release and acquire are too weak")
    @State
    public static class ReleaseAcquireCrossing extends TwoCells {
        @Actor
        public void one(JJ_Result result) {
            Memory.longRelease(null, x, 1);
            result.r1 = Memory.longAcquire(null, y);
        }

        @Actor
        public void two(JJ_Result result) {
            Memory.longRelease(null, y, 1);
            result.r2 = Memory.longAcquire(null, x);
        }

        @Arbiter
        public void end(JJ_Result result) {
            free();
        }
    }
}
