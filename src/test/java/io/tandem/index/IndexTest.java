package io.tandem.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexTest {
    private static final int LARGEST = Order.AREA / 2 - 16;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 700})
    void holdsExactlyItsCapacityAndOneMoreForEachOneTaken(int capacity) {
        Order order = new Order(capacity);
        IndexWriter[] writers = {order.writer(0), order.writer(1), order.writer(2)};
        for (int i = 0; i < capacity; i++) {
            assertFalse(writers[0].isFull());
            assertTrue(order.put(writers[i % 3], i % 3), "message " + i);
        }
        assertTrue(writers[0].isFull());
        for (IndexWriter writer : writers) {
            assertEquals(IndexWriter.NO_ROOM, writer.claim(0));
            assertEquals(IndexWriter.NO_ROOM, writer.publishReference(1));
        }
        order.assertWaiting();
        for (int i = 0; i < 5000; i++) {
            assertEquals(1, order.take(1));
            assertTrue(order.put(writers[i % 3], i % 3));
            assertEquals(IndexWriter.NO_ROOM, writers[1].claim(0));
        }
        order.assertWaiting();
        order.takeAll();
    }

    /** Laps begin at 0 for the file, wrap to 0 after 2^28, and a word of the lap before may be anything of any lane. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1000, 1 << 20, (1L << 38) - 2050, (1L << 38) - 1030, (1L << 37) - 1500, (1L << 39) - 1})
    void goesOnFromLapToLap(long position) {
        Order order = new Order(20, position);
        IndexWriter[] writers = {order.writer(0), order.writer(1)};
        IndexWriter idle = order.writer(2);
        for (int i = 0; i < 4000; i++) {
            assertTrue(order.put(writers[i & 1], i % 50));
            if (i % 18 == 17) {
                order.assertWaiting();
                order.takeAll();
            }
        }
        assertTrue(order.put(idle, 3), "however far the others went");
        order.takeAll();
    }

    @Test
    void theAreaWrapsAtEveryOffset() {
        for (int length : new int[] {0, 1, 8, 9, 63, 64, 100, 500, 1000, 1355, LARGEST - 1, LARGEST}) {
            Order order = new Order(512);
            IndexWriter writer = order.writer(0);
            int most = 0;
            for (int i = 0; i < 1500; i++) {
                while (!order.put(writer, length)) {
                    assertEquals(1, order.take(1));
                }
                most = Math.max(most, order.expected.size());
            }
            int room = Order.AREA / AreaLayout.recordBytes(length);
            assertTrue(most >= Math.min(512, room - 1), length + " bytes: " + most + " of " + room);
            order.takeAll();
            assertTrue(order.put(writer, LARGEST));
            assertThrows(IllegalArgumentException.class, () -> writer.claim(LARGEST + 1));
            assertThrows(IllegalArgumentException.class, () -> writer.claim(-1));
        }
    }

    @Test
    void aBatchIsPublishedOneByOneAndGoesOnAfterNoRoom() {
        for (int first = 0; first < 40; first++) {
            Order order = new Order(5);
            IndexWriter writer = order.writer(1);
            IndexWriter other = order.writer(2);
            for (int i = 0; i < first; i++) { // so that the batch wraps somewhere
                order.put(writer, 100);
                order.takeAll();
            }
            List<Order.Message> batch = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                batch.add(order.fill(writer, i * 25));
                assertNotNull(batch.get(i));
                writer.commit(batch.get(i).type());
            }
            order.assertWaiting();
            assertTrue(order.put(other, 7));
            assertEquals(IndexWriter.NO_ROOM, writer.publish());
            order.expected.addAll(batch.subList(0, 4));
            order.assertWaiting();
            assertEquals(IndexWriter.NO_ROOM, writer.publishReference(1));
            assertEquals(2, order.take(2));
            assertEquals(IndexWriter.NO_ROOM, writer.publish());
            order.expected.addAll(batch.subList(4, 6));
            order.takeAll();
            assertEquals(IndexWriter.NO_ROOM, writer.publish());
            order.expected.addAll(batch.subList(6, 11));
            order.takeAll();
            assertTrue(writer.publish() >= 0);
            order.expected.add(batch.get(11));
            assertTrue(order.put(writer, 5));
            order.takeAll();
        }
    }

    @Test
    void aClaimStaysAfterNoRoomAndGoesWithAnAbort() {
        Order order = new Order(2);
        IndexWriter writer = order.writer(0);
        IndexWriter other = order.writer(1);
        assertThrows(IllegalStateException.class, () -> writer.commit(1));
        Order.Message claimed = order.fill(writer, 300);
        assertTrue(order.put(other, 1));
        assertTrue(order.put(other, 1));
        assertEquals(IndexWriter.NO_ROOM, writer.commitAndPublish(claimed.type()));
        assertEquals(1, order.take(1));
        assertTrue(writer.commitAndPublish(claimed.type()) >= 0);
        order.expected.add(claimed);
        assertThrows(IllegalStateException.class, () -> writer.commitAndPublish(1));
        order.takeAll();
        writer.claim(10);
        assertThrows(IllegalArgumentException.class, () -> writer.commit(0));
        assertThrows(IllegalArgumentException.class, () -> writer.commit(127));
        writer.abort();
        assertThrows(IllegalStateException.class, () -> writer.commit(1));
        assertTrue(order.put(writer, 9));
        order.takeAll();
    }

    @Test
    void nothingIsLetInAfterTheEnd() {
        for (int waiting = 0; waiting <= 3; waiting++) {
            Order order = new Order(3);
            IndexWriter writer = order.writer(0);
            IndexWriter late = order.writer(1);
            assertNotNull(order.fill(late, 10));
            for (int i = 0; i < waiting; i++) {
                assertTrue(order.put(writer, 9));
            }
            assertFalse(order.ring.isEnded());
            order.ring.end();
            order.ring.end();
            assertTrue(order.ring.isEnded());
            order.assertWaiting();
            assertEquals(IndexWriter.ENDED, writer.claim(1));
            assertEquals(IndexWriter.ENDED, late.commitAndPublish(1));
            assertEquals(IndexWriter.ENDED, late.publishReference(1));
            late.commit(1);
            assertEquals(IndexWriter.ENDED, late.publish());
            assertEquals(IndexWriter.ENDED, order.writer(2).claim(1));
            IndexTaker taker = new IndexTaker(reference -> {});
            assertEquals(waiting, taker.take(order.ring, order::area, 5, Order.ALL));
            assertTrue(waiting == 0 ? taker.ended() : waiting == 3 || taker.reachedEnd() && !taker.ended());
            taker.forEach(order::next);
            assertEquals(0, taker.take(order.ring, order::area, 5, Order.ALL));
            assertTrue(taker.ended() && taker.reachedEnd());
            IndexReader reader = new IndexReader(order.ring, order::area);
            assertEquals(0, reader.drain(order::next, 5));
            assertTrue(reader.ended());
            assertFalse(reader.hasNext());
            assertTrue(order.ring.isEnded() && order.ring.isEmpty());
            assertEquals(waiting, order.ring.head());
        }
    }

    @Test
    void referencesComeAloneAndAreShownFirst() {
        Order order = new Order(10);
        IndexWriter writer = order.writer(2);
        order.put(writer, 1);
        order.put(writer, 2);
        assertTrue(order.putReference(writer, 2, 0xff_ffff));
        order.put(writer, 3);
        Order.Message committed = order.fill(writer, 4);
        writer.commit(committed.type());
        order.expected.add(committed);
        assertTrue(order.putReference(writer, 2, 7), "after what was committed");
        order.assertWaiting();
        assertThrows(IllegalArgumentException.class, () -> writer.publishReference(1 << 24));
        assertThrows(IllegalArgumentException.class, () -> writer.publishReference(-1));
        List<Long> seen = new ArrayList<>();
        IndexTaker taker = new IndexTaker(reference -> {
            seen.add(reference);
            assertTrue(order.ring.size() > 0, "before it is taken");
        });
        for (int count : new int[] {2, 1, 2, 1}) {
            assertEquals(count, taker.take(order.ring, order::area, 10, Order.ALL));
            assertEquals(count == 1 ? 16 : 32, taker.taken());
            taker.forEach(order::next);
        }
        assertEquals(List.of(2L << 24 | 0xff_ffff, 2L << 24 | 7), seen);
        order.takeAll();
    }

    @Test
    void takesNoMoreThanAskedFor() {
        Order order = new Order(400);
        IndexWriter one = order.writer(0);
        IndexWriter two = order.writer(1);
        for (int i = 0; i < 60; i++) {
            assertTrue(order.put(i % 5 < 3 ? one : two, 40));
        }
        IndexTaker taker = new IndexTaker(reference -> {});
        assertEquals(0, taker.take(order.ring, order::area, 0, Order.ALL));
        for (int bytes : new int[] {-1, 0, 47, 48, 95, 96, 480}) {
            assertEquals(Math.max(1, bytes / 48), taker.take(order.ring, order::area, Order.ALL, bytes));
            assertEquals(48 * Math.max(1, bytes / 48), taker.taken());
            taker.forEach(order::next);
        }
        order.takeAll();
    }

    @Test
    void aReaderGivesBackWhatItHandedOut() {
        Order order = new Order(100);
        IndexWriter[] writers = {order.writer(0), order.writer(1), order.writer(2)};
        IndexReader reader = new IndexReader(order.ring, order::area);
        for (int i = 0; i < 5000; i++) {
            assertTrue(i % 11 == 0 ? order.putReference(writers[1], 1, i) : order.put(writers[i % 3], i % 200));
            if (i % 13 == 0) {
                assertEquals(order.expected.size(), reader.drain(order::next, Order.ALL));
            }
        }
        order.takeAll();
        IndexReader next = new IndexReader(order.ring, order::area);
        for (int i = 0; i < 100; i++) {
            assertTrue(order.put(writers[i % 3], 1));
        }
        assertTrue(next.hasNext());
        assertEquals(50, next.drain(order::next, 50));
        IllegalStateException thrown = assertThrows(
                IllegalStateException.class,
                () -> next.drain(
                        (type, buffer, index, length) -> {
                            order.next(type, buffer, index, length);
                            if (order.expected.size() == 40) {
                                throw new IllegalStateException("on purpose");
                            }
                        },
                        Order.ALL));
        assertEquals("on purpose", thrown.getMessage());
        assertEquals(40, order.ring.size());
        assertThrows(
                IllegalStateException.class,
                () -> next.drain((type, buffer, index, length) -> next.drain(order::next, 1), 1),
                "not from within");
        order.expected.remove();
        assertEquals(39, next.drain(order::next, Order.ALL));
        assertFalse(next.hasNext());
        order.takeAll();
    }

    @Test
    void aTakerHandsOutAllWhateverIsThrown() {
        Order order = new Order(10);
        IndexWriter writer = order.writer(0);
        for (int i = 0; i < 5; i++) {
            order.put(writer, i);
        }
        IndexTaker taker = new IndexTaker(reference -> {});
        taker.take(order.ring, order::area, Order.ALL, Order.ALL);
        RuntimeException thrown = assertThrows(
                RuntimeException.class,
                () -> taker.forEach((type, buffer, index, length) -> {
                    order.next(type, buffer, index, length);
                    throw new RuntimeException("number " + length);
                }));
        assertEquals("number 0", thrown.getMessage());
        assertEquals(4, thrown.getSuppressed().length);
        assertNull(order.expected.peek());
    }
}
