package io.tandem.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.lane.MessageWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of a message: leased, acknowledged, given back, taken at once, looked at. */
class LeaseTest {
    private static final int ALL = Integer.MAX_VALUE;

    private final Desk desk = new Desk(Desk.LEAST);
    private final LeaseLane lane = desk.lane;
    private final LeaseWriter writer = desk.writer();
    private final LeaseTaker me = Desk.taker(Desk.ME);
    private final LeaseTaker you = Desk.taker(Desk.YOU);

    private void put(int... numbers) {
        for (int number : numbers) {
            assertTrue(Desk.put(writer, number, 20));
        }
    }

    private List<Integer> taken(LeaseTaker taker) {
        List<Integer> taken = new ArrayList<>();
        taker.forEach((type, buffer, index, length) -> taken.add(Desk.number(type, buffer, index, length)));
        return taken;
    }

    private List<Integer> looked(int limit) {
        List<Integer> looked = new ArrayList<>();
        new LeasePeeker()
                .look(
                        lane,
                        (type, buffer, index, length) -> looked.add(Desk.number(type, buffer, index, length)),
                        limit);
        return looked;
    }

    private void assertCounts(long ready, long pending) {
        assertEquals(ready, lane.ready());
        assertEquals(pending, lane.pending());
        assertEquals(ready > 0, lane.hasReady());
        assertEquals(pending == 0, lane.isIdle());
    }

    @Test
    void fromReadyToDone() {
        assertCounts(0, 0);
        assertFalse(me.lease(lane, 0));
        assertTrue(me.reachedEnd());
        put(1);
        assertCounts(1, 1);
        desk.lease(me, 1, 1);
        assertCounts(0, 1);
        assertFalse(you.lease(lane, 0), "leased already");
        assertTrue(lane.leasedByOther(Desk.YOU));
        assertFalse(lane.leasedByOther(Desk.ME));
        assertTrue(LeaseTaker.isMine(lane, me.sequence(), me.word()));
        assertTrue(desk.ack(me));
        assertFalse(LeaseTaker.isMine(lane, me.sequence(), me.word()));
        assertCounts(0, 0);
        assertFalse(lane.leasedByOther(Desk.YOU));
        assertFalse(desk.ack(me), "twice");
        assertFalse(desk.giveBack(me), "given back after it was done");
        assertFalse(you.lease(lane, 0));
    }

    @Test
    void aBatchIsSeenOnceItIsPublished() {
        assertTrue(Desk.commit(writer, 1, 20));
        assertTrue(Desk.commit(writer, 2, 20));
        assertCounts(0, 0);
        assertFalse(me.lease(lane, 0));
        assertEquals(0, writer.publish());
        assertCounts(2, 2);
        assertEquals(2, writer.publish(), "nothing more to publish");
        desk.lease(me, 1, 1);
        desk.lease(me, 2, 1);
    }

    @Test
    void whatIsGivenBackComesAgainAndIsCounted() {
        put(1, 2, 3);
        desk.lease(me, 1, 1);
        assertTrue(desk.giveBack(me));
        assertFalse(desk.ack(me), "the lease is over");
        desk.lease(me, 2, 1); // its own place is behind
        desk.lease(you, 1, 2);
        desk.lease(you, 3, 1);
        assertTrue(desk.giveBack(you));
        desk.lease(me, 3, 2);
        assertTrue(desk.ack(me));
        assertCounts(0, 2);
    }

    @Test
    void whatIsGivenBackComesAgainThoughTheEndIsNeverMet() {
        Desk large = new Desk(1 << 16);
        LeaseWriter by = large.writer();
        for (int number = 0; Desk.put(by, number, 20); number++) {
            // as many as there are descriptors
        }
        large.lease(me, 0, 1);
        assertTrue(large.giveBack(me));
        int others = 0;
        while (me.lease(large.lane, 0) && large.number(me) != 0) {
            others++;
        }
        assertTrue(others > 200 && others < 300, "the first came after " + others);
    }

    @Test
    void acknowledgedInAnyOrder() {
        put(0, 1, 2, 3, 4, 5);
        long[] words = new long[6];
        for (int number = 0; number < 6; number++) {
            desk.lease(me, number, 1);
            words[number] = me.word();
        }
        for (int number : new int[] {1, 3, 2}) {
            assertTrue(LeaseTaker.ack(lane, number, words[number]));
            assertEquals(0, lane.advance(), "message 0 is not done");
        }
        assertTrue(LeaseTaker.ack(lane, 0, words[0]));
        assertEquals(4, lane.advance());
        assertTrue(LeaseTaker.ack(lane, 5, words[5]));
        assertEquals(4, lane.advance());
        assertCounts(0, 1);
        assertTrue(LeaseTaker.ack(lane, 4, words[4]));
        assertEquals(6, lane.advance());
        assertCounts(0, 0);
    }

    @Test
    void exhaustedOnesArePassedAndCanBeLeasedApart() {
        put(1, 2, 3);
        for (int time = 1; time <= 2; time++) {
            desk.lease(me, 1, time);
            assertTrue(desk.giveBack(me));
            me.leaseExhausted(lane, 64); // begins at head again
        }
        assertTrue(me.lease(lane, 2));
        assertEquals(2, desk.number(me));
        assertTrue(me.metExhausted());
        assertTrue(me.lease(lane, 2));
        assertFalse(me.metExhausted());
        assertFalse(me.lease(lane, 2));
        assertTrue(me.metExhausted());
        assertFalse(you.leaseExhausted(lane, 3));
        assertTrue(you.leaseExhausted(lane, 2));
        assertEquals(1, desk.number(you));
        assertEquals(2, you.deliveries(), "moving it away is no delivery");
        assertFalse(me.lease(lane, 2));
        assertFalse(me.metExhausted());
        assertTrue(desk.ack(you));
    }

    @Test
    void countsUpToSixtyThree() {
        put(1);
        for (int time = 1; time <= 70; time++) {
            desk.lease(me, 1, Math.min(63, time));
            assertTrue(desk.giveBack(me));
        }
        assertFalse(me.lease(lane, 63));
        desk.lease(me, 1, 63);
        assertTrue(desk.ack(me));
        assertCounts(0, 0);
    }

    @Test
    void beginsWithACountThatWasSet() {
        writer.deliveries(7);
        put(1);
        writer.deliveries(63);
        put(2);
        writer.deliveries(0);
        put(3);
        desk.lease(me, 1, 8);
        desk.lease(me, 2, 63);
        desk.lease(me, 3, 1);
        assertThrows(IllegalArgumentException.class, () -> writer.deliveries(64));
        assertThrows(IllegalArgumentException.class, () -> writer.deliveries(-1));
        assertTrue(Desk.commit(writer, 4, 20));
        assertThrows(IllegalStateException.class, () -> writer.deliveries(1));
    }

    @Test
    void takenAtOnce() {
        put(1, 2, 3, 4, 5, 6);
        desk.lease(you, 1, 1);
        desk.lease(you, 2, 1);
        assertEquals(2, me.take(lane, 2, ALL, 0));
        assertEquals(List.of(3, 4), taken(me));
        assertTrue(desk.giveBack(you));
        assertEquals(1, me.take(lane, ALL, 1, 0), "at least one, whatever its size");
        assertEquals(List.of(5), taken(me));
        assertEquals(1, me.take(lane, ALL, ALL, 1));
        assertEquals(List.of(6), taken(me));
        assertTrue(me.metExhausted());
        assertTrue(me.reachedEnd());
        assertEquals(1, me.take(lane, ALL, ALL, 0));
        assertEquals(List.of(2), taken(me));
        assertEquals(0, me.take(lane, ALL, ALL, 0));
        assertEquals(List.of(), taken(me));
        assertCounts(0, 1);
    }

    @Test
    void aReferenceIsSeenBeforeItIsTakenAndComesAlone() {
        List<String> order = new ArrayList<>();
        LeaseTaker taker = new LeaseTaker(Desk.ME, reference -> order.add("saw " + reference + " of " + lane.ready()));
        put(1);
        for (int i = 0; i < 2; i++) {
            writer.data().putLong(writer.claim(8), 77 + i);
            writer.commitAndPublish(MessageWriter.REFERENCE);
        }
        put(2, 3);
        for (int expected : new int[] {1, 1, 1, 2}) {
            assertEquals(expected, taker.take(lane, ALL, ALL, 0));
            taker.forEach((type, buffer, index, length) -> order.add("got " + type));
        }
        assertEquals(List.of("got 2", "saw 77 of 4", "got 120", "saw 78 of 3", "got 120", "got 3", "got 4"), order);
    }

    @Test
    void whatAHandlerThrowsDoesNotCostTheOthers() {
        put(1, 2, 3);
        me.take(lane, ALL, ALL, 0);
        List<Integer> seen = new ArrayList<>();
        Throwable thrown = assertThrows(
                NoClassDefFoundError.class,
                () -> me.forEach((type, buffer, index, length) -> {
                    seen.add(Desk.number(type, buffer, index, length));
                    if (seen.size() == 1) {
                        throw new NoClassDefFoundError("on purpose");
                    }
                    if (seen.size() == 2) {
                        throw new IllegalStateException("on purpose");
                    }
                }));
        assertEquals(1, thrown.getSuppressed().length);
        assertEquals(List.of(1, 2, 3), seen);
    }

    @Test
    void looksAtWhatWaits() {
        put(1, 2, 3, 4);
        desk.lease(me, 1, 1);
        desk.lease(me, 2, 1);
        assertEquals(List.of(3, 4), looked(ALL));
        assertTrue(desk.giveBack(me));
        assertEquals(List.of(2, 3, 4), looked(ALL));
        assertEquals(List.of(2), looked(1));
        assertEquals(List.of(), looked(0));
        assertCounts(3, 4);
    }

    @Test
    void aLookEndsThoughMessagesKeepComing() {
        Desk desk = new Desk(Desk.LEAST);
        LeaseWriter writer = desk.writer();
        LeaseTaker taker = Desk.taker(Desk.ME);
        Desk.put(writer, 1, 8);
        int shown = new LeasePeeker()
                .look(
                        desk.lane,
                        (type, buffer, index, length) -> {
                            Desk.put(writer, 1, 8);
                            taker.take(desk.lane, 1, 4096, 0);
                        },
                        10_000);
        assertTrue(shown < 10_000, () -> "shown: " + shown);
    }
}
