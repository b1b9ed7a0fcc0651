package io.tandem.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.support.Jvm;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events and latches whose setters and counters are killed: it happened or not. */
class FlagCrashTest {
    private final Tandem tandem = Tandem.open();
    private final Path path = tandem.path().resolve("flag");

    @AfterEach
    void close() {
        tandem.close();
    }

    private void killedAt(String point, String... words) throws Exception {
        Object[] arguments = new Object[words.length + 1];
        arguments[0] = path;
        System.arraycopy(words, 0, arguments, 1, words.length);
        try (Jvm jvm = Jvm.stoppedAt(point, Crew.class, arguments)) {
            jvm.kill();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "event.setting,    set,       false",
        "event.set,        set,       true",
        "event.clearing,   set clear, true",
        "event.cleared,    set clear, false"
    })
    void aManualEvent(String point, String words, boolean set) throws Exception {
        SharedEvent event = SharedEvent.create(path);
        killedAt(point, words.split(" "));
        assertEquals(set, event.isSet());
        event.set();
        assertTrue(event.await(Duration.ZERO));
        event.clear();
        assertFalse(event.await(Duration.ZERO));
    }

    /** What lets one pass goes with it if that one dies afterwards. */
    @ParameterizedTest
    @CsvSource({"event.clearing, true", "event.cleared, false"})
    void anAutomaticEvent(String point, boolean set) throws Exception {
        SharedEvent event = SharedEvent.create(path, true);
        event.set();
        killedAt(point, "block");
        assertEquals(set, event.await(Duration.ZERO));
        event.set();
        assertTrue(event.await(Duration.ZERO));
    }

    @ParameterizedTest
    @CsvSource({"latch.counting, 1", "latch.counted, 0"})
    void aLatch(String point, int count) throws Exception {
        SharedCountDownLatch latch = SharedCountDownLatch.create(path, 1);
        killedAt(point, "count");
        assertEquals(count, latch.getCount());
        latch.countDown();
        latch.await();
    }

    /** It changed what is waited for and did not wake anybody. */
    @Test
    void sleepersFindWhatADeadOneDid() throws Exception {
        SharedEvent event = SharedEvent.create(path);
        var waiting = Background.run(event::await);
        Bells.awaitSleeper(path, EventLayout.KIND);
        killedAt("event.set", "set");
        Background.end(waiting);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bell.raising", "bell.raised"})
    void aSleeperMayBeKilled(String point) throws Exception {
        SharedEvent event = SharedEvent.create(path);
        killedAt(point, "block");
        var waiting = Background.run(event::await);
        Bells.awaitSleeper(path, EventLayout.KIND);
        event.set();
        Background.end(waiting);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bell.ringing", "bell.rung"})
    void whoRingsMayBeKilled(String point) throws Exception {
        SharedCountDownLatch latch = SharedCountDownLatch.create(path, 1);
        var waiting = Background.run(latch::await);
        Bells.awaitSleeper(path, LatchLayout.KIND);
        killedAt(point, "count");
        Background.end(waiting);
    }

    /** Conformance 95: several processes set, several wait. */
    @Test
    void nobodyMissesASet() throws Exception {
        SharedEvent event = SharedEvent.create(path);
        try (Jvm one = Jvm.start(Crew.class, path.toString(), "block", "set");
                Jvm two = Jvm.start(Crew.class, path.toString(), "block", "set")) {
            one.awaitLine("begins block");
            two.awaitLine("begins block");
            event.set();
            one.awaitLine("did set");
            two.awaitLine("did set");
            event.clear();
            one.send("block");
            one.awaitLine("begins block");
            Bells.awaitSleeper(path, EventLayout.KIND);
            two.send("set");
            two.send("clear");
            one.awaitLine("did block");
            two.awaitLine("did clear");
        }
        assertFalse(event.isSet());
    }
}
