package io.tandem.value;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.Arrays;
import org.agrona.UnsafeApi;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * {@link Versions}: a reader gets a whole version or is told to look again. Version n is {@code 16 * n} bytes, each of
 * them n, so that a version with bytes or the length of another one is seen.
 */
public class VersionsStress {
    static final int MIXED = -1;

    @Outcome(id = "1", expect = ACCEPTABLE, desc = "before the first write")
    @Outcome(id = "2", expect = ACCEPTABLE, desc = "after the first write")
    @Outcome(id = "3", expect = ACCEPTABLE, desc = "after the second")
    @Outcome(id = "0", expect = ACCEPTABLE_INTERESTING, desc = "a version was finished during the read: look again")
    @Outcome(expect = FORBIDDEN, desc = "a version that nobody wrote")
    public static class Versioned {
        private static final int STEP = 16;
        static final int CAPACITY = 3 * STEP;

        final long address;
        private final Versions versions;
        final byte[] read = new byte[CAPACITY];

        Versioned() {
            long size = ValueLayout.COPIES_AT + 2 * ValueLayout.copyBytes(CAPACITY);
            address = UnsafeApi.allocateMemory(size);
            UnsafeApi.setMemory(address, size, (byte) 0);
            versions = new Versions(null, address, CAPACITY);
            write(1);
        }

        void write(int number) {
            byte[] bytes = new byte[number * STEP];
            Arrays.fill(bytes, (byte) number);
            versions.write(bytes, bytes.length);
        }

        /** The number of the version read, 0 for a retry. */
        int read() {
            int length = versions.read(read);
            if (length == Versions.RETRY) {
                return 0;
            }
            return number(length);
        }

        /** Of the version whose bytes were read. */
        int number(int length) {
            int number = length / STEP;
            for (int i = 0; i < length; i++) {
                if (read[i] != number) {
                    return MIXED;
                }
            }
            return length == number * STEP && number > 0 ? number : MIXED;
        }

        void free() {
            UnsafeApi.freeMemory(address);
        }
    }

    @JCStressTest
    @State
    public static class OneWrite extends Versioned {
        @Actor
        public void writer() {
            write(2);
        }

        @Actor
        public void reader(I_Result result) {
            result.r1 = read();
        }

        @Arbiter
        public void end(I_Result result) {
            free();
        }
    }

    /** The second write goes to the copy the reader may be in. */
    @JCStressTest
    @State
    public static class TwoWrites extends Versioned {
        @Actor
        public void writer() {
            write(2);
            write(3);
        }

        @Actor
        public void reader(I_Result result) {
            result.r1 = read();
        }

        @Arbiter
        public void end(I_Result result) {
            free();
        }
    }

    /** Versions never go back. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "both reads -> writer")
    @Outcome(
            id = {"1, 2", "1, 3", "2, 3"},
            expect = ACCEPTABLE,
            desc = "a newer version the second time")
    @Outcome(
            id = {"2, 2", "3, 3"},
            expect = ACCEPTABLE,
            desc = "the same version twice")
    @Outcome(
            id = {"0, [0123]", "[123], 0"},
            expect = ACCEPTABLE_INTERESTING,
            desc = "told to look again")
    @Outcome(expect = FORBIDDEN, desc = "a mixture, or an older version after a newer one")
    @State
    public static class TwoReads extends Versioned {
        @Actor
        public void writer() {
            write(2);
            write(3);
        }

        @Actor
        public void reader(II_Result result) {
            result.r1 = read();
            result.r2 = read();
        }

        @Arbiter
        public void end(II_Result result) {
            free();
        }
    }
}
