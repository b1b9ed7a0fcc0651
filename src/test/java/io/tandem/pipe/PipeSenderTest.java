package io.tandem.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.codec.Codecs;
import io.tandem.file.ClosedException;
import io.tandem.process.ChildProcess;
import io.tandem.support.Threads;
import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.nio.channels.Channels;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Claims and batches on a connection. */
@Timeout(60)
class PipeSenderTest {
    private final Tandem tandem = Tandem.open();
    private final SharedPipe<Long> pipe =
            SharedPipe.create(tandem.path().resolve("claimed"), Codecs.of(Long.class), true, 4096);
    private final Connection<Long> in = pipe.first();
    private final Connection<Long> out = pipe.second();

    @AfterEach
    void close() {
        ChildProcess.activeChildren().forEach(ChildProcess::kill);
        tandem.close();
    }

    private static void commit(PipeSender sender, long message) {
        sender.buffer().putLong(sender.tryClaim(8), message);
        sender.commit();
    }

    /** Commits zeros until there is no room; returns how many. */
    private static int fill(PipeSender sender) {
        int count = 0;
        for (int at = sender.tryClaim(8); at >= 0; at = sender.tryClaim(8)) {
            sender.buffer().putLong(at, 0);
            sender.commitAndPublish();
            count++;
        }
        return count;
    }

    @Test
    void aBatchArrivesAsOne() throws Exception {
        try (PipeSender sender = out.sender()) {
            commit(sender, 1);
            commit(sender, 2);
            sender.tryClaim(100);
            sender.abort();
            assertThrows(IllegalStateException.class, sender::commit);
            assertFalse(in.poll());
            sender.buffer().putLong(sender.tryClaim(8), 3);
            sender.commitAndPublish();
            sender.publish();
            assertTrue(sender.offer(new UnsafeBuffer(new byte[8]), 0, 8));
            assertThrows(IllegalArgumentException.class, () -> sender.tryClaim(pipe.largestMessage() + 1));
        }
        out.send(4L);
        for (long expected : new long[] {1, 2, 3, 0, 4}) {
            assertEquals(expected, in.recv());
        }
        assertFalse(in.poll());
    }

    @Test
    void noRoomIsAnAnswer() throws Exception {
        try (PipeSender sender = out.sender()) {
            int room = fill(sender);
            assertEquals(-1, sender.tryClaim(8));
            assertEquals(room, in.drain((type, buffer, index, length) -> {}, Integer.MAX_VALUE));
            assertTrue(sender.tryClaim(8) >= 0);
        }
    }

    @Test
    void whatWasNotPublishedIsDroppedAtItsClose() throws Exception {
        PipeSender sender = out.sender();
        commit(sender, 1);
        sender.publish();
        commit(sender, 2);
        commit(sender, 3);
        sender.tryClaim(8);
        sender.close();
        sender.close();
        for (Runnable use :
                List.<Runnable>of(sender::publish, sender::commit, sender::abort, () -> sender.tryClaim(1))) {
            assertThrows(IllegalStateException.class, use::run);
        }
        out.send(4L);
        assertEquals(1, in.recv());
        assertEquals(4, in.recv());
        assertFalse(in.poll());
    }

    @Test
    void othersWaitAndTheSameThreadIsRefused() throws Exception {
        AtomicBoolean open = new AtomicBoolean(true);
        PipeSender sender = out.sender();
        String refused =
                assertThrows(IllegalStateException.class, () -> out.send(1L)).getMessage();
        assertTrue(refused.contains(out.path().toString()), refused);
        assertThrows(IllegalStateException.class, out::sender);
        assertThrows(
                IllegalStateException.class,
                () -> out.sendStream(Channels.newChannel(new ByteArrayInputStream(new byte[1]))));
        Callable<Boolean> other = () -> {
            assertFalse(out.send(1L, Duration.ofMillis(20)));
            assertThrows(IllegalStateException.class, out::sender);
            open.set(false);
            out.send(2L);
            return true;
        };
        Callable<Boolean> mine = () -> {
            while (open.get()) {
                Thread.onSpinWait();
            }
            commit(sender, 1);
            sender.publish();
            sender.close();
            return true;
        };
        Threads.all(List.of(other, mine));
        assertEquals(1, in.recv());
        assertEquals(2, in.recv());
        out.sender().close();
    }

    @Test
    void theEndStaysOpenUntilTheSenderIsClosed() throws Exception {
        PipeSender sender = out.sender();
        commit(sender, 1);
        sender.publish();
        out.close();
        assertThrows(ClosedException.class, () -> sender.tryClaim(8));
        assertThrows(ClosedException.class, sender::publish);
        assertEquals(1, in.recv());
        assertNull(in.recv(Duration.ofMillis(20)));
        sender.close();
        assertThrows(EndOfStreamException.class, in::recv);
        assertThrows(ClosedException.class, out::sender);
    }

    @Test
    void aClosedPeerIsToldAtOnce() throws Exception {
        try (PipeSender sender = out.sender()) {
            commit(sender, 1);
            assertFalse(in.poll());
            in.close();
            assertThrows(PeerClosedException.class, () -> sender.tryClaim(8));
            assertThrows(PeerClosedException.class, sender::publish);
        }
        assertThrows(PeerClosedException.class, () -> out.send(1L));
    }

    @Test
    void theOtherDirectionOfASimplexPipeIsRefused() {
        Connection<Long> reader = tandem.newPipe(Long.class, false).first();
        assertThrows(UnsupportedOperationException.class, reader::sender);
        assertThrows(UnsupportedOperationException.class, reader::sender);
    }

    @Test
    void nothingIsAllocated() {
        var memory = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (PipeSender sender = out.sender()) {
            long least = Long.MAX_VALUE;
            for (int round = 0; round < 20; round++) {
                long before =
                        memory.getThreadAllocatedBytes(Thread.currentThread().getId());
                for (int i = 0; i < 100; i++) {
                    fill(sender);
                    in.drain(PipeSenderTest::ignore, Integer.MAX_VALUE);
                }
                long after =
                        memory.getThreadAllocatedBytes(Thread.currentThread().getId());
                least = Math.min(least, after - before);
            }
            assertTrue(least < 100, "25000 messages allocated " + least + " bytes");
        }
    }

    private static void ignore(int type, org.agrona.DirectBuffer buffer, int index, int length) {}

    /** Batches of three through a small pipe, between two JVMs; then the receiver is killed. */
    @Test
    void batchesBetweenTwoJvms() throws Exception {
        long count = 30_000;
        Connection<Long> its = in;
        ChildProcess child = tandem.start(() -> {
            for (long expected = 1; expected <= count; expected++) {
                long got = its.recv();
                if (got != expected) {
                    throw new AssertionError(got + " instead of " + expected);
                }
            }
            its.send(count);
            TimeUnit.HOURS.sleep(1);
        });
        try (PipeSender sender = out.sender()) {
            for (long message = 1; message <= count; message++) {
                int at = sender.tryClaim(8);
                while (at < 0) {
                    assertTrue(child.isAlive(), "the receiver failed");
                    sender.publish();
                    at = sender.tryClaim(8);
                }
                sender.buffer().putLong(at, message);
                sender.commit();
                if (message % 3 == 0) {
                    sender.publish();
                }
            }
            assertEquals(count, out.recv());
            assertTrue(fill(sender) > 0);
            assertEquals(-1, sender.tryClaim(8));
            child.kill();
            child.join();
            PeerDiedException died = assertThrows(PeerDiedException.class, () -> {
                while (sender.tryClaim(8) < 0) {
                    Thread.onSpinWait();
                }
            });
            assertEquals(child.pid(), died.pid());
        }
        assertThrows(PeerDiedException.class, () -> out.send(1L));
    }
}
