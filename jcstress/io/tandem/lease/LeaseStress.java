package io.tandem.lease;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.tandem.owner.Participants;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** {@link LeaseWriter}, {@link LeaseTaker}, {@link LeaseLane}: each message whole, and each step of it taken by one. */
public class LeaseStress {
    static final int TORN = -1;

    /** A leased lane in memory of its own; message n is some bytes, each of them n. */
    public static class Desk {
        private static final int CAPACITY = 4096;
        private static final int DATA_AT = (int) LeaseLayout.dataAt(CAPACITY);
        static final long ME = 5L << 12 | 3;
        private static final long YOU = 9L << 12 | 4;

        private final long address = UnsafeApi.allocateMemory(DATA_AT + CAPACITY);
        final LeaseLane lane;
        final LeaseWriter writer;
        final LeaseTaker me = new LeaseTaker(ME);
        final LeaseTaker you = new LeaseTaker(YOU);

        Desk() {
            UnsafeApi.setMemory(address, DATA_AT, (byte) 0);
            lane = new LeaseLane(null, address, new UnsafeBuffer(address + DATA_AT, CAPACITY));
            writer = new LeaseWriter(lane, ME);
        }

        boolean put(int number, int length) {
            int index = writer.claim(length);
            if (index >= 0) {
                lane.data().setMemory(index, length, (byte) number);
                writer.commitAndPublish(number);
            }
            return index >= 0;
        }

        /** The number of the message that was leased, 0 if there was none. */
        int lease(LeaseTaker taker) {
            return taker.lease(lane, 0) ? number(taker) : 0;
        }

        int number(LeaseTaker taker) {
            for (int i = 0; i < taker.length(); i++) {
                if (lane.data().getByte(taker.index() + i) != taker.type()) {
                    return TORN;
                }
            }
            return taker.type();
        }

        /** The number of the message that was taken at once, 0 if there was none. */
        int take(LeaseTaker taker) {
            int[] number = new int[1];
            taker.take(lane, 1, Integer.MAX_VALUE, 0);
            taker.forEach((type, buffer, index, length) -> {
                number[0] = type;
                for (int i = 0; i < length; i++) {
                    number[0] = buffer.getByte(index + i) == type ? number[0] : TORN;
                }
            });
            return number[0];
        }

        int ack(LeaseTaker taker) {
            return LeaseTaker.ack(lane, taker.sequence(), taker.word()) ? 1 : 0;
        }

        int recover(long dead) {
            int name = Participants.shortName(dead);
            return lane.returnAll(owner -> owner == name);
        }

        void free() {
            UnsafeApi.freeMemory(address);
        }
    }

    /** The bytes leased are the bytes put. */
    @JCStressTest
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "before the put")
    @Outcome(id = "7", expect = ACCEPTABLE, desc = "after the put")
    @Outcome(expect = FORBIDDEN, desc = "something nobody put")
    @State
    public static class PutLease extends Desk {
        @Actor
        public void producer() {
            put(7, 100);
        }

        @Actor
        public void consumer(I_Result result) {
            result.r1 = lease(you);
        }

        @Arbiter
        public void end(I_Result result) {
            free();
        }
    }

    /** One message, two consumers. */
    @JCStressTest
    @Outcome(
            id = {"7, 0, 1", "0, 7, 1"},
            expect = ACCEPTABLE,
            desc = "leased once")
    @Outcome(expect = FORBIDDEN, desc = "lost or doubled")
    @State
    public static class LeaseLease extends Desk {
        public LeaseLease() {
            put(7, 100);
        }

        @Actor
        public void one(III_Result result) {
            result.r1 = lease(me);
        }

        @Actor
        public void two(III_Result result) {
            result.r2 = lease(you);
        }

        @Arbiter
        public void end(III_Result result) {
            result.r3 = (int) lane.pending();
            free();
        }
    }

    /** One message, one consumer that leases and one that takes at once. */
    @JCStressTest
    @Outcome(
            id = {"7, 0, 1", "0, 7, 0"},
            expect = ACCEPTABLE,
            desc = "leased or taken")
    @Outcome(expect = FORBIDDEN, desc = "lost or doubled")
    @State
    public static class LeaseTake extends Desk {
        public LeaseTake() {
            put(7, 100);
        }

        @Actor
        public void one(III_Result result) {
            result.r1 = lease(me);
        }

        @Actor
        public void two(III_Result result) {
            result.r2 = take(you);
        }

        @Arbiter
        public void end(III_Result result) {
            result.r3 = (int) lane.pending();
            free();
        }
    }

    /** The acknowledgement of one that is taken for dead, and its recovery: only one CAS wins. */
    @JCStressTest
    @Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "done")
    @Outcome(id = "0, 1, 1", expect = ACCEPTABLE, desc = "waits again")
    @Outcome(expect = FORBIDDEN, desc = "both, or neither")
    @State
    public static class AckRecover extends Desk {
        public AckRecover() {
            put(7, 100);
            lease(me);
        }

        @Actor
        public void owner(III_Result result) {
            result.r1 = ack(me);
        }

        @Actor
        public void survivor(III_Result result) {
            result.r2 = recover(Desk.ME);
        }

        @Arbiter
        public void end(III_Result result) {
            result.r3 = (int) lane.ready();
            free();
        }
    }

    /** The producer takes back while a consumer leases. */
    @JCStressTest
    @Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "taken back, both messages")
    @Outcome(
            id = {"0, 7, 1", "0, 8, 1"},
            expect = ACCEPTABLE,
            desc = "one is leased, the other one waits")
    @Outcome(id = "0, 0, 2", expect = FORBIDDEN, desc = "neither")
    @Outcome(expect = FORBIDDEN, desc = "a part of the batch is lost")
    @State
    public static class RetractLease extends Desk {
        public RetractLease() {
            for (int number = 7; number <= 8; number++) {
                lane.data().setMemory(writer.claim(100), 100, (byte) number);
                writer.commit(number);
            }
            writer.publish();
        }

        @Actor
        public void producer(III_Result result) {
            result.r1 = writer.retract(0) ? 1 : 0;
        }

        @Actor
        public void consumer(III_Result result) {
            result.r2 = lease(you);
        }

        @Arbiter
        public void end(III_Result result) {
            result.r3 = (int) lane.ready();
            free();
        }
    }

    /** Room for two: the third lies where the first was, never before that one is done, and is never mixed with it. */
    @JCStressTest
    @Outcome(
            id = {"1, 0", "1, 1"},
            expect = ACCEPTABLE,
            desc = "the first stays whole until it is done")
    @Outcome(expect = FORBIDDEN, desc = "overwritten under a lease")
    @State
    public static class Reuse extends Desk {
        public Reuse() {
            put(1, 2032);
            put(2, 2032);
            lease(me);
        }

        @Actor
        public void producer(II_Result result) {
            result.r2 = put(3, 2032) ? 1 : 0;
        }

        @Actor
        public void consumer(II_Result result) {
            result.r1 = number(me);
            ack(me);
        }

        @Arbiter
        public void end(II_Result result) {
            free();
        }
    }

    /** The same for one who copies without a lease: what it takes is whole, however slowly it copied. */
    @JCStressTest
    @Outcome(
            id = {"1, 2", "1, 3", "2, 1", "2, 3", "3, 1", "3, 2"},
            expect = ACCEPTABLE,
            desc = "each once, whole")
    @Outcome(
            id = {"1, 0", "0, 1"},
            expect = FORBIDDEN,
            desc = "two were there")
    @Outcome(expect = FORBIDDEN, desc = "torn or doubled")
    @State
    public static class Overwrite extends Desk {
        public Overwrite() {
            put(1, 2032);
            put(2, 2032);
        }

        @Actor
        public void quick(II_Result result) {
            result.r1 = take(me);
            put(3, 2032);
        }

        @Actor
        public void slow(II_Result result) {
            result.r2 = take(you);
        }

        @Arbiter
        public void end(II_Result result) {
            free();
        }
    }
}
