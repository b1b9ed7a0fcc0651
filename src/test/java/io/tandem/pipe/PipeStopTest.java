package io.tandem.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.tandem.Tandem;
import io.tandem.file.CrashPoint;
import io.tandem.support.Jvm;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JVMs that are stopped in the middle of sending, while the other direction goes on; stopped is not dead. */
@Timeout(90)
class PipeStopTest {
    /** More than three laps of a lane of 4096 bytes with 16 bytes per message. */
    private static final int LAPS = 3 * 4096 / 16 + 100;

    private final Tandem tandem = Tandem.open();
    private final SharedPipe<Long> pipe =
            SharedPipe.create(tandem.path().resolve("stopped"), PipeCrew.LONG, true, 4096);
    private final Connection<Long> mine = pipe.first();
    private long next = 1000;

    @AfterEach
    void close() {
        tandem.close();
    }

    private void receives(long from, long to) throws InterruptedException {
        for (long i = from; i <= to; i++) {
            assertEquals(i, mine.recv());
        }
    }

    /** Sends until the pipe is full and has been for a while. */
    private void fill() throws InterruptedException {
        while (mine.send(next, Duration.ofMillis(30))) {
            next++;
        }
    }

    private void laps() throws InterruptedException {
        for (int i = 0; i < LAPS; i++) {
            mine.send(next++);
        }
    }

    /** The peer has received all that was sent, in order. */
    private void hasReceivedAll(Jvm peer) throws InterruptedException {
        mine.send(-1L);
        assertEquals("received up to " + (next - 1), peer.awaitLine("received"));
    }

    @ParameterizedTest
    @CsvSource({
        "pipe.used,        0",
        "lane.lone.filled#3,    2",
        "lane.lone.ended#3,     2",
        "lane.lone.published#3, 3",
    })
    void aSenderStoppedWhileTheOtherDirectionDoesThreeLaps(String point, int published) throws Exception {
        List<String> flags = List.of("-D" + CrashPoint.PROPERTY + "=" + point);
        try (Jvm peer = Jvm.start(flags, PipeCrew.Both.class, pipe.path().toString(), "9")) {
            peer.awaitLine("CRASHPOINT");
            peer.stop();
            receives(1, published);
            assertNull(mine.recv(Duration.ofMillis(30)));
            fill();
            peer.signal("CONT");
            if (published == 0) {
                return; // its other thread waits for the end to be this process's
            }
            laps();
            hasReceivedAll(peer);
            assertFalse(mine.poll());
        }
    }

    /** Stopped anywhere, not at a point, in both directions: nothing is lost, doubled or out of order. */
    @Test
    void aPeerStoppedAtRandomGoesOn() throws Exception {
        int count = 20_000;
        try (Jvm peer = Jvm.start(PipeCrew.Both.class, pipe.path().toString(), Integer.toString(count))) {
            long received = 0;
            for (int stop = 0; stop < 10; stop++) {
                receives(received + 1, received + 1000);
                received += 1000;
                peer.stop();
                fill();
                for (Long got = mine.recv(Duration.ofMillis(30)); got != null; got = mine.recv(Duration.ofMillis(30))) {
                    assertEquals(++received, got);
                }
                peer.signal("CONT");
                laps();
            }
            receives(received + 1, count);
            hasReceivedAll(peer);
            assertFalse(mine.poll());
            peer.send("end");
            peer.awaitSuccess();
        }
    }
}
