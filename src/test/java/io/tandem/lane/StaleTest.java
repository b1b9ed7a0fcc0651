package io.tandem.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.support.Held;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Consumers that are held up in the middle of a copy, while the others take it all and the writer laps the ring. */
class StaleTest {
    private static final int CAPACITY = Ring.LEAST;
    private static final int ALL = Integer.MAX_VALUE;

    private final Ring ring = new Ring(CAPACITY);
    private final Held held = new Held();
    private Lane lane;
    private LaneWriter writer;
    private int next;

    @BeforeEach
    void make() {
        held.wrap(ring.lane.data());
        lane = ring.over(held);
        writer = new LaneWriter(ring.lane);
    }

    private void put(int count, int length) {
        for (int i = 0; i < count; i++) {
            assertTrue(ring.put(writer, next++, length));
        }
    }

    /** So many messages through the whole ring, and a few that stay. */
    private void lap(int laps, int length) {
        ring.takeAll();
        for (int i = 0; i < laps * CAPACITY / length; i++) {
            put(1, length);
            ring.takeAll();
        }
        put(2, length);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100})
    void aTakerNeverTakesWhatItCopiedTooLate(int limit) {
        LaneTaker taker = new LaneTaker();
        for (int length = 40; length < 500; length += 10) {
            int other = length;
            for (boolean half : new boolean[] {false, true}) {
                put(5, 100);
                held.half = half;
                held.meanwhile = () -> lap(3, other);
                int taken = taker.take(lane, limit, ALL);
                assertTrue(taken == Math.min(2, limit) || taken == 1 && ring.wraps());
                taker.forEach(ring::next);
                ring.takeAll();
            }
        }
    }

    /** One that was taken meanwhile is enough, although the others are still there. */
    @Test
    void aBatchIsTakenWholeOrAgain() {
        put(5, 100);
        LaneTaker taker = new LaneTaker();
        held.meanwhile = () -> {
            LaneTaker faster = new LaneTaker();
            assertEquals(1, faster.take(ring.lane, 1, ALL));
            faster.forEach(ring::next);
        };
        assertEquals(4, taker.take(lane, ALL, ALL));
        taker.forEach(ring::next);
        ring.takeAll();
    }

    @Test
    void aPeekerShowsNoMixture() {
        for (int length = 40; length < 500; length += 10) {
            int other = length;
            put(5, 100);
            held.half = true;
            held.meanwhile = () -> lap(2, other);
            Deque<Ring.Message> shown = new ArrayDeque<>();
            int count = new LanePeeker()
                    .look(lane, (type, buffer, index, bytes) -> shown.add(new Ring.Message(type, bytes)), 1);
            assertEquals(1, count, "a lane that is never empty");
            assertEquals(ring.expected.peek().type(), shown.peek().number());
            ring.takeAll();
        }
    }

    /** Prove that these tests see it: the same taker without its CAS. */
    @Test
    void aTakerThatStoresTheHeadIsCaught() {
        put(5, 100);
        held.meanwhile = () -> lap(3, 60);
        List<Throwable> caught = new ArrayList<>();
        try {
            Bugs.takeWithoutCas(lane, ring::next);
            ring.takeAll();
        } catch (AssertionError | CorruptLaneException e) {
            caught.add(e);
        }
        assertEquals(1, caught.size());
    }

    /** Two writers on one lane, as after an adoption without a verdict. */
    @Test
    void aWriterWhoseLaneWasTakenIsCaught() {
        assertThrows(Throwable.class, () -> {
            put(3, 100);
            LaneWriter thief = new LaneWriter(ring.lane);
            for (int i = 0; i < 100; i++) {
                assertTrue(ring.put(thief, next++, 100));
                assertTrue(ring.put(writer, next++, 60));
                ring.assertWaiting();
                ring.takeAll();
            }
        });
    }
}
