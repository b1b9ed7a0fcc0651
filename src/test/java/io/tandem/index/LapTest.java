package io.tandem.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.support.Held;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Producers and consumers that are held up, while the others go round the ring: late looks, late words, late copies. */
class LapTest {
    private final Order order = new Order(8);
    private final IndexWriter writer = order.writer(0);
    private final IndexWriter other = order.writer(1);
    private final Held held = new Held();
    private final IndexArea slow = order.slow(0, held);

    private IndexArea area(int lane) {
        return lane == 0 ? slow : order.area(lane);
    }

    private void go(int messages, int length) {
        for (int i = 0; i < messages; i++) {
            assertTrue(order.put(i % 3 == 2 ? other : writer, length));
            order.takeAll();
        }
    }

    /** A late look finds words of newer laps where its messages would be: CASing over one loses what waits there. */
    @ParameterizedTest
    @ValueSource(ints = {1020, 1024, 1028, 2 * 1024 + 3, 5 * 1024, 5 * 1024 + 500})
    void aLateProducerFillsNothingThatIsFilled(int messages) {
        for (int waiting = 0; waiting < 8; waiting++) {
            Order order = new Order(8);
            IndexWriter late = order.writer(2);
            IndexWriter quick = order.writer(0);
            for (int i = 0; i < messages - waiting; i++) {
                assertTrue(order.put(quick, 1));
                assertEquals(1, order.take(1));
            }
            for (int i = 0; i < waiting; i++) {
                assertTrue(order.put(quick, 1));
            }
            assertTrue(order.put(late, 1));
            order.assertWaiting();
            order.takeAll();
        }
    }

    /** Words of any lap but the one before are never overwritten: not by a put, not by an end. */
    @Test
    void onlyAWordOfTheLapBeforeIsOverwritten() {
        for (long laps : new long[] {-1000, -3, -2, 1, 2, 1000, (1 << 27) - 1, -(1 << 27)}) {
            Order order = new Order(8, 5000);
            IndexWriter late = order.writer(2);
            long word = order.ring.tag(5000 + laps * order.slots) | 77;
            order.slot(5000, word);
            assertThrows(RuntimeException.class, () -> late.claim(0), "the head has not moved, so this is damage");
            assertThrows(RuntimeException.class, order.ring::end);
            assertEquals(word, order.slot(5000), laps + " laps away");
        }
    }

    @Test
    void aWordThatTurnsNewerIsSeenBeforeTheHead() {
        IndexWriter late = order.writer(2);
        go(1025, 8); // late has looked at slot 0 in lap 1, which is in lap 2 by now
        assertTrue(order.put(late, 8));
        order.takeAll();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100})
    void aTakerNeverTakesWhatItCopiedTooLate(int limit) {
        IndexTaker taker = new IndexTaker(reference -> {});
        for (int messages : new int[] {1, 2, 30, 1021, 1024, 1027, 2100}) {
            for (int half = 0; half < 2; half++) {
                order.put(writer, 200);
                order.put(writer, 200);
                order.put(other, 200);
                held.half = half == 1;
                held.meanwhile = () -> {
                    order.takeAll();
                    go(messages, 150);
                    order.put(writer, 60);
                    order.put(writer, 60);
                };
                assertEquals(Math.min(2, limit), taker.take(order.ring, this::area, limit, Order.ALL));
                taker.forEach(order::next);
                order.takeAll();
            }
        }
    }

    @Test
    void aPeekerShowsNoMixture() {
        for (int messages : new int[] {1, 2, 30, 1021, 1024, 1027, 2100}) {
            order.put(writer, 200);
            held.half = true;
            held.meanwhile = () -> {
                order.takeAll();
                go(messages, 150);
                order.put(writer, 60);
            };
            Deque<Integer> shown = new ArrayDeque<>();
            int count = new IndexPeeker()
                    .look(
                            order.ring,
                            this::area,
                            (type, buffer, index, length) -> {
                                for (int i = 0; i < length; i++) {
                                    assertEquals(order.expected.peek().at(i), buffer.getByte(index + i));
                                }
                                shown.add(length);
                            },
                            1);
            assertEquals(1, count);
            assertEquals(60, shown.peek());
            order.takeAll();
        }
    }
}
