package io.tandem.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.support.Held;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Consumers held up in the middle of a copy, while another one takes it all and the writer laps the ring. */
class StaleLeaseTest {
    private static final int ALL = Integer.MAX_VALUE;

    private final Desk desk = new Desk(Desk.LEAST);
    private final LeaseWriter writer = desk.writer();
    private final LeaseTaker other = Desk.taker(Desk.YOU);
    private final Held held = new Held();
    private LeaseLane lane;
    private int put;
    private int taken;

    @BeforeEach
    void make() {
        held.wrap(desk.lane.data());
        lane = desk.over(held);
    }

    private void put(int count) {
        for (int i = 0; i < count; i++) {
            assertTrue(Desk.put(writer, put, 40 + put % 9 * 10));
            put++;
        }
    }

    private void takeAll() {
        while (other.lease(desk.lane, 0)) {
            assertEquals(taken++, desk.number(other));
            assertTrue(desk.ack(other));
        }
    }

    /** So many messages through the whole ring, and two that stay. */
    private void lap(int messages) {
        takeAll();
        for (int i = 0; i < messages; i++) {
            put(1);
            takeAll();
        }
        put(2);
    }

    private List<Integer> rest() {
        List<Integer> rest = new ArrayList<>();
        for (int number = taken; number < put; number++) {
            rest.add(number);
        }
        return rest;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTakerNeverTakesWhatItCopiedTooLate(boolean half) {
        LeaseTaker taker = Desk.taker(Desk.ME);
        for (int messages = 0; messages < 200; messages++) {
            int passing = messages;
            put(3);
            held.half = half;
            held.meanwhile = () -> lap(passing);
            List<Integer> numbers = new ArrayList<>();
            taker.take(lane, ALL, ALL, 0);
            taker.forEach((type, buffer, index, length) -> numbers.add(Desk.number(type, buffer, index, length)));
            assertEquals(rest(), numbers);
            taken = put;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPeekerNeverShowsWhatItCopiedTooLate(boolean half) {
        LeasePeeker peeker = new LeasePeeker();
        for (int messages = 0; messages < 200; messages++) {
            int passing = messages;
            put(3);
            held.half = half;
            held.meanwhile = () -> lap(passing);
            List<Integer> numbers = new ArrayList<>();
            peeker.look(
                    lane, (type, buffer, index, length) -> numbers.add(Desk.number(type, buffer, index, length)), ALL);
            assertEquals(rest(), numbers);
            takeAll();
        }
    }

    /** Leased meanwhile, given back meanwhile: the copy was good, but it is another delivery. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatCameBackMeanwhileIsLookedAtAgain(boolean half) {
        LeaseTaker taker = Desk.taker(Desk.ME);
        put(1);
        held.half = half;
        held.meanwhile = () -> {
            desk.lease(other, 0, 1);
            assertTrue(desk.giveBack(other));
        };
        assertEquals(0, taker.take(lane, ALL, ALL, 1), "delivered once by now");
        assertTrue(taker.metExhausted());
        assertEquals(1, taker.take(lane, ALL, ALL, 2));
    }
}
