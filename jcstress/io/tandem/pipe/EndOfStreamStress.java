package io.tandem.pipe;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.tandem.file.Memory;
import io.tandem.lane.MemoryLane;
import io.tandem.lane.MessageHandler;
import io.tandem.wait.Waiter;
import java.nio.file.Path;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** {@link ReceivingHalf}: what was sent before the close is received before the end. */
public class EndOfStreamStress {
    static final int END = 9;

    /** A receiving half over memory; message n has type n. */
    static final class Receiving extends ReceivingHalf {
        private static final Path NAME = Path.of("pipe");

        private final MemoryLane memory;

        Receiving(MemoryLane memory) {
            super(NAME, null, null);
            this.memory = memory;
        }

        @Override
        boolean peerClosed() {
            return Memory.intAcquire(memory, memory.word) != 0;
        }

        @Override
        boolean peerDead(Waiter waiter) {
            return false;
        }

        @Override
        Waiter waiter(long nanos) {
            return new Waiter(nanos);
        }

        @Override
        int tryReceive(MessageHandler handler, int limit, boolean stream, int room) {
            return memory.reader.drain(handler, limit);
        }

        /** What comes: a message's number, or the end. */
        int next() {
            int[] got = new int[1];
            try {
                await((type, buffer, index, length) -> got[0] = type, Long.MAX_VALUE, false, ANY);
                return got[0];
            } catch (EndOfStreamException end) {
                return END;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Put and close, against waiting for a message and for the end. */
    @JCStressTest
    @Outcome(id = "7, 9", expect = ACCEPTABLE, desc = "the message, then the end")
    @Outcome(expect = FORBIDDEN, desc = "the end before the last message")
    @State
    public static class PutClose {
        private final MemoryLane memory = new MemoryLane();
        private final Receiving receiving = new Receiving(memory);

        @Actor
        public void sender() {
            memory.send(7);
            Memory.intRelease(memory, memory.word, 1);
        }

        @Actor
        public void receiver(II_Result result) {
            result.r1 = receiving.next();
            result.r2 = receiving.next();
        }

        @Arbiter
        public void end(II_Result result) {
            memory.free();
        }
    }
}
