package io.tandem.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.lane.Lane;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Room, wraps, adoption and taking back. */
class LeaseWriterTest {
    private static final int CAPACITY = Desk.LEAST;
    private static final int LARGEST = Lane.largestMessage(CAPACITY);

    private final LeaseTaker me = Desk.taker(Desk.ME);
    private final LeaseTaker you = Desk.taker(Desk.YOU);

    /** Sequences at which laps begin, and that at which laps begin again. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 63, 64, 65, 6399, (64L << 24) - 64, (64L << 24) - 1, 64L << 24, (1L << 62) - 100_000})
    void theDescriptorsWrap(long start) {
        Desk desk = Desk.at(CAPACITY, start);
        LeaseWriter writer = desk.writer();
        int put = 0;
        int done = 0;
        while (done < 1000) {
            while (Desk.put(writer, put, 8)) {
                put++;
            }
            assertEquals(64, put - done, "as many as there are descriptors");
            assertEquals(64, desk.lane.pending());
            for (int i = 0; i < 7; i++) {
                desk.lease(me, done++, 1);
                assertTrue(desk.ack(me));
            }
        }
        assertEquals(start + put, writer.publish());
    }

    @Test
    void theBytesWrapAtEveryOffset() {
        for (int offset = 8; offset <= LARGEST; offset += 8) {
            for (int first : new int[] {offset, LARGEST}) {
                Desk desk = new Desk(CAPACITY);
                LeaseWriter writer = desk.writer();
                int done = 0;
                for (int length :
                        new int[] {first, offset, LARGEST, 4, 9, LARGEST, offset, LARGEST, LARGEST, LARGEST}) {
                    assertTrue(Desk.put(writer, done, length), "an empty ring takes any message, offset " + offset);
                    desk.lease(me, done++, 1);
                    assertTrue(desk.ack(me));
                }
            }
        }
    }

    @Test
    void claimsAreCheckedReplacedAndForgotten() {
        Desk desk = new Desk(CAPACITY);
        LeaseWriter writer = desk.writer();
        assertThrows(IllegalArgumentException.class, () -> writer.claim(LARGEST + 1));
        assertThrows(IllegalArgumentException.class, () -> writer.claim(-1));
        assertThrows(IllegalStateException.class, () -> writer.commit(1));
        writer.claim(8);
        writer.abort();
        assertThrows(IllegalStateException.class, () -> writer.commit(1));
        writer.claim(100);
        assertThrows(IllegalArgumentException.class, () -> writer.commit(0));
        assertThrows(IllegalArgumentException.class, () -> writer.commit(127));
        writer.claim(0);
        writer.commitAndPublish(126);
        assertThrows(IllegalStateException.class, () -> writer.commit(1));
        assertTrue(me.lease(desk.lane, 0));
        assertEquals(126, me.type());
        assertEquals(0, me.length());
        assertFalse(me.lease(desk.lane, 0));
    }

    /** Messages of no bytes only: a ring that is full of them is not taken for an empty one. */
    @Test
    void emptyMessagesHaveAPlace() {
        Desk desk = new Desk(CAPACITY);
        LeaseWriter writer = desk.writer();
        assertTrue(Desk.put(writer, 0, LARGEST));
        assertTrue(Desk.put(writer, 1, LARGEST));
        int empty = 0;
        while (Desk.put(writer, 0, 0)) {
            empty++;
        }
        assertEquals(4, empty, "32 bytes are left");
        assertFalse(Desk.put(desk.writer(), 0, 0), "nor has a successor room");
        desk.lease(me, 0, 1);
        desk.lease(me, 1, 1);
    }

    /** While the first one is leased, no byte of it changes, whatever comes and goes behind it. */
    @Test
    void bytesAreNotUsedAgainBeforeHeadIsPastThem() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Desk desk = new Desk(CAPACITY);
            LeaseWriter writer = desk.writer();
            Deque<Integer> order = new ArrayDeque<>();
            List<long[]> leases = new ArrayList<>();
            int put = 0;
            for (int step = 0; step < 600; step++) {
                int length = 4 + random.nextInt(random.nextInt(10) == 0 ? LARGEST - 4 : 100);
                if (random.nextInt(3) == 0) {
                    if (Desk.put(writer, put, length)) {
                        order.add(put++);
                    }
                } else if (random.nextInt(2) == 0) {
                    if (me.lease(desk.lane, 0)) {
                        assertEquals(order.poll(), desk.number(me), "order");
                        leases.add(new long[] {me.sequence(), me.word(), me.type(), me.index(), me.length()});
                    }
                } else if (!leases.isEmpty()) {
                    long[] lease = leases.remove(random.nextInt(Math.min(3, leases.size())));
                    number(desk, lease);
                    assertTrue(LeaseTaker.ack(desk.lane, lease[0], lease[1]));
                }
                if (random.nextInt(50) == 0) {
                    writer = desk.writer(); // adopted as it is
                }
            }
            for (long[] lease : leases) {
                assertEquals(lease[0], number(desk, lease));
            }
            assertEquals(order.size() + leases.size(), desk.lane.pending());
            desk.assertGuards();
        }
    }

    private static int number(Desk desk, long[] lease) {
        return Desk.number((int) lease[2], desk.lane.data(), (int) lease[3], (int) lease[4]);
    }

    @Test
    void anAdopterGoesOnWithMessagesInEachState() {
        Desk desk = new Desk(CAPACITY);
        LeaseWriter dead = desk.writer();
        for (int number = 0; number < 4; number++) {
            assertTrue(Desk.put(dead, number, 100));
        }
        desk.lease(me, 0, 1);
        assertTrue(desk.ack(me));
        desk.lease(me, 1, 1);
        assertTrue(desk.giveBack(me));
        me.leaseExhausted(desk.lane, 64); // to head again
        desk.lease(me, 1, 2);
        desk.lease(you, 2, 1);
        assertTrue(desk.ack(you));
        for (int lost = 100; lost < 110; lost++) {
            assertTrue(Desk.commit(dead, lost, 50)); // not published: it dies here
        }
        LeaseWriter next = desk.writer();
        assertEquals(2, desk.lane.pending());
        assertEquals(4, next.publish(), "goes on where the published ones end");
        int put = 4;
        while (Desk.put(next, put, 200)) {
            put++;
        }
        assertEquals(1, desk.number(me), "leased, so untouched");
        assertTrue(desk.ack(me));
        for (int number = 3; number < put; number++) {
            desk.lease(you, number, 1);
            assertTrue(desk.ack(you));
        }
        assertTrue(desk.lane.isIdle());
    }

    /** The dead one had filled, and not published, every descriptor of an empty lane. */
    @Test
    void anAdopterOfAnEmptyLaneWithGarbageInItsDescriptors() {
        Desk desk = Desk.at(CAPACITY, 1000);
        for (long sequence = 0; sequence < 64; sequence++) {
            desk.lane.wherePlain(sequence, -1);
        }
        LeaseWriter writer = desk.writer();
        assertTrue(Desk.put(writer, 1, LARGEST));
        assertTrue(Desk.put(writer, 2, LARGEST));
        desk.lease(me, 1, 1);
        desk.lease(me, 2, 1);
    }

    @Test
    void retractsAllOrNothing() {
        Desk desk = new Desk(CAPACITY);
        LeaseWriter writer = desk.writer();
        assertTrue(Desk.put(writer, 0, 20));
        for (int number = 1; number < 4; number++) {
            assertTrue(Desk.commit(writer, number, 20));
        }
        long at = writer.publish();
        assertTrue(writer.retract(at));
        assertEquals(1, desk.lane.pending(), "the one before stays");
        assertFalse(writer.retract(at), "they are gone");
        assertFalse(writer.retract(writer.publish()), "nothing was published");
        desk.lease(me, 0, 1);
        assertTrue(desk.ack(me));
        for (int number = 4; number < 7; number++) {
            assertTrue(Desk.commit(writer, number, 20));
        }
        at = writer.publish();
        desk.lease(you, 4, 1);
        desk.lease(me, 5, 1);
        assertTrue(desk.giveBack(you));
        assertFalse(writer.retract(at), "delivered once");
        assertEquals(2, desk.lane.ready());
        desk.lease(you, 6, 1);
        assertFalse(writer.retract(at + 1));
        assertTrue(desk.giveBack(you));
        writer.deliveries(9);
        assertTrue(Desk.put(writer, 7, 20));
        assertTrue(writer.retract(at + 3));
        assertTrue(desk.ack(me));
        assertEquals(2, desk.lane.pending());
    }

    @Test
    void aRetractionThatFailsLeavesTheOthersAsTheyWere() {
        Desk desk = new Desk(CAPACITY);
        LeaseWriter writer = desk.writer();
        for (int number = 0; number < 3; number++) {
            assertTrue(Desk.commit(writer, number, 20));
        }
        long at = writer.publish();
        long word = desk.lane.wordAcquire(2);
        assertTrue(me.lease(desk.lane, 0));
        assertTrue(me.lease(desk.lane, 0));
        assertTrue(me.lease(desk.lane, 0));
        assertEquals(2, desk.number(me));
        desk.lane.wordRelease(0, word);
        desk.lane.wordRelease(1, word);
        assertFalse(writer.retract(at));
        assertEquals(2, desk.lane.ready());
        desk.lease(you, 0, 1);
        desk.lease(you, 1, 1);
    }

    @Test
    void roomComesBackWithoutAnyConsumerMovingHead() {
        Desk desk = new Desk(CAPACITY);
        LeaseWriter writer = desk.writer();
        assertTrue(Desk.put(writer, 0, LARGEST));
        assertTrue(Desk.put(writer, 1, LARGEST));
        assertFalse(Desk.put(writer, 2, 100));
        desk.lease(me, 0, 1);
        long first = me.word();
        desk.lease(me, 1, 1);
        assertTrue(desk.ack(me));
        assertFalse(Desk.put(writer, 2, 100), "the first one is still leased");
        assertTrue(LeaseTaker.ackInRun(desk.lane, 0, first));
        assertEquals(0, desk.head());
        for (int looks = 1; !Desk.put(writer, 2, 100); looks++) {
            assertTrue(looks < 100, "it moves head itself, now and then");
        }
        assertEquals(2, desk.head());
    }
}
