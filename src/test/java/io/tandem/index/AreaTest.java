package io.tandem.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.lane.CorruptLaneException;
import org.junit.jupiter.api.Test;

/** Who comes after an owner of an area, dead or not, writes nothing while a message of that owner waits. */
class AreaTest {
    private final Order order = new Order(10);

    /** An owner with three messages in the index, one of another lane before and after them, and one not published. */
    private IndexWriter first() {
        IndexWriter owner = order.writer(0);
        IndexWriter other = order.writer(1);
        assertTrue(order.put(other, 30));
        for (int i = 0; i < 3; i++) {
            assertTrue(order.put(owner, 100));
        }
        assertTrue(order.put(other, 30));
        Order.Message lost = order.fill(owner, 200);
        owner.commit(lost.type());
        return owner;
    }

    private void assertWaitsFor(IndexWriter successor, int messages) {
        for (int taken = 0; taken < messages; taken++) {
            assertEquals(IndexWriter.NO_ROOM, successor.claim(0), "after " + taken);
            order.assertWaiting();
            assertEquals(1, order.take(1));
        }
        assertNotNull(order.fill(successor, 2000));
        for (int i = 0; i < 50; i++) {
            assertTrue(order.put(successor, 500));
            order.takeAll();
        }
    }

    @Test
    void theSuccessorOfADeadOwnerWaitsForAllThatWasPublished() {
        first();
        assertWaitsFor(new IndexWriter(order.ring, order.areas[0], 0, true), 5);
    }

    @Test
    void theSuccessorOfOneThatLeftWaitsForWhatWasPublishedThen() {
        first().leave();
        assertTrue(order.put(order.writer(2), 1));
        assertWaitsFor(order.writer(0), 5);
    }

    /** What is drained is from the leave before it, and no longer true. */
    @Test
    void theSuccessorOfOneThatDiedAfterAnotherLeft() {
        first().leave();
        order.takeAll();
        IndexWriter second = order.writer(0);
        assertTrue(order.put(second, 400));
        assertWaitsFor(new IndexWriter(order.ring, order.areas[0], 0, true), 1);
    }

    @Test
    void aSuccessorMayPublishReferencesAtOnce() {
        first();
        IndexWriter successor = new IndexWriter(order.ring, order.areas[0], 0, true);
        assertTrue(order.putReference(successor, 0, 5));
        order.takeAll();
        assertTrue(order.put(successor, 1));
        order.takeAll();
    }

    @Test
    void oneAfterTheOtherFindsTheAreaFree() {
        for (int i = 0; i < 500; i++) {
            IndexWriter owner = order.writer(2);
            assertTrue(order.put(owner, i % 300));
            order.takeAll();
            assertTrue(order.put(owner, 1));
            owner.leave();
            order.takeAll();
        }
    }

    @Test
    void aDrainedWordThatCannotBeIsRefused() {
        for (long drained : new long[] {-1, Long.MIN_VALUE, 1, Long.MAX_VALUE}) {
            order.areas[1].drainedRelease(drained);
            assertThrows(CorruptLaneException.class, () -> order.writer(1));
        }
        order.areas[1].drainedRelease(0);
        assertTrue(order.put(order.writer(1), 1));
    }

    @Test
    void lanesHaveTenBits() {
        assertThrows(IllegalArgumentException.class, () -> new IndexWriter(order.ring, order.areas[0], 1024, false));
        assertThrows(IllegalArgumentException.class, () -> new IndexWriter(order.ring, order.areas[0], -1, false));
    }
}
