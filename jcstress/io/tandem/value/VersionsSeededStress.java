package io.tandem.value;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.tandem.file.Memory;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A seeded bug: {@link VersionsStress} must be able to see it. */
public class VersionsSeededStress {
    /** A reader that does not look at the version again. */
    @JCStressTest
    @Outcome(
            id = {"1", "2", "3"},
            expect = ACCEPTABLE,
            desc = "a whole version")
    @Outcome(expect = FORBIDDEN, desc = "a version that nobody wrote")
    @State
    public static class OneLook extends VersionsStress.Versioned {
        @Actor
        public void writer() {
            write(2);
            write(3);
        }

        @Actor
        public void reader(I_Result result) {
            long version = Memory.longAcquire(null, address + ValueLayout.VERSION_AT);
            int length = Memory.intPlain(null, address + ValueLayout.lengthAt(version, CAPACITY));
            Memory.copyOut(null, address + ValueLayout.bytesAt(version, CAPACITY), read, Memory.BYTES, length);
            result.r1 = number(length);
        }

        @Arbiter
        public void end(I_Result result) {
            free();
        }
    }
}
