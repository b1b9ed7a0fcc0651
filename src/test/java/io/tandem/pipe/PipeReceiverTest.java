package io.tandem.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.codec.Codecs;
import io.tandem.file.ClosedException;
import io.tandem.lane.MessageHandler;
import io.tandem.process.ChildProcess;
import io.tandem.support.Jvm;
import io.tandem.support.Threads;
import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.nio.channels.Channels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A connection's receiving half, held alone. */
@Timeout(60)
class PipeReceiverTest {
    private static final int ALL = Integer.MAX_VALUE;

    private final Tandem tandem = Tandem.open();
    private final SharedPipe<Long> pipe =
            SharedPipe.create(tandem.path().resolve("drained"), Codecs.of(Long.class), true, 4096);
    private final Connection<Long> in = pipe.first();
    private final List<Long> got = new ArrayList<>();
    private final MessageHandler keep = (type, buffer, index, length) -> got.add(buffer.getLong(index));

    @AfterEach
    void close() {
        ChildProcess.activeChildren().forEach(ChildProcess::kill);
        tandem.close();
    }

    private void drainUntilItThrows(PipeReceiver receiver) {
        while (true) {
            receiver.drain(keep, ALL);
        }
    }

    @Test
    void batchesOfAnySizeInOrder() throws Exception {
        Connection<Long> out = pipe.second();
        for (long i = 1; i <= 20; i++) {
            out.send(i);
        }
        try (PipeReceiver receiver = in.receiver()) {
            assertEquals(0, receiver.drain(keep, 0));
            assertEquals(3, receiver.drain(keep, 3));
            assertEquals(17, receiver.drain(keep, ALL));
            assertEquals(0, receiver.drain(keep, ALL));
        }
        assertEquals(20, got.get(19));
        out.send(21L);
        assertEquals(21, in.recv());
    }

    @Test
    void aloneMeansThatOthersWait() throws Exception {
        pipe.second().send(1L);
        PipeReceiver receiver = in.receiver();
        assertThrows(IllegalStateException.class, in::recv);
        assertThrows(IllegalStateException.class, in::receiver);
        assertThrows(IllegalStateException.class, in::recvStream);
        Callable<Long> other = () -> in.recv(Duration.ofMillis(20));
        assertNull(Threads.all(List.of(other)).get(0));
        receiver.close();
        receiver.close();
        assertEquals(1, Threads.all(List.of(other)).get(0));
        assertThrows(IllegalStateException.class, () -> receiver.drain(keep, 1));
    }

    @Test
    void aHandlerCannotDrainInTurn() throws Exception {
        pipe.second().send(1L);
        pipe.second().send(2L);
        PipeReceiver receiver = in.receiver();
        MessageHandler again = (type, buffer, index, length) -> receiver.drain(keep, ALL);
        assertThrows(IllegalStateException.class, () -> receiver.drain(again, 1));
        assertEquals(1, receiver.drain(keep, ALL), "the handler that threw had the first");
        assertEquals(List.of(2L), got);
    }

    @Test
    void aStreamIsNamedAndLeft() throws Exception {
        Connection<Long> out = pipe.second();
        out.send(1L);
        out.sendStream(Channels.newChannel(new ByteArrayInputStream(new byte[] {5, 6})));
        try (PipeReceiver receiver = in.receiver()) {
            assertEquals(1, receiver.drain(keep, ALL));
            assertThrows(IllegalStateException.class, () -> receiver.drain(keep, ALL));
        }
        assertEquals(2, in.recvStream().readAllBytes().length);
    }

    @Test
    void theEndComesAfterTheLastMessage() throws Exception {
        Connection<Long> out = pipe.second();
        PipeReceiver receiver = in.receiver();
        out.send(1L);
        out.close();
        assertThrows(EndOfStreamException.class, () -> drainUntilItThrows(receiver));
        assertEquals(List.of(1L), got);
        in.close();
        assertThrows(ClosedException.class, () -> receiver.drain(keep, 1));
        receiver.close();
    }

    @Test
    void aKilledSenderIsNoticedAfterItsLastMessage() throws Exception {
        PipeReceiver receiver = in.receiver();
        try (Jvm sender = Jvm.start(
                List.of("-Dio.tandem.crashPoint=lane.lone.published#3"),
                PipeCrew.Sender.class,
                pipe.path().toString(),
                "9")) {
            while (got.size() < 3) {
                receiver.drain(keep, ALL);
            }
            sender.kill();
            assertThrows(PeerDiedException.class, () -> drainUntilItThrows(receiver));
        }
        assertEquals(List.of(1L, 2L, 3L), got);
    }

    /** Counted in looks, for a busy machine makes them rarer still: one in five milliseconds notices within a second. */
    @Test
    void aKilledSenderIsNoticedByWhoLooksRarely() throws Exception {
        PipeReceiver receiver = in.receiver();
        try (Jvm sender = Jvm.start(
                List.of("-Dio.tandem.crashPoint=lane.lone.published"),
                PipeCrew.Sender.class,
                pipe.path().toString(),
                "9")) {
            while (receiver.drain(keep, ALL) == 0) {
                continue; // often, so that it was not used to looking rarely
            }
            sender.kill();
        }
        int[] looks = new int[1];
        assertThrows(PeerDiedException.class, () -> {
            while (looks[0]++ < 200) {
                receiver.drain(keep, ALL);
                LockSupport.parkNanos(5_000_000);
            }
        });
    }

    @Test
    void allocatesNothing() throws Exception {
        Connection<Long> out = pipe.second();
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] sum = new long[1];
        MessageHandler add = (type, buffer, index, length) -> sum[0] += buffer.getLong(index);
        try (PipeReceiver receiver = in.receiver();
                PipeSender sender = out.sender()) {
            long before = 0;
            for (int i = 0; i < 30_000; i++) {
                if (i == 20_000) {
                    before = threads.getThreadAllocatedBytes(
                            Thread.currentThread().getId());
                }
                sender.buffer().putLong(sender.tryClaim(8), i);
                sender.commitAndPublish();
                receiver.drain(add, ALL);
            }
            long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            assertTrue(after - before < 10_000, () -> (after - 20_000) + " bytes");
        }
        assertEquals(29_999L * 30_000 / 2, sum[0]);
    }

    /** What is left is still there, for who waits until the receiver is closed. */
    @Test
    void theEndIsNotReportedBeforeWhatIsLeft() throws Exception {
        Connection<Long> out = pipe.second();
        out.send(1L);
        PipeReceiver receiver = in.receiver();
        var waiting = new java.util.concurrent.FutureTask<>(() -> in.recv());
        Thread thread = new Thread(waiting);
        thread.start();
        out.close();
        assertThrows(
                java.util.concurrent.TimeoutException.class,
                () -> waiting.get(50, java.util.concurrent.TimeUnit.MILLISECONDS));
        receiver.close();
        assertEquals(1L, waiting.get());
    }

    /** Else another thread would read beside the batch. */
    @Test
    void aHandlerCannotCloseItsReceiver() throws Exception {
        Connection<Long> out = pipe.second();
        out.send(1L);
        out.send(2L);
        try (PipeReceiver receiver = in.receiver()) {
            assertThrows(
                    IllegalStateException.class,
                    () -> receiver.drain((type, buffer, index, length) -> receiver.close(), ALL));
            assertEquals(1, receiver.drain(keep, ALL));
        }
        assertEquals(List.of(2L), got);
    }
}
