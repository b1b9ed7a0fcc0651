package io.tandem.queue.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.queue.history.Operation.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Histories made by hand; stamps are small numbers. */
class FifoJudgeTest {
    private static final long NEVER = Operation.PENDING;

    private static Operation put(long value, long call, long end) {
        return new Operation(Kind.PUT, value, call, end);
    }

    private static Operation take(long value, long call, long end) {
        return new Operation(Kind.TAKE, value, call, end);
    }

    private static Operation empty(long call, long end) {
        return new Operation(Kind.EMPTY, 0, call, end);
    }

    private static Operation full(long call, long end) {
        return new Operation(Kind.FULL, 99, call, end);
    }

    private static void good(int capacity, Operation... operations) {
        assertEquals(List.of(), FifoJudge.problems(List.of(operations), capacity));
    }

    /** This and nothing else is found. */
    private static void bad(String problem, int capacity, Operation... operations) {
        List<String> problems = FifoJudge.problems(List.of(operations), capacity);
        assertEquals(1, problems.size(), problems::toString);
        assertTrue(problems.get(0).startsWith(problem), problems::toString);
    }

    @Test
    void nothingAtAll() {
        good(1);
        good(1, empty(1, 2));
    }

    @Test
    void oneAfterTheOther() {
        good(2, put(1, 1, 2), put(2, 3, 4), full(5, 6), take(1, 7, 8), take(2, 9, 10), empty(11, 12));
    }

    @Test
    void putsOrTakesThatOverlapHaveAnyOrder() {
        good(2, put(1, 1, 3), put(2, 2, 4), take(2, 5, 6), take(1, 7, 8));
        good(2, put(1, 1, 2), put(2, 3, 4), take(2, 5, 8), take(1, 6, 7));
        good(2, put(1, 1, 2), put(2, 2, 3), take(2, 4, 5), take(1, 6, 7));
    }

    @Test
    void aTakeMayOverlapItsPut() {
        good(1, put(1, 2, 9), take(1, 1, 3), empty(4, 5));
    }

    @Test
    void fromNowhere() {
        bad("from nowhere: 2", 9, put(1, 1, 2), take(1, 3, 4), take(2, 5, 6));
    }

    @Test
    void takenBeforeItWasPut() {
        bad("taken before it was put: 1", 9, take(1, 1, 2), put(1, 3, 4));
    }

    @Test
    void twice() {
        bad("taken twice: 1", 9, put(1, 1, 2), take(1, 3, 4), take(1, 5, 6));
    }

    @Test
    void lost() {
        bad("lost: 1", 9, put(1, 1, 2), take(1, 3, 4), put(2, 5, 6));
    }

    @Test
    void whoWasKilledMayHaveDoneItOrNot() {
        good(9, put(1, 1, 2), take(0, 3, NEVER), empty(4, 5));
        good(9, put(1, 1, NEVER), empty(4, 5));
        good(9, put(1, 1, NEVER), take(1, 4, 5));
        bad("lost: 2, takes that never returned: 1", 9, put(1, 1, 2), put(2, 1, 2), take(0, 3, NEVER));
        bad("empty", 9, put(1, 1, 2), empty(3, 4), take(0, 5, NEVER));
    }

    @Test
    void orderInverted() {
        bad("order: 1 was put before 2", 9, put(1, 1, 2), put(2, 3, 4), take(2, 5, 6), take(1, 7, 8));
        bad(
                "order: 1 was put before 3",
                9,
                put(1, 1, 2),
                put(2, 1, 9),
                put(3, 3, 4),
                take(3, 5, 6),
                take(1, 7, 8),
                take(2, 1, 20));
    }

    @Test
    void emptyThoughOneWasInside() {
        bad("empty", 9, put(1, 1, 2), empty(3, 4), take(1, 5, 6));
        good(9, put(1, 1, 4), empty(3, 5), take(1, 6, 7));
        good(9, put(1, 1, 2), empty(3, 5), take(1, 4, 7));
    }

    /** Each was gone at some instant, but never all of them. */
    @Test
    void emptyThoughThereWasAlwaysAnother() {
        bad(
                "empty",
                9,
                put(1, 1, 2),
                put(2, 4, 5),
                put(3, 6, 8),
                empty(3, 12),
                take(1, 7, 8),
                take(2, 10, 11),
                take(3, 13, 14));
        good(9, put(1, 1, 2), put(2, 7, 8), empty(3, 12), take(1, 7, 9), take(2, 13, 14));
        good(9, put(1, 1, 2), put(2, 7, 7), empty(3, 12), take(1, 7, 9), take(2, 13, 14));
    }

    @Test
    void emptyAfterALongStretch() {
        bad("empty", 9, put(1, 1, 2), put(2, 3, 4), take(1, 10, 11), empty(12, 13), take(2, 20, 21));
        good(9, put(1, 1, 2), put(2, 3, 4), take(1, 10, 11), take(2, 20, 21), empty(21, 22));
    }

    @Test
    void fullThoughThereWasRoom() {
        bad("full", 2, put(1, 1, 2), full(3, 4), take(1, 5, 6));
        good(2, put(1, 1, 2), put(2, 3, 9), full(4, 5), take(1, 6, 7), take(2, 8, 10));
        good(1, put(1, 1, 2), take(1, 3, 5), full(4, 6));
        bad("full", 1, put(1, 1, 2), take(1, 3, 4), full(5, 6), put(2, 7, 8), take(2, 9, 10));
        bad("full", 1, full(1, 2), put(2, 7, 8), take(2, 9, 10));
    }

    @Test
    void moreThanFit() {
        bad("too many: 2", 1, put(1, 1, 2), put(2, 3, 4), take(1, 6, 7), take(2, 8, 9));
        good(1, put(1, 1, 2), put(2, 3, 6), take(1, 5, 9), take(2, 10, 11));
    }

    @Test
    void perProducer() {
        long a = Values.value(1, 1);
        long b = Values.value(1, 2);
        long c = Values.value(2, 1);
        assertEquals(
                List.of(),
                FifoJudge.problemsPerProducer(List.of(
                        put(c, 1, 2), put(a, 3, 4), take(a, 5, 6), put(b, 7, 8), take(c, 9, 10), take(b, 11, 12))),
                "no order between producers");
        List<String> problems = FifoJudge.problemsPerProducer(List.of(
                put(a, 1, 2), put(b, 3, 4), take(b, 5, 6), take(a, 7, 8), put(c, 1, 2), empty(8, 9), take(c, 20, 21)));
        assertEquals(2, problems.size(), problems::toString);
        assertTrue(problems.get(0).startsWith("producer 1: order"), problems::toString);
        assertTrue(problems.get(1).startsWith("producer 2: empty"), problems::toString);
    }
}
