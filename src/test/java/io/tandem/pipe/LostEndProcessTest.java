package io.tandem.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.process.ChildProcess;
import io.tandem.process.ProcessStartException;
import io.tandem.process.ProcessTask;
import io.tandem.support.Await;
import io.tandem.sync.SharedEvent;
import io.tandem.wait.Wait;
import io.tandem.wait.WaitPolicy;
import java.io.InvalidObjectException;
import java.io.ObjectStreamException;
import java.io.Serializable;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A child takes an end of a pipe along, and dies before it gets to it: nobody waits for it for ever. */
@Timeout(60)
class LostEndProcessTest {
    private final Tandem tandem = Tandem.open();
    private final SharedPipe<String> pipe = tandem.newPipe(String.class);
    private final Connection<String> mine = pipe.first();
    private final Connection<String> its = pipe.second();

    @AfterEach
    void close() {
        ChildProcess.activeChildren().forEach(ChildProcess::kill);
        tandem.close();
    }

    private static <T> FutureTask<T> background(Callable<T> call) {
        FutureTask<T> future = new FutureTask<>(call);
        Thread thread = new Thread(future);
        thread.setDaemon(true);
        thread.start();
        return future;
    }

    private static void assertPeerDied(FutureTask<?> call) {
        Throwable thrown = assertThrows(Exception.class, () -> call.get(30, TimeUnit.SECONDS))
                .getCause();
        assertEquals(PeerDiedException.class, thrown.getClass(), thrown.toString());
        assertTrue(thrown.getMessage().contains("before it used it"), thrown.getMessage());
    }

    @Test
    void whoReceivesIsTold() throws Exception {
        mine.setWaitPolicy(WaitPolicy.park());
        FutureTask<String> received = background(mine::recv);
        Await.until("asleep", () -> mine.bell().isAwaited());
        ChildProcess child = tandem.start(PipeCrew.dyingBefore(its));
        its.close(); // as in Python: the other end is the child's alone
        child.join();
        assertPeerDied(received);
        assertEquals(9, child.exitCode().getAsInt());
    }

    @Test
    void whoSendsIsTold() throws Exception {
        FutureTask<Object> sent = background(() -> {
            while (true) {
                mine.send("x".repeat(10_000)); // until it is full, and then
            }
        });
        tandem.start(PipeCrew.dyingBefore(its)).join();
        assertPeerDied(sent);
    }

    @Test
    void allWaysToWaitAreTold() throws Exception {
        tandem.start(PipeCrew.dyingBefore(its)).join();
        assertEquals(List.of(mine), Wait.any(mine));
        assertTrue(mine.poll());
        assertThrows(PeerDiedException.class, mine::recv);
        try (PipeReceiver receiver = mine.receiver()) {
            assertThrows(PeerDiedException.class, () -> drainForEver(receiver));
        }
        assertThrows(PeerDiedException.class, () -> mine.send("x"));
        try (PipeSender sender = mine.sender()) {
            assertThrows(PeerDiedException.class, () -> sender.tryClaim(8));
        }
    }

    /** Killed while its JVM starts. */
    @Test
    void killedAtOnce() throws Exception {
        Connection<String> end = its;
        ChildProcess child = tandem.start(() -> end.recv());
        child.kill();
        child.join();
        assertPeerDied(background(mine::recv));
    }

    /** Who waits after that waits for the second one. */
    @Test
    void anotherChildMayTakeItsPlace() throws Exception {
        tandem.start(PipeCrew.dyingBefore(its)).join();
        assertThrows(PeerDiedException.class, mine::recv);
        Connection<String> end = its;
        ChildProcess second = tandem.start(() -> end.send("here I am"));
        assertEquals("here I am", mine.recv());
        second.join();
        assertThrows(EndOfStreamException.class, mine::recv);
    }

    /** The second child's messages come, all of them, and its end after them. */
    @Test
    void aReceiverThatWasToldReadsTheNextOne() throws Exception {
        tandem.start(PipeCrew.dyingBefore(its)).join();
        Connection<String> end = its;
        try (PipeReceiver receiver = mine.receiver()) {
            assertThrows(PeerDiedException.class, () -> drainForEver(receiver));
            ChildProcess second = tandem.start(() -> end.send("here I am"));
            while (receiver.drain((type, buffer, index, length) -> {}, 1) == 0) {
                Thread.onSpinWait();
            }
            second.join();
            assertThrows(EndOfStreamException.class, () -> drainForEver(receiver));
        }
    }

    private static void drainForEver(PipeReceiver receiver) {
        while (true) {
            receiver.drain((type, buffer, index, length) -> {}, 1);
        }
    }

    /** Two have it; the first to die leaves the other one a chance. */
    @Test
    void theLastOneThatHadItCounts() throws Exception {
        Connection<String> end = its;
        SharedEvent go = tandem.newEvent();
        ChildProcess slow = tandem.start(slowlyTo(end, go));
        tandem.start(PipeCrew.dyingBefore(end)).join();
        FutureTask<String> received = background(mine::recv);
        go.set();
        assertEquals("late", received.get(30, TimeUnit.SECONDS));
        slow.join();
    }

    private static ProcessTask slowlyTo(Connection<String> end, SharedEvent go) {
        Slow slow = new Slow(go);
        return () -> {
            slow.hashCode(); // captured first
            end.send("late");
        };
    }

    /** Arrives when it is told to, and what was captured after it not before. */
    private record Slow(SharedEvent go) implements Serializable {
        private Object readResolve() throws ObjectStreamException {
            try {
                go.await();
                return this;
            } catch (InterruptedException e) {
                throw new InvalidObjectException(e.toString());
            }
        }
    }

    /** A child that could not be started has nothing. */
    @Test
    void whatWasNeverStartedIsNotWaitedFor() throws Exception {
        Connection<String> end = its;
        Object unable = new Object();
        assertThrows(ProcessStartException.class, () -> tandem.start(() -> end.send(unable.toString())));
        assertThrows(PeerDiedException.class, mine::recv);
    }

    /** An end that somebody uses is not lost because another child, which had it, too, is gone. */
    @Test
    void whoUsesItIsNotDisturbed() throws Exception {
        its.send("mine");
        tandem.start(PipeCrew.dyingBefore(its)).join();
        assertEquals("mine", mine.recv());
        its.send("still mine");
        assertEquals("still mine", mine.recv());
    }
}
