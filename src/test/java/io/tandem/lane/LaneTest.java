package io.tandem.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaneTest {
    private static final int CAPACITY = Ring.LEAST;
    private static final int LARGEST = Lane.largestMessage(CAPACITY);
    private static final int ALL = Integer.MAX_VALUE;

    @Test
    void wrapsWithAPadAtEveryOffset() {
        for (int offset = 0; offset < CAPACITY; offset += 8) {
            int toEnd = CAPACITY - offset;
            for (int length : new int[] {0, 1, 8, toEnd - 16, toEnd - 9, toEnd - 8, toEnd - 7, toEnd, LARGEST}) {
                if (length >= 0 && length <= LARGEST) {
                    Ring ring = Ring.at(CAPACITY, 5L * CAPACITY + offset);
                    LaneWriter writer = new LaneWriter(ring.lane);
                    assertTrue(ring.put(writer, 1, length));
                    assertTrue(ring.put(writer, 2, 3));
                    ring.assertWaiting();
                    ring.takeAll();
                }
            }
        }
    }

    @Test
    void theLargestMessageFitsAnEmptyLaneWhereverItsHeadIs() {
        for (int offset = 0; offset < CAPACITY; offset += 8) {
            Ring ring = Ring.at(CAPACITY, offset);
            LaneWriter writer = new LaneWriter(ring.lane);
            for (int i = 0; i < 3; i++) {
                assertTrue(ring.put(writer, i, LARGEST), "at " + offset);
                ring.takeAll();
            }
        }
        LaneWriter writer = new LaneWriter(new Ring(CAPACITY).lane);
        assertThrows(IllegalArgumentException.class, () -> writer.claim(LARGEST + 1));
        assertThrows(IllegalArgumentException.class, () -> writer.claim(-1));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8, 9, 100, 1000, 2032})
    void aFullRingHoldsWhatItCanAndTakesOneMoreForEachOneTaken(int length) {
        Ring ring = Ring.at(CAPACITY, 3L * CAPACITY);
        LaneWriter writer = new LaneWriter(ring.lane);
        int number = 0;
        while (ring.put(writer, number, length)) {
            number++;
        }
        assertEquals((CAPACITY - 8) / LaneLayout.recordBytes(length), number);
        ring.assertWaiting();
        new LaneWriter(ring.lane); // an adopter finds the end of a full ring
        LaneTaker taker = new LaneTaker();
        for (int i = 0; i < 2000; i++) {
            assertEquals(1, taker.take(ring.lane, 1, ALL));
            taker.forEach(ring::next);
            while (ring.put(writer, number, length)) {
                number++;
            }
            assertEquals(ring.expected.size(), ring.lane.size());
        }
        assertTrue(number > 1000, "it stands still");
        ring.takeAll();
    }

    @Test
    void aBatchIsSeenAsAWholeOrNotAtAll() {
        for (int offset = 0; offset < CAPACITY; offset += 8) {
            Ring ring = Ring.at(CAPACITY, offset);
            LaneWriter writer = new LaneWriter(ring.lane);
            List<Ring.Message> batch = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                batch.add(new Ring.Message(i, i * 70));
                assertTrue(ring.commit(writer, batch.get(i)));
                ring.assertWaiting();
                assertEquals(0, new LaneTaker().take(ring.lane, ALL, ALL));
                assertFalse(new LaneReader(ring.lane).hasNext());
            }
            writer.publish();
            ring.expected.addAll(batch);
            ring.assertWaiting();
            LaneTaker taker = new LaneTaker();
            int three = taker.take(ring.lane, 3, ALL);
            taker.forEach(ring::next);
            if (three < 3) {
                assertTrue(ring.wraps());
                assertEquals(3 - three, taker.take(ring.lane, 3 - three, ALL));
                taker.forEach(ring::next);
            }
            assertEquals(1, taker.take(ring.lane, ALL, 1), "at least one, whatever its size");
            taker.forEach(ring::next);
            int taken = taker.take(ring.lane, ALL, 16 + 4 * 70 + 5 * 70 + 4);
            assertTrue(taken == 2 || taken == 1 && ring.wraps(), () -> taken + " of 2");
            taker.forEach(ring::next);
            assertTrue(new LaneReader(ring.lane).hasNext());
            assertEquals(3 - taken, new LaneReader(ring.lane).drain(ring::next, ALL));
            ring.takeAll();
        }
    }

    @Test
    void claimsAreReplacedAbortedAndForgotten() {
        Ring ring = Ring.at(CAPACITY, CAPACITY - 16);
        LaneWriter writer = new LaneWriter(ring.lane);
        assertThrows(IllegalStateException.class, () -> writer.commit(1));
        writer.claim(100);
        writer.abort();
        assertThrows(IllegalStateException.class, () -> writer.commit(1));
        writer.publish();
        ring.assertWaiting(); // and no PAD alone
        writer.claim(100);
        assertTrue(ring.put(writer, 1, 8), "fits before the end, although the claim before it did not");
        writer.claim(100);
        assertThrows(IllegalArgumentException.class, () -> writer.commit(0));
        assertThrows(IllegalArgumentException.class, () -> writer.commit(127));
        assertTrue(ring.put(writer, 2, LARGEST));
        writer.claim(10);
        assertEquals(LaneWriter.NO_ROOM, writer.claim(LARGEST));
        assertThrows(IllegalStateException.class, () -> writer.commit(1), "the claim was replaced");
        ring.takeAll();
    }

    /** Five messages, 0 to 4 bytes long, that were taken and not yet handed out. */
    private static LaneTaker takenFive(Ring ring) {
        LaneWriter writer = new LaneWriter(ring.lane);
        for (int i = 0; i < 5; i++) {
            ring.put(writer, i, i);
        }
        LaneTaker taker = new LaneTaker();
        taker.take(ring.lane, ALL, ALL);
        return taker;
    }

    @Test
    void whatAHandlerThrowsDoesNotCostTheOthers() {
        Ring ring = new Ring(CAPACITY);
        LaneTaker taker = takenFive(ring);
        RuntimeException second = new RuntimeException("second");
        RuntimeException thrown = assertThrows(
                RuntimeException.class,
                () -> taker.forEach((type, buffer, index, length) -> {
                    ring.next(type, buffer, index, length);
                    if (length == 1 || length == 3) {
                        throw length == 1 ? second : new IllegalStateException("fourth");
                    }
                }));
        assertSame(second, thrown);
        assertEquals(1, thrown.getSuppressed().length);
        ring.takeAll();
    }

    @Test
    void aReaderGivesBackWhatItHandedOut() {
        Ring ring = new Ring(CAPACITY);
        LaneWriter writer = new LaneWriter(ring.lane);
        LaneReader reader = new LaneReader(ring.lane);
        for (int i = 0; i < 1000; i++) {
            assertTrue(ring.put(writer, i, i % 300));
            if (i % 3 == 0) {
                assertEquals(ring.expected.size(), reader.drain(ring::next, ALL));
            }
        }
        ring.put(writer, 1, 1);
        ring.put(writer, 2, 2);
        assertThrows(
                IllegalStateException.class,
                () -> reader.drain(
                        (type, buffer, index, length) -> {
                            ring.next(type, buffer, index, length);
                            if (ring.expected.size() == 1) {
                                throw new IllegalStateException("on purpose");
                            }
                        },
                        ALL));
        assertTrue(reader.hasNext());
        assertEquals(1, new LaneReader(ring.lane).drain(ring::next, ALL));
        ring.takeAll();
    }

    /** The last number and the last type: one more is the header of a PAD, but no record. */
    @Test
    void aPadIsNoRecordWhereTheNumbersWrap() {
        for (int limit : new int[] {1, 2, ALL}) {
            Ring ring = Ring.at(CAPACITY, CAPACITY - 64);
            ring.header(ring.head(), LaneLayout.end(LaneLayout.NUMBER_MASK));
            LaneWriter writer = new LaneWriter(ring.lane);
            assertTrue(ring.put(writer, 125, 24));
            assertTrue(ring.put(writer, 126, 100));
            LaneTaker taker = new LaneTaker();
            while (taker.take(ring.lane, limit, ALL) > 0) {
                taker.forEach(ring::next);
            }
            ring.takeAll();
        }
    }

    @Test
    void anErrorOfAHandlerDoesNotCostTheOthers() {
        Ring ring = new Ring(CAPACITY);
        LaneTaker taker = takenFive(ring);
        assertThrows(
                NoClassDefFoundError.class,
                () -> taker.forEach((type, buffer, index, length) -> {
                    ring.next(type, buffer, index, length);
                    if (length == 1) {
                        throw new NoClassDefFoundError("on purpose");
                    }
                }));
        ring.takeAll();
    }
}
