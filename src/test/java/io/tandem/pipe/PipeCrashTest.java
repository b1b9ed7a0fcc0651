package io.tandem.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.support.Jvm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JVMs that are killed at every named point of a pipe; the other end gets what was published, and is told. */
@Timeout(90)
class PipeCrashTest {
    private final Tandem tandem = Tandem.open();
    private final SharedPipe<Long> pipe = SharedPipe.create(tandem.path().resolve("mortal"), PipeCrew.LONG, true, 4096);
    private final Connection<Long> mine = pipe.first();
    private boolean slotUsedAgain;

    @AfterEach
    void close() {
        tandem.close();
    }

    private Jvm stoppedAt(String point, Class<?> main, Object... arguments) throws InterruptedException {
        List<Object> words = new ArrayList<>(List.of(pipe.path()));
        words.addAll(List.of(arguments));
        return Jvm.stoppedAt(point, main, words.toArray());
    }

    private void receives(long last) throws InterruptedException {
        for (long i = 1; i <= last; i++) {
            assertEquals(i, mine.recv());
        }
    }

    /** Every verb on this end ends, by name, and says whose death it was. */
    private void learnsOfTheDeathOf(Jvm victim) {
        long named = assertThrows(PeerDiedException.class, mine::recv).pid();
        assertTrue(named == victim.pid() || named == 0 && slotUsedAgain, "pid " + named);
        assertThrows(PeerDiedException.class, mine::recvBytes);
        assertThrows(PeerDiedException.class, () -> mine.recv(Duration.ofHours(1)));
        assertEquals(0, mine.drain((type, buffer, index, length) -> {}, 1));
        assertThrows(PeerDiedException.class, () -> mine.recvStream().read());
        assertThrows(PeerDiedException.class, () -> {
            while (true) {
                mine.send(1L);
            }
        });
        assertThrows(PeerDiedException.class, () -> mine.send(1L, Duration.ofHours(1)));
    }

    @ParameterizedTest
    @CsvSource({
        "pipe.used,         0",
        "pipe.finding,      0",
        "pipe.found,        0",
        "create.allocated,  0",
        "create.published,  0",
        "lane.walked,       0",
        "lane.marked,       0",
        "lane.lone.filled#1,     0",
        "lane.lone.filled#3,     2",
        "lane.lone.ended#3,      2",
        "lane.lone.published#3,  3",
        "lane.lone.published#9,  9",
        "pipe.closing,      9",
    })
    void aSenderKilledLeavesWhatItPublished(String point, int published) throws Exception {
        try (Jvm sender = stoppedAt(point, PipeCrew.Sender.class, 9)) {
            sender.kill();
            receives(published);
            learnsOfTheDeathOf(sender);
        }
    }

    /** The other way round: the receiver looks first, waits, and is told while it waits. */
    @ParameterizedTest
    @CsvSource({"pipe.used, 0", "lane.lone.ended#3, 2", "lane.lone.published#3, 3"})
    void aReceiverThatWaitsIsTold(String point, int published) throws Exception {
        try (Jvm sender = stoppedAt(point, PipeCrew.Sender.class, 9)) {
            receives(published);
            assertNull(mine.recv(Duration.ofMillis(30)), "stopped is not dead");
            sender.kill();
            learnsOfTheDeathOf(sender);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "lane.filled#5,    3",
        "lane.ended#6,     3",
        "lane.chained#3,   3",
        "lane.committed#2, 3",
        "lane.published#2, 6",
    })
    void aBatchIsLeftWholeOrNotAtAll(String point, int published) throws Exception {
        try (Jvm batcher = stoppedAt(point, PipeCrew.Batcher.class, 9)) {
            batcher.kill();
            receives(published);
            learnsOfTheDeathOf(batcher);
        }
    }

    /** Its end is closed, and that comes before its death. */
    @Test
    void aSenderKilledAfterItsCloseHasClosed() throws Exception {
        try (Jvm sender = stoppedAt("pipe.closed", PipeCrew.Sender.class, 9)) {
            sender.kill();
        }
        receives(9);
        assertThrows(EndOfStreamException.class, mine::recv);
        assertThrows(PeerClosedException.class, () -> mine.send(1L));
    }

    /** Nobody's end: the next process may use it. */
    @Test
    void aProcessKilledBeforeItHadTheEndLeavesIt() throws Exception {
        try (Jvm sender = stoppedAt("owned.free", PipeCrew.Sender.class, 9)) {
            sender.kill();
        }
        assertNull(mine.recv(Duration.ofMillis(30)));
        try (Jvm next = Jvm.start(PipeCrew.Sender.class, pipe.path().toString(), "2")) {
            receives(2);
            assertThrows(EndOfStreamException.class, mine::recv);
            next.awaitSuccess();
        }
    }

    @ParameterizedTest
    @CsvSource({"lane.read, 1", "lane.returned, 1", "lane.read#3, 1", "lane.returned#3, 1", "lane.read, 10"})
    void aReceiverKilledIsTold(String point, int limit) throws Exception {
        for (long i = 1; i <= 20; i++) {
            mine.send(i);
        }
        try (Jvm receiver = stoppedAt(point, PipeCrew.Receiver.class, 5, limit)) {
            receiver.kill();
            receives(5);
            learnsOfTheDeathOf(receiver);
        }
    }

    /** Ended from inside, without any hook, by another thread: as good as killed. */
    @ParameterizedTest
    @ValueSource(strings = {"lane.lone.filled#3", "lane.lone.ended#3"})
    void haltedInTheMiddle(String point) throws Exception {
        try (Jvm sender = stoppedAt(point, PipeCrew.Sender.class, 9)) {
            sender.send("halt");
            assertEquals(7, sender.awaitExit());
            receives(2);
            learnsOfTheDeathOf(sender);
        }
    }

    /** Its parent says that nobody may come, and is killed as it does; a process that comes yet is not refused. */
    @ParameterizedTest
    @CsvSource({"pipe.finding, false", "pipe.found, false", "pipe.losing, false", "pipe.lost, true"})
    void theParentOfALostEndIsKilled(String point, boolean told) throws Exception {
        try (Jvm parent = stoppedAt(point, PipeCrew.Parent.class)) {
            parent.kill();
        }
        if (told) {
            assertEquals(0, assertThrows(PeerDiedException.class, mine::recv).pid());
        } else {
            assertNull(mine.recv(Duration.ofMillis(30)));
        }
        try (Jvm next = Jvm.start(PipeCrew.Sender.class, pipe.path().toString(), "2")) {
            next.awaitSuccess();
        }
        receives(2);
        assertThrows(EndOfStreamException.class, mine::recv);
    }

    /** The end of a dead process is nobody else's: half of a conversation cannot be taken over. */
    @Test
    void theEndOfTheDeadIsRefused() throws Exception {
        try (Jvm sender = stoppedAt("lane.lone.published#3", PipeCrew.Sender.class, 9)) {
            sender.kill();
            try (Jvm next = Jvm.start(PipeCrew.Sender.class, pipe.path().toString(), "2")) {
                assertTrue(next.awaitExit() != 0);
                assertTrue(next.toString().contains("belongs to a process that ended long ago (dead"), next::toString);
            }
            slotUsedAgain = true;
            receives(3);
            learnsOfTheDeathOf(sender);
        }
    }
}
