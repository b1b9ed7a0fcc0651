package io.tandem.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.support.Threads;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedCountDownLatchTest {
    private final Tandem tandem = Tandem.open();
    private final Path path = tandem.path().resolve("latch");

    @AfterEach
    void close() {
        tandem.close();
    }

    @Test
    void itOpensAtZeroAndStaysOpen() throws Exception {
        SharedCountDownLatch latch = SharedCountDownLatch.create(path, 2);
        assertEquals(2, latch.getCount());
        assertFalse(latch.await(Duration.ZERO));
        assertFalse(latch.await(Duration.ofMillis(20)));
        latch.countDown();
        assertFalse(latch.isReady());
        assertTrue(latch.toString().contains(", count 1,"), latch::toString);
        latch.countDown();
        latch.await();
        assertTrue(latch.await(Duration.ofSeconds(-1)));
        latch.countDown();
        assertEquals(0, latch.getCount(), "never less");
        assertTrue(latch.isReady());
        SharedCountDownLatch.create(tandem.path().resolve("open"), 0).await();
    }

    @Test
    void noCountIsLost() throws Exception {
        int each = 2000;
        SharedCountDownLatch latch = SharedCountDownLatch.create(path, 4L * each + 1);
        var waiting = Background.run(latch::await);
        Threads.repeat(each, Collections.nCopies(4, latch::countDown));
        assertEquals(1, latch.getCount());
        latch.countDown();
        Background.end(waiting);
    }

    @Test
    void refusals() throws Exception {
        assertThrows(IllegalArgumentException.class, () -> SharedCountDownLatch.create(path, -1));
        SharedCountDownLatch latch = SharedCountDownLatch.create(path, Long.MAX_VALUE);
        var waiting = Background.run(latch::await);
        Bells.awaitSleeper(path, LatchLayout.KIND);
        waiting.thread().interrupt();
        assertInstanceOf(InterruptedException.class, Background.failure(waiting));
    }
}
