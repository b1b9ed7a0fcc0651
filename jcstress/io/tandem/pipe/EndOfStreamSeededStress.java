package io.tandem.pipe;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.tandem.file.Memory;
import io.tandem.lane.MemoryLane;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A seeded bug: {@link EndOfStreamStress} must be able to see it. */
public class EndOfStreamSeededStress {
    /** Looks at the lane, then for the end, and not at the lane again. */
    @JCStressTest
    @Outcome(id = "7", expect = ACCEPTABLE, desc = "the message")
    @Outcome(expect = FORBIDDEN, desc = "the end before the last message")
    @State
    public static class LaneThenEnd {
        private final MemoryLane memory = new MemoryLane();

        @Actor
        public void sender() {
            memory.send(7);
            Memory.intRelease(memory, memory.word, 1);
        }

        @Actor
        public void receiver(I_Result result) {
            while (memory.reader.drain((type, buffer, index, length) -> result.r1 = type, 1) == 0) {
                if (Memory.intAcquire(memory, memory.word) != 0) {
                    result.r1 = EndOfStreamStress.END;
                    return;
                }
            }
        }

        @Arbiter
        public void end(I_Result result) {
            memory.free();
        }
    }
}
