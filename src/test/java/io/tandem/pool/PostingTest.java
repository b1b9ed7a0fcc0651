package io.tandem.pool;

import static io.tandem.pool.PoolLayout.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.queue.SharedQueue;
import io.tandem.support.Await;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The places of a board, as a client uses them; workers are played by this test. */
class PostingTest {
    private static final int WORKER = 5;

    private final Tandem tandem = Tandem.open();
    private final SharedQueue<Packet> tasks =
            SharedQueue.create(tandem.path().resolve("tasks"), PacketCodec.INSTANCE, Keeper.taskQueue());
    private final UnsafeBuffer memory =
            new UnsafeBuffer(ByteBuffer.allocateDirect((SLOTS + 1) * Long.BYTES).alignedSlice(Long.BYTES));
    private final Board board = new Board(memory, memory.addressOffset());
    private final List<Call> posts = new ArrayList<>();
    private final Posting posting = new Posting(board, tasks, posts::add);

    private static final class Task extends Call {
        Task(int retries) {
            super(null, 0);
            this.retries = retries;
        }

        @Override
        void done(Answer.Outcome outcome) {}

        @Override
        void dropped() {}
    }

    @AfterEach
    void close() {
        tandem.close();
    }

    private Call add(int retries) {
        Call call = new Task(retries);
        posting.add(call, TaskMessage.begin(new Packet(), 0, 1, TaskMessage.CALL));
        return call;
    }

    private Call begun(int retries) {
        Call call = add(retries);
        assertTrue(board.begin(call.slot, call.generation, WORKER));
        return call;
    }

    /** In another thread, which this one lets go on after the task is over. */
    private static <T> T whileItEnds(Call call, java.util.concurrent.Callable<T> action) throws Exception {
        FutureTask<T> result = new FutureTask<>(action);
        Thread other = new Thread(result);
        other.setDaemon(true);
        synchronized (call) {
            other.start();
            Await.until("the other thread at the task", () -> other.getState() == Thread.State.BLOCKED);
            call.over = true;
        }
        return result.get();
    }

    /** Its owner may have seen the word: were it gone, the worker would go on to another task, and be killed there. */
    @Test
    void thePlaceOfATaskWhoseWorkerIsToBeKilledIsNotUsed() {
        Call killed = begun(0);
        int slot = killed.slot;
        int generation = killed.generation;
        board.interrupt(slot, generation);
        board.kill(slot, generation);
        assertSame(killed, posting.answered(slot, generation, false));
        for (int i = 1; i < SLOTS; i++) {
            add(0);
        }
        assertFalse(posting.someWait());
        Call last = add(0);
        assertTrue(posting.someWait());
        posting.feed();
        assertEquals(Call.NOWHERE, last.slot);
        assertFalse(board.end(slot, generation, WORKER));
        board.clear(slot, generation, WORKER);
        posting.feed();
        assertEquals(slot, last.slot);
        assertEquals(generation + 1, last.generation);
    }

    @Test
    void anAnswerIsAcceptedOnce() {
        Call first = begun(0);
        int slot = first.slot;
        assertNull(posting.answered(slot, first.generation + 1, false));
        assertNull(posting.answered(slot, first.generation - 1, false));
        assertNull(posting.answered(slot + 1, first.generation, false));
        int generation = first.generation;
        assertSame(first, posting.answered(slot, generation, false));
        assertNull(posting.answered(slot, generation, true));
    }

    /** The time limit of the second try is not that of the first. */
    @Test
    void aTaskThatIsTriedAgainBeginsAnew() {
        Call call = begun(1);
        int slot = call.slot;
        int generation = call.generation;
        call.since = 77;
        assertNull(posting.answered(slot, generation, true));
        board.clear(slot, generation, WORKER);
        posting.feed();
        assertEquals(List.of(call, call), posts);
        assertEquals(0, call.since);
        assertTrue(board.begin(call.slot, call.generation, WORKER));
        assertSame(call, posting.answered(call.slot, call.generation, true));
    }

    /** A task that waits for its next try is cancelled while it is about to be posted. */
    @Test
    void whatIsOverIsNotPosted() throws Exception {
        Call call = begun(1);
        assertNull(posting.answered(call.slot, call.generation, true));
        int sent = tasks.size();
        assertEquals(List.of(), whileItEnds(call, posting::feed));
        assertEquals(sent, tasks.size());
        assertEquals(List.of(call), posts);
        assertFalse(posting.someWait());
        assertEquals(List.of(), posting.abandonAll());
    }

    /** Who counts the tasks that are not over would count it twice. */
    @Test
    void whatIsOverIsNotAbandoned() throws Exception {
        Call call = add(0);
        assertEquals(List.of(), whileItEnds(call, posting::abandonAll));
    }
}
