package io.tandem.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.lane.CorruptLaneException;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

/** Words that nobody of ours wrote: refused by name, or taken for a message, but never an endless loop or a wild access. */
class CorruptIndexTest {
    private static final int CAPACITY = 30;

    private static final List<Consumer<Order>> USES = List.of(
            order -> take(order, 1),
            order -> take(order, Order.ALL),
            order -> new IndexPeeker().look(order.ring, order::area, CorruptIndexTest::touch, Order.ALL),
            order -> assertTrue(
                    new IndexReader(order.ring, order::area).drain(CorruptIndexTest::touch, Order.ALL) <= CAPACITY),
            order -> new IndexReader(order.ring, order::area).hasNext(),
            order -> assertTrue(order.ring.size() <= CAPACITY),
            order -> order.ring.isEmpty(),
            order -> order.ring.isFull(),
            order -> order.ring.isEnded(),
            order -> order.ring.end(),
            order -> put(order, order.writer(1)),
            order -> put(order, new IndexWriter(order.ring, order.areas[0], 0, true)));

    private static void touch(int type, DirectBuffer buffer, int index, int length) {
        buffer.boundsCheck(index, length);
    }

    private static void take(Order order, int limit) {
        IndexTaker taker = new IndexTaker(reference -> {});
        for (int total = 0, taken = 1; taken > 0; total += taken) {
            taken = taker.take(order.ring, order::area, limit, Order.ALL);
            taker.forEach(CorruptIndexTest::touch);
            assertTrue(total <= order.slots, "endless");
        }
    }

    private static void put(Order order, IndexWriter writer) {
        for (int i = 0; i < 2 * CAPACITY; i++) {
            if (writer.claim(i) >= 0) {
                writer.commitAndPublish(1);
            }
        }
    }

    /** Each use once, of a new one each time; returns how many refused. */
    private static int useAll(Supplier<Order> orders) {
        int refused = 0;
        for (Consumer<Order> use : USES) {
            Order order = orders.get();
            try {
                use.accept(order);
            } catch (CorruptLaneException named) {
                refused++;
            }
            order.assertGuards();
        }
        return refused;
    }

    private static Order filled(int messages) {
        Order order = new Order(CAPACITY, 5000);
        IndexWriter[] writers = {order.writer(0), order.writer(1), order.writer(2)};
        for (int i = 0; i < messages; i++) {
            assertTrue(i % 5 == 4 ? order.putReference(writers[0], 0, i) : order.put(writers[i % 3], i));
        }
        return order;
    }

    @Test
    void everyBitOfASlotAndOfTheHead() {
        for (int messages : new int[] {0, 1, 7, CAPACITY}) {
            for (int bit = 0; bit < Long.SIZE; bit++) {
                long flipped = 1L << bit;
                for (long at : new long[] {5000, 5001, 5000 + messages - 1, 5000 + messages}) {
                    useAll(() -> {
                        Order order = filled(messages);
                        order.slot(at, order.slot(at) ^ flipped);
                        return order;
                    });
                }
                int refused = useAll(() -> {
                    Order order = filled(messages);
                    order.head(5000 ^ flipped);
                    return order;
                });
                assertTrue(bit < 62 || refused == USES.size(), "bit " + bit + ": " + refused);
            }
        }
    }

    @Test
    void everyBitOfARecordsHeader() {
        for (int bit = 0; bit < Long.SIZE; bit++) {
            long flipped = 1L << bit;
            useAll(() -> {
                Order order = filled(7);
                order.header(0, 0, order.areas[0].headerAcquire(0) ^ flipped);
                return order;
            });
        }
    }

    @Test
    void lengthsAndTypesThatCannotBe() {
        for (int type : new int[] {0, 1, 126, 127, 128, 255}) {
            for (int length : new int[] {-1, -8, Integer.MIN_VALUE, Order.ALL, Order.ALL - 7, 4088, 4096, 2033}) {
                long header = AreaLayout.header(0, type) | length & 0xffff_ffffL;
                Order order = filled(7);
                order.header(0, 0, header);
                assertThrows(CorruptLaneException.class, () -> take(order, Order.ALL), type + " " + length);
                assertThrows(
                        CorruptLaneException.class,
                        () -> new IndexReader(order.ring, order::area).drain(CorruptIndexTest::touch, 1));
                assertThrows(
                        CorruptLaneException.class,
                        () -> new IndexPeeker().look(order.ring, order::area, CorruptIndexTest::touch, 1));
            }
        }
    }

    @Test
    void aRecordThatWasDamagedBeforeItsPublication() {
        Order order = new Order(CAPACITY);
        IndexWriter writer = order.writer(0);
        order.fill(writer, 100);
        writer.commit(1);
        order.header(0, 0, -1);
        assertThrows(CorruptLaneException.class, writer::publish);
        assertEquals(0, order.ring.size());
    }

    @Test
    void lanesThatNobodyOwns() {
        for (int lane : new int[] {3, 1023}) {
            Order order = filled(3);
            order.slot(5000, order.ring.tag(5000) | IndexLayout.entry(lane, 0));
            assertThrows(CorruptLaneException.class, () -> take(order, Order.ALL));
        }
    }

    @Test
    void garbageEverywhere() {
        for (int seed = 1; seed <= 3000; seed++) {
            Random random = new Random(seed);
            long head = random.nextInt(3) == 0 ? random.nextLong() >>> 2 : random.nextInt(10_000);
            int laps = random.nextInt(3);
            int shape = random.nextInt(4);
            Order order = new Order(CAPACITY);
            order.head(head);
            for (long at = head; at < head + order.slots; at++) {
                boolean next = shape > 0 && random.nextInt(20) > 0;
                order.slot(
                        at, next ? order.ring.tag(at - laps * order.slots) | random.nextInt(512) : random.nextLong());
                if (shape == 3) {
                    order.slot(at, order.ring.tag(at) | random.nextLong() >>> 30);
                }
            }
            for (int lane = 0; lane < 3; lane++) {
                for (int i = 0; i < Order.AREA; i += 8) {
                    long header = AreaLayout.header(random.nextInt(50), 1 + random.nextInt(127));
                    order.header(lane, i, random.nextInt(10) == 0 ? random.nextLong() : header);
                }
            }
            for (Consumer<Order> use : USES) {
                try {
                    use.accept(order);
                } catch (CorruptLaneException named) {
                    order.assertGuards();
                }
            }
            order.assertGuards();
        }
    }
}
