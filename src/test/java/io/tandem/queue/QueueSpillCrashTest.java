package io.tandem.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.codec.Codecs;
import io.tandem.file.CrashPoint;
import io.tandem.support.Jvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JVMs killed while they put or take messages with a file of their own: none is lost, and no file stays. */
class QueueSpillCrashTest {
    private static final Duration LONG = Duration.ofSeconds(Jvm.DEADLINE_SECONDS);

    private final Tandem tandem = Tandem.open();
    private SharedQueue<byte[]> queue;

    @TempDir
    private Path disk;

    @AfterEach
    void close() {
        tandem.close();
    }

    /** Of one lane: so the next producer adopts that of the last one. */
    private void open(String kind) {
        QueueOptions options = Queues.SMALL.lanes(1);
        queue = tandem.newQueue(
                Codecs.of(byte[].class),
                switch (kind) {
                    case "lanes" -> options;
                    case "index" -> options.capacity(20);
                    case "leases" -> options.leased();
                    case "dead letters" -> options.deadLettersAfter(1);
                    case "exclusive" -> options.exclusiveConsumer();
                    default -> throw new AssertionError(kind);
                });
    }

    private Jvm stoppedAt(String point, Class<?> main, Object argument) throws InterruptedException {
        List<String> flags = List.of("-D" + CrashPoint.PROPERTY + "=" + point);
        Jvm jvm = Jvm.start(flags, main, queue.path().toString(), argument.toString());
        jvm.awaitLine("CRASHPOINT");
        return jvm;
    }

    private long spilled() throws Exception {
        return Queues.spilled(tandem.path());
    }

    private void take(int first, int last) {
        for (int i = first; i <= last; i++) {
            SpillCrew.assertMessage(i, queue.poll());
        }
    }

    /** Another owner of this JVM's lane, which looks what files are left there. */
    private void nextOwner() throws Exception {
        queue.close();
        queue = SpillCrew.queue(queue.path());
        queue.put(SpillCrew.message(7));
    }

    @ParameterizedTest
    @CsvSource({
        "lanes,     spill.making,         0, 0",
        "lanes,     spill.made,           0, 0",
        "lanes,     spill.creating,       0, 0",
        "lanes,     spill.created#2,      1, 2",
        "index,     spill.writing#4,      1, 2",
        "leases,    spill.wrote#3,        1, 2",
        "lanes,     spill.kept#2,         1, 2",
        "index,     spill.kept#2,         1, 2",
        "leases,    spill.kept#2,         1, 2",
        "lanes,     lane.lone.ended#2,    1, 2",
        "lanes,     lane.lone.published#2, 2, 2",
        "index,     index.putting#2,      1, 2",
        "index,     index.put#2,          2, 2",
        "leases,    lease.publishing#2,   1, 2",
        "leases,    lease.published#2,    2, 2",
        "exclusive, spill.kept#2,         1, 2",
    })
    void aProducerLeavesWhatItPublished(String kind, String point, int published, int files) throws Exception {
        open(kind);
        try (Jvm putter = stoppedAt(point, SpillCrew.Putter.class, 5)) {
            assertEquals(published, queue.size());
            assertEquals(files, spilled());
            putter.kill();
        }
        assertEquals(published, queue.size());
        queue.put(SpillCrew.message(7));
        assertEquals(published + 1, spilled(), "what was not published is swept, and nothing else");
        take(1, published);
        take(7, 7);
        assertNull(queue.poll());
        assertEquals(0, spilled());
    }

    @ParameterizedTest
    @CsvSource({
        "lanes,     lane.copied,       0, 4",
        "lanes,     lane.taken,        1, 4",
        "lanes,     spill.deleting#2,  2, 3",
        "lanes,     spill.deleted#2,   2, 2",
        "index,     index.copied#2,    1, 3",
        "index,     index.taken,       1, 4",
        "index,     spill.deleting,    1, 4",
        "leases,    lease.copied,      0, 4",
        "leases,    lease.taken,       1, 4",
        "leases,    spill.deleting,    1, 4",
        "exclusive, lane.read,         0, 4",
        "exclusive, lane.returned,     1, 4",
        "exclusive, spill.deleting,    1, 4",
        "exclusive, spill.deleted,     1, 3",
    })
    void aConsumerTakesAlongOneMessageAtMost(String kind, String point, int gone, int files) throws Exception {
        open(kind);
        for (int i = 1; i <= 4; i++) {
            queue.put(SpillCrew.message(i));
        }
        try (Jvm taker = stoppedAt(point, SpillCrew.Taker.class, 4)) {
            taker.kill();
        }
        assertEquals(4 - gone, queue.size());
        assertEquals(files, spilled());
        nextOwner();
        assertEquals(4 - gone + 1, spilled(), "what the dead one had taken is swept, and nothing else");
        take(gone + 1, 4);
        take(7, 7);
        assertEquals(0, spilled());
    }

    /** While it is leased, a new owner of its lane sweeps: the file is still needed. */
    @ParameterizedTest
    @CsvSource({"true", "false"})
    void aLeasedMessageComesBackWhole(boolean killed) throws Exception {
        open("leases");
        queue.put(SpillCrew.message(1));
        try (Jvm lessee = Jvm.start(SpillCrew.Lessee.class, queue.path().toString(), "hold")) {
            lessee.awaitLine("got");
            nextOwner();
            assertEquals(2, spilled());
            if (killed) {
                lessee.kill();
                Delivery<byte[]> again = queue.receive(LONG);
                while (again.deliveries() == 1) { // the other one
                    again.ack();
                    again = queue.receive(LONG);
                }
                SpillCrew.assertMessage(1, again.value());
                assertEquals(2, again.deliveries());
                again.ack();
            } else {
                lessee.send("ack");
                lessee.awaitSuccess();
                take(7, 7);
            }
        }
        assertTrue(queue.join(LONG));
        assertEquals(0, spilled());
    }

    /** In which step of the move it dies decides whether the letter is there once or twice. */
    @ParameterizedTest
    @CsvSource({
        "spill.naming,        1",
        "spill.named,         1",
        "lease.publishing,    1",
        "lease.published,     2",
        "lease.acknowledging, 2",
        "lease.acknowledged,  1",
        "spill.deleting,      1",
        "spill.deleted,       1",
    })
    void aDeadLetterIsMovedWhole(String point, int copies) throws Exception {
        open("dead letters");
        queue.put(SpillCrew.message(1));
        try (Jvm lessee = stoppedAt(point, SpillCrew.Lessee.class, "close")) {
            lessee.kill();
        }
        assertNull(queue.receive(Duration.ofMillis(300)));
        assertTrue(queue.join(LONG));
        try (SharedQueue<byte[]> dead = queue.deadLetters()) {
            for (int i = 0; i < copies; i++) {
                Delivery<byte[]> letter = dead.receive(LONG);
                SpillCrew.assertMessage(1, letter.value());
                letter.ack();
            }
            assertNull(dead.poll());
            dead.put(SpillCrew.message(2)); // who owns the lane there sweeps it
            SpillCrew.assertMessage(2, dead.poll());
        }
        nextOwner();
        take(7, 7);
        assertEquals(0, spilled());
    }

    /** All users are killed, in any state: the next who opens anything leaves nothing on disk. */
    @ParameterizedTest
    @CsvSource({"none", "spill.linked", "spill.made", "spill.wrote", "spill.kept", "spill.wrote#4"})
    void anonymousMessagesOnDiskGoWithTheirUsers(String point) throws Exception {
        Path given = disk.resolve("given");
        List<String> flags = List.of("-D" + CrashPoint.PROPERTY + "=" + point);
        try (Jvm creator = Jvm.start(flags, SpillCrew.Anonymous.class, given.toString())) {
            String path = creator.awaitLine("queue").substring(6);
            if (!point.equals("none")) {
                creator.awaitLine("CRASHPOINT");
                creator.kill();
            } else {
                creator.awaitLine("made");
                try (Jvm guest = Jvm.start(SpillCrew.Guest.class, path)) {
                    guest.awaitLine("ready");
                    creator.kill();
                    Tandem.open().close();
                    assertTrue(Queues.spilled(given) >= 2, "one user is alive");
                    guest.kill();
                }
            }
            Tandem.open().close();
            assertFalse(Files.exists(Path.of(path).getParent()));
        }
        assertEquals(List.of(), names(given));
    }

    private static List<String> names(Path directory) throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
