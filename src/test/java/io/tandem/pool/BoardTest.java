package io.tandem.pool;

import static io.tandem.pool.PoolLayout.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.file.JdkAccess;
import io.tandem.file.Memory;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The steps of a task's word, one by one. */
class BoardTest {
    private static final int SLOT = 3;
    private static final int WORKER = MOST_WORKERS - 1;
    private static final int OTHER = 6;

    static {
        JdkAccess.require(); // before Agrona
    }

    private final UnsafeBuffer memory =
            new UnsafeBuffer(ByteBuffer.allocateDirect((SLOTS + 1) * Long.BYTES).alignedSlice(Long.BYTES));
    private final Board board = new Board(memory, memory.addressOffset());
    private int generation;

    /** A task in this state, the first of its place. */
    private void go(int state) {
        generation = board.queue(SLOT);
        assertTrue(state < RUNNING || board.begin(SLOT, generation, WORKER));
        assertTrue(state < INTERRUPTED || board.interrupt(SLOT, generation) == WORKER);
        assertTrue(state < KILLED || board.kill(SLOT, generation) == WORKER);
        assertState(state);
    }

    private void assertState(int state) {
        assertEquals(state, state(board.word(SLOT)));
        assertEquals(generation, generation(board.word(SLOT)));
    }

    @Test
    void aTaskThatNobodyDisturbs() {
        go(QUEUED);
        assertFalse(board.isRunning(SLOT, generation));
        assertTrue(board.begin(SLOT, generation, WORKER));
        assertTrue(board.isRunning(SLOT, generation));
        assertEquals(WORKER, worker(board.word(SLOT)));
        assertTrue(board.end(SLOT, generation, WORKER));
        assertState(FREE);
        assertEquals(generation + 1, board.queue(SLOT));
        assertEquals(word(generation + 1, 0, QUEUED), board.word(SLOT));
    }

    @Test
    void whatIsQueuedIsBegunOrWithdrawnOnce() {
        go(QUEUED);
        assertTrue(board.withdraw(SLOT, generation));
        assertFalse(board.withdraw(SLOT, generation));
        assertFalse(board.begin(SLOT, generation, WORKER));
        assertState(FREE);
        go(RUNNING);
        assertFalse(board.begin(SLOT, generation, OTHER));
        assertFalse(board.withdraw(SLOT, generation));
        assertState(RUNNING);
    }

    @ParameterizedTest
    @ValueSource(ints = {FREE, QUEUED, INTERRUPTED, KILLED})
    void onlyWhatRunsIsInterrupted(int state) {
        if (state == FREE) {
            generation = generation(board.word(SLOT));
        } else {
            go(state);
        }
        assertEquals(-1, board.interrupt(SLOT, generation));
        assertState(state);
    }

    @ParameterizedTest
    @ValueSource(ints = {QUEUED, RUNNING, KILLED})
    void onlyWhatWasInterruptedIsKilled(int state) {
        go(state);
        assertEquals(-1, board.kill(SLOT, generation));
        assertState(state);
    }

    @ParameterizedTest
    @ValueSource(ints = {RUNNING, INTERRUPTED})
    void aWorkerEndsAlsoWhatWasInterrupted(int state) {
        go(state);
        assertEquals(state == INTERRUPTED, board.isInterrupted(SLOT, generation, WORKER));
        assertTrue(board.end(SLOT, generation, WORKER));
        assertState(FREE);
    }

    /** Its place is not used before its worker is dead. */
    @Test
    void aWorkerThatIsToBeKilledMustNotGoOn() {
        go(RUNNING);
        assertFalse(board.isKilled(SLOT));
        assertEquals(WORKER, board.interrupt(SLOT, generation));
        assertFalse(board.isKilled(SLOT));
        assertEquals(WORKER, board.kill(SLOT, generation));
        assertTrue(board.isKilled(SLOT));
        assertTrue(board.isInterrupted(SLOT, generation, WORKER));
        assertFalse(board.end(SLOT, generation, WORKER));
        assertState(KILLED);
        assertTrue(board.clear(SLOT, generation, WORKER));
        assertFalse(board.isKilled(SLOT));
        assertState(FREE);
    }

    @ParameterizedTest
    @ValueSource(ints = {RUNNING, INTERRUPTED, KILLED})
    void aDeadWorkersTaskIsClearedOnce(int state) {
        go(state);
        assertFalse(board.clear(SLOT, generation, OTHER));
        assertFalse(board.clear(SLOT, generation + 1, WORKER));
        assertFalse(board.clear(SLOT, generation - 1, WORKER));
        assertState(state);
        assertTrue(board.clear(SLOT, generation, WORKER));
        assertFalse(board.clear(SLOT, generation, WORKER));
        assertState(FREE);
    }

    /** The word still names the worker of the last task. */
    @Test
    void whatADeadWorkerEndedIsNotCleared() {
        go(RUNNING);
        assertTrue(board.end(SLOT, generation, WORKER));
        assertFalse(board.clear(SLOT, generation, WORKER));
        generation = board.queue(SLOT);
        assertFalse(board.clear(SLOT, generation, 0), "queued by number 0 of no worker");
        assertState(QUEUED);
    }

    /** All steps of the first task, after the second is there, in whatever state. */
    @ParameterizedTest
    @ValueSource(ints = {QUEUED, RUNNING, INTERRUPTED, KILLED})
    void whoComesLateChangesNothing(int state) {
        int late = board.queue(SLOT);
        go(state);
        long before = board.word(SLOT);
        assertFalse(board.begin(SLOT, late, OTHER));
        assertFalse(board.withdraw(SLOT, late));
        assertEquals(-1, board.interrupt(SLOT, late));
        assertEquals(-1, board.kill(SLOT, late));
        assertFalse(board.isRunning(SLOT, late));
        assertFalse(board.isInterrupted(SLOT, late, WORKER));
        assertFalse(board.isInterrupted(SLOT, generation, OTHER));
        assertTrue(board.end(SLOT, late, WORKER), "its client knows the answer");
        assertTrue(board.end(SLOT, generation, OTHER));
        assertFalse(board.clear(SLOT, late, WORKER));
        assertEquals(before, board.word(SLOT));
    }

    @Test
    void whatAClientLeft() {
        int[] states = {QUEUED, RUNNING, INTERRUPTED, KILLED};
        for (int slot = 0; slot < SLOTS; slot += SLOTS - 1) {
            for (int state : states) {
                Memory.longRelease(memory, memory.addressOffset() + (long) slot * Long.BYTES, word(7, WORKER, state));
                board.clearQueued();
                assertEquals(word(7, WORKER, state == QUEUED ? FREE : state), board.word(slot));
                board.clearKilled();
                assertEquals(word(7, WORKER, state == QUEUED || state == KILLED ? FREE : state), board.word(slot));
            }
        }
        assertEquals(0, board.word(SLOT), "never used");
    }

    /** After 2^32 tasks, and after 2^31. */
    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MAX_VALUE})
    void generationsWrapAround(int last) {
        Memory.longRelease(memory, memory.addressOffset() + SLOT * Long.BYTES, word(last, WORKER, FREE));
        go(KILLED);
        assertEquals(last + 1, generation);
        assertEquals(WORKER, worker(board.word(SLOT)));
        assertFalse(board.clear(SLOT, last, WORKER));
        assertTrue(board.clear(SLOT, generation, WORKER));
        assertEquals(0, board.word(SLOT - 1));
        assertEquals(0, board.word(SLOT + 1));
        assertEquals(last + 2, board.queue(SLOT));
    }
}
