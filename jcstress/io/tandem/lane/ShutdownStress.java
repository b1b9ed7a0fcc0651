package io.tandem.lane;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A put against a shutdown and the last look of the last consumer: accepted and found, or refused and gone. */
@JCStressTest
@Outcome(id = "1, 7", expect = ACCEPTABLE, desc = "accepted and taken")
@Outcome(id = "2, 0", expect = ACCEPTABLE, desc = "refused")
@Outcome(id = "1, 0", expect = FORBIDDEN, desc = "accepted, and left behind")
@Outcome(id = "2, 7", expect = FORBIDDEN, desc = "refused, and taken")
@State
public class ShutdownStress extends Laned {
    private static final int ACCEPTED = 1;
    private static final int REFUSED = 2;

    private volatile boolean shutDown;

    @Actor
    public void producer(II_Result result) {
        writer.claim(Long.BYTES);
        long at = writer.commitAndPublish(7);
        VarHandle.fullFence();
        result.r1 = shutDown && writer.retract(at) ? REFUSED : ACCEPTED;
    }

    @Actor
    public void consumer(II_Result result) {
        shutDown = true;
        LaneTaker taker = new LaneTaker();
        taker.take(lane, 1, Integer.MAX_VALUE);
        taker.forEach((type, buffer, index, length) -> result.r2 = type);
    }

    @Arbiter
    public void end(II_Result result) {
        free();
    }
}
