package io.tandem.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.process.ChildProcess;
import io.tandem.support.Await;
import io.tandem.value.SharedLong;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pipes between this JVM and its children. */
class PipeProcessTest {
    private final Tandem tandem = Tandem.open();

    @AfterEach
    void close() {
        ChildProcess.activeChildren().forEach(ChildProcess::kill);
        tandem.close();
    }

    private static void assertSuccess(ChildProcess child) throws InterruptedException {
        child.join();
        assertEquals(0, child.exitCode().getAsInt(), () -> child.failure().toString());
    }

    /** E2. */
    @Test
    @SuppressWarnings({"rawtypes", "unchecked"})
    void aListOverADuplexPipe() throws Exception {
        SharedPipe<ArrayList> pipe = tandem.newPipe(ArrayList.class);
        Connection<ArrayList> mine = pipe.first();
        Connection<ArrayList> its = pipe.second();
        ChildProcess child = tandem.start(() -> {
            ArrayList list = new ArrayList();
            list.add(42);
            list.add(null);
            list.add("hello");
            its.send(list);
            its.close();
        });
        its.close();
        assertEquals(java.util.Arrays.asList(42, null, "hello"), mine.recv());
        assertSuccess(child);
        assertTrue(mine.poll());
        assertThrows(EndOfStreamException.class, mine::recv);
        assertThrows(EndOfStreamException.class, mine::recvBytes);
        assertThrows(PeerClosedException.class, () -> mine.send(new ArrayList()));
    }

    /** E15. */
    @Test
    void bothWays() throws Exception {
        SharedPipe<String> pipe = tandem.newPipe(String.class);
        Connection<String> first = pipe.first();
        Connection<String> second = pipe.second();
        ChildProcess consumer = tandem.start(() -> {
            first.send("Consumer Words");
            if (!first.recv().equals("Producer Words")) {
                throw new AssertionError();
            }
        });
        ChildProcess producer = tandem.start(() -> {
            if (!second.recv().equals("Consumer Words")) {
                throw new AssertionError();
            }
            second.send("Producer Words");
        });
        assertSuccess(consumer);
        assertSuccess(producer);
    }

    /** E16. */
    @Test
    void simplex() throws Exception {
        SharedPipe<String> pipe = tandem.newPipe(String.class, false);
        try (Connection<String> reader = pipe.first();
                Connection<String> writer = pipe.second()) {
            assertThrows(UnsupportedOperationException.class, () -> reader.send("x"));
            assertThrows(UnsupportedOperationException.class, writer::recv);
            writer.send("one way");
            assertEquals("one way", reader.recv());
            writer.close();
            assertThrows(UnsupportedOperationException.class, () -> reader.send("x"));
        }
    }

    @Test
    void aDeadPeerIsToldAfterItsLastMessage() throws Exception {
        SharedPipe<Long> pipe = tandem.newPipe(Long.class);
        Connection<Long> mine = pipe.first();
        Connection<Long> its = pipe.second();
        SharedLong sent = tandem.newLong(0);
        ChildProcess child = tandem.start(() -> {
            for (long i = 0; i < 100; i++) {
                its.send(i);
                sent.set(i + 1);
            }
            TimeUnit.HOURS.sleep(1);
        });
        Await.until("all sent", () -> sent.get() == 100);
        child.kill();
        for (long i = 0; i < 100; i++) {
            assertEquals(i, mine.recv());
        }
        PeerDiedException death = assertThrows(PeerDiedException.class, mine::recv);
        assertEquals(child.pid(), death.pid());
        assertTrue(mine.poll());
        assertThrows(PeerDiedException.class, () -> {
            while (true) {
                mine.send(1L);
            }
        });
    }

    @Test
    void aPeerThatEndsInOrderIsTheEndOfTheStream() throws Exception {
        SharedPipe<Long> pipe = tandem.newPipe(Long.class);
        Connection<Long> mine = pipe.first();
        Connection<Long> its = pipe.second();
        assertSuccess(tandem.start(() -> its.send(1L)));
        assertEquals(1, mine.recv());
        assertThrows(EndOfStreamException.class, mine::recv);
    }

    @Test
    void anEndThatNobodyUsesYetIsNotDead() throws Exception {
        SharedPipe<Long> pipe = tandem.newPipe(Long.class);
        Connection<Long> mine = pipe.first();
        Connection<Long> its = pipe.second();
        ChildProcess child = tandem.start(() -> its.send(its.recv() + 1));
        mine.send(1L);
        assertEquals(2, mine.recv());
        Connection<Long> again = tandem.newPipe(Long.class).first();
        assertNull(again.recv(Duration.ofMillis(10)));
        child.join();
    }

    @Test
    void oneEndIsForOneProcess() throws Exception {
        SharedPipe<Long> pipe = tandem.newPipe(Long.class);
        Connection<Long> mine = pipe.first();
        mine.send(1L);
        ChildProcess child = tandem.start(() -> pipe.first().send(2L));
        child.join();
        String failure = child.failure().orElseThrow().getMessage();
        assertTrue(
                failure.contains("belongs to process " + ProcessHandle.current().pid()), failure);
        ChildProcess captured = tandem.start(() -> mine.send(2L));
        captured.join();
        assertEquals(1, captured.exitCode().getAsInt());
    }

    @Test
    void connectionsTravelThroughConnections() throws Exception {
        @SuppressWarnings("rawtypes")
        SharedPipe<Connection> carrier = SharedPipe.create(
                tandem.path().resolve("carrier"),
                io.tandem.codec.Codecs.serializable(Connection.class),
                true,
                SharedPipe.DEFAULT_CAPACITY);
        @SuppressWarnings("rawtypes")
        Connection<Connection> mine = carrier.first();
        @SuppressWarnings("rawtypes")
        Connection<Connection> its = carrier.second();
        SharedPipe<Long> pipe = tandem.newPipe(Long.class);
        Connection<Long> answer = pipe.first();
        @SuppressWarnings("unchecked")
        ChildProcess child = tandem.start(() -> ((Connection<Long>) its.recv()).send(7L));
        mine.send(pipe.second());
        assertEquals(7, answer.recv());
        assertSuccess(child);
    }

    @Test
    void aStreamLongerThanThePipe() throws Exception {
        stream(64L << 20);
    }

    @Test
    @org.junit.jupiter.api.Tag("full")
    void aStreamOfFiveGibibytes() throws Exception {
        stream(5L << 30);
    }

    private void stream(long length) throws Exception {
        SharedPipe<Long> pipe = tandem.newPipe(Long.class);
        Connection<Long> mine = pipe.first();
        Connection<Long> its = pipe.second();
        ChildProcess child = tandem.process().jvmFlags("-Xmx64m").start(() -> {
            its.send(length);
            its.sendStream(java.nio.channels.Channels.newChannel(new Numbers(length)));
            its.send(-1L);
        });
        assertEquals(length, mine.recv());
        assertThrows(IllegalStateException.class, () -> {
            while (mine.recv(Duration.ofSeconds(1)) == null) {}
        });
        try (InputStream stream = mine.recvStream();
                InputStream expected = new Numbers(length)) {
            byte[] got = new byte[1 << 16];
            byte[] wanted = new byte[1 << 16];
            long total = 0;
            for (int n = stream.read(got); n >= 0; n = stream.read(got)) {
                expected.readNBytes(wanted, 0, n);
                assertEquals(-1, java.util.Arrays.mismatch(got, 0, n, wanted, 0, n));
                total += n;
            }
            assertEquals(length, total);
        }
        assertEquals(-1, mine.recv());
        assertSuccess(child);
    }

    /** A long stream of known bytes. */
    private static final class Numbers extends InputStream {
        private long left;
        private byte next;

        Numbers(long length) {
            left = length;
        }

        @Override
        public int read() {
            return left-- > 0 ? next++ & 0xff : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int count = (int) Math.min(length, left);
            for (int i = 0; i < count; i++) {
                target[offset + i] = next++;
            }
            left -= count;
            return count;
        }
    }
}
