package io.tandem.sync;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.tandem.file.Memory;
import io.tandem.wait.Bell;
import io.tandem.wait.Neighbours;
import org.agrona.UnsafeApi;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.ZZI_Result;

/** {@link Permits}, {@link Meeting} and {@link EventWord}: the races of their words. */
public class SyncStress {
    /** A semaphore's body, whose words belong to {@code owners}. */
    public static class Words {
        static final long DEAD = 9;

        final long body = UnsafeApi.allocateMemory(SemaphoreLayout.PERMITS_AT + 2 * Long.BYTES);
        private final int words;

        Words(long... owners) {
            words = owners.length;
            UnsafeApi.setMemory(body, SemaphoreLayout.PERMITS_AT, (byte) 0);
            for (int i = 0; i < words; i++) {
                Memory.longPlain(null, body + SemaphoreLayout.PERMITS_AT + (long) i * Long.BYTES, owners[i]);
            }
        }

        Permits of(long self) {
            Bell bell = new Bell(null, body + SemaphoreLayout.BELL_AT, Neighbours.NONE);
            return new Permits(null, body, words, self, bell);
        }

        int left() {
            int left = (int) of(1).available();
            UnsafeApi.freeMemory(body);
            return left;
        }
    }

    /** Two want the permit of a dead one; one of them frees it and takes it. */
    @JCStressTest
    @Outcome(
            id = {"true, false, 0", "false, true, 0"},
            expect = ACCEPTABLE,
            desc = "one has it")
    @Outcome(id = "false, false, 1", expect = ACCEPTABLE, desc = "freed after both had looked")
    @Outcome(expect = FORBIDDEN, desc = "two have it, or it is lost")
    @State
    public static class AcquireAndRecover extends Words {
        public AcquireAndRecover() {
            super(DEAD);
        }

        @Actor
        public void one(ZZI_Result result) {
            Permits permits = of(1);
            permits.recover(id -> id == DEAD);
            result.r1 = permits.take(1);
        }

        @Actor
        public void two(ZZI_Result result) {
            Permits permits = of(2);
            permits.recover(id -> id == DEAD);
            result.r2 = permits.take(1);
        }

        @Arbiter
        public void end(ZZI_Result result) {
            result.r3 = left();
        }
    }

    /** Two threads of one JVM release, and what one released another JVM acquires: that is not released by the other. */
    @JCStressTest
    @Outcome(id = "true, false, 1", expect = ACCEPTABLE, desc = "two released, one acquired")
    @Outcome(expect = FORBIDDEN, desc = "a permit was lost or made up")
    @State
    public static class ReleasesOfOneJvm extends Words {
        private final Permits both;

        public ReleasesOfOneJvm() {
            super(1, 1);
            both = of(1);
        }

        @Actor
        public void one() {
            both.release(1);
        }

        @Actor
        public void other(ZZI_Result result) {
            both.release(1);
            result.r1 = of(2).take(1);
        }

        @Arbiter
        public void end(ZZI_Result result) {
            result.r3 = left();
        }
    }

    /** What was done before a release is seen by who acquires, whether by a word or by a signal. */
    @JCStressTest
    @Outcome(
            id = {"0, 0", "1, 1"},
            expect = ACCEPTABLE,
            desc = "not yet, or with all that was done")
    @Outcome(expect = FORBIDDEN, desc = "who acquired misses what was done")
    @State
    public static class SignalHandOver extends Words {
        private int done;

        @Actor
        public void one() {
            done = 1;
            of(1).release(1);
        }

        @Actor
        public void two(II_Result result) {
            result.r1 = of(2).take(1) ? 1 : 0;
            result.r2 = result.r1 == 0 ? 0 : done;
        }

        @Arbiter
        public void end(II_Result result) {
            left();
        }
    }

    /** Both want two of two: one has both, or both gave back. */
    @JCStressTest
    @Outcome(
            id = {"true, false, 0", "false, true, 0"},
            expect = ACCEPTABLE,
            desc = "one has both")
    @Outcome(id = "false, false, 2", expect = ACCEPTABLE, desc = "each had one, and gave it back")
    @Outcome(expect = FORBIDDEN, desc = "one is kept or made up")
    @State
    public static class TwoWantBoth extends Words {
        public TwoWantBoth() {
            super(0, 0);
        }

        @Actor
        public void one(ZZI_Result result) {
            result.r1 = of(1).take(2);
        }

        @Actor
        public void two(ZZI_Result result) {
            result.r2 = of(2).take(2);
        }

        @Arbiter
        public void end(ZZI_Result result) {
            result.r3 = left();
        }
    }

    /** Two parties come last: each has a place of its own, and one ends the phase. */
    @JCStressTest
    @Outcome(
            id = {"0, 1, 1", "1, 0, 1"},
            expect = ACCEPTABLE,
            desc = "both places, one trip")
    @Outcome(expect = FORBIDDEN, desc = "a place twice, no trip, or two")
    @State
    public static class LastArrivals {
        private final long body = UnsafeApi.allocateMemory(BarrierLayout.ENTRIES_AT + 2 * Long.BYTES);
        private final Meeting meeting = new Meeting(null, body, 2);
        private final java.util.concurrent.atomic.AtomicInteger trips = new java.util.concurrent.atomic.AtomicInteger();

        public LastArrivals() {
            UnsafeApi.setMemory(body, BarrierLayout.ENTRIES_AT + 2 * Long.BYTES, (byte) 0);
            Memory.longPlain(null, body + BarrierLayout.STATE_AT, BarrierLayout.first());
        }

        private int party(int self) {
            long state = meeting.state();
            int place = meeting.arrive(BarrierLayout.phase(state), self, owner -> false);
            if (meeting.arrived(BarrierLayout.phase(state)) == 2 && meeting.trip(state)) {
                trips.incrementAndGet();
            }
            return place;
        }

        @Actor
        public void one(III_Result result) {
            result.r1 = party(1);
        }

        @Actor
        public void two(III_Result result) {
            result.r2 = party(2);
        }

        @Arbiter
        public void end(III_Result result) {
            int phases = BarrierLayout.phase(meeting.state()) - BarrierLayout.FIRST_PHASE;
            result.r3 = trips.get() == phases ? phases : -1;
            UnsafeApi.freeMemory(body);
        }
    }

    /** An event that is set already, and cleared by who then looks for work: the work is seen, or the event is set. */
    @JCStressTest
    @Outcome(
            id = {"0, 1", "1, 0", "1, 1"},
            expect = ACCEPTABLE,
            desc = "seen, or to be looked for again")
    @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "neither: the work is forgotten")
    @State
    public static class SetWhileSet {
        private final long word = UnsafeApi.allocateMemory(2 * Long.BYTES);
        private final EventWord event = new EventWord(null, word);

        public SetWhileSet() {
            Memory.longPlain(null, word, EventLayout.set(0));
            Memory.longPlain(null, word + Long.BYTES, 0);
        }

        @Actor
        public void giver() {
            Memory.longOpaque(null, word + Long.BYTES, 1);
            event.set();
        }

        @Actor
        public void worker(II_Result result) {
            event.clear();
            result.r1 = (int) Memory.longOpaque(null, word + Long.BYTES);
        }

        @Arbiter
        public void end(II_Result result) {
            result.r2 = EventLayout.isSet(event.get()) ? 1 : 0;
            UnsafeApi.freeMemory(word);
        }
    }

    /** Two take the one set of an automatic event. */
    @JCStressTest
    @Outcome(
            id = {"1, 0", "0, 1"},
            expect = ACCEPTABLE,
            desc = "one of them")
    @Outcome(expect = FORBIDDEN, desc = "both or none")
    @State
    public static class OnePasses {
        private final long word = UnsafeApi.allocateMemory(Long.BYTES);
        private final EventWord event = new EventWord(null, word);

        public OnePasses() {
            Memory.longPlain(null, word, EventLayout.set(0));
        }

        @Actor
        public void one(II_Result result) {
            result.r1 = event.clear() ? 1 : 0;
        }

        @Actor
        public void two(II_Result result) {
            result.r2 = event.clear() ? 1 : 0;
        }

        @Arbiter
        public void end(II_Result result) {
            UnsafeApi.freeMemory(word);
        }
    }
}
