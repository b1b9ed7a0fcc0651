package io.tandem.spill;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.file.CrashPoint;
import io.tandem.support.Jvm;
import java.io.ByteArrayInputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real JVMs killed between two steps; whoever comes next finds nothing lost and leaves nothing behind. */
class SpillCrashTest {
    private static final byte[] MESSAGE = Spilling.bytes(200_000);

    @TempDir
    private Path temporary;

    /** What one JVM of a queue does, by its third argument, on disk if there is a second one. */
    static final class Worker {
        public static void main(String[] arguments) throws Exception {
            Path given = arguments[1].isEmpty() ? null : Path.of(arguments[1]);
            try (Spilling spilling = new Spilling(Path.of(arguments[0]), given)) {
                switch (arguments[2]) {
                    case "write" -> spilling.write(0, MESSAGE);
                    case "stream" -> spilling.files.write(0, Channels.newChannel(new ByteArrayInputStream(MESSAGE)));
                    case "make" -> {
                        try (SharedBytes made = spilling.files.newBytes(MESSAGE.length)) {
                            made.set(0, MESSAGE, 0, MESSAGE.length);
                            spilling.files.write(0, made);
                        }
                    }
                    case "delete" -> spilling.files.delete(SpillFiles.reference(0, 0));
                    case "sweep" -> spilling.files.sweep(0, number -> number == 0);
                    case "destroy" -> spilling.files.destroy();
                    default -> throw new AssertionError(arguments[2]);
                }
            }
        }
    }

    /** A JVM with an anonymous directory, whose queue spills to disk. */
    static final class Anonymous {
        public static void main(String[] arguments) throws Exception {
            Tandem tandem = Tandem.open();
            System.out.println("directory " + tandem.path());
            try (Spilling spilling = new Spilling(tandem.path().resolve("queue"), Path.of(arguments[0]))) {
                spilling.write(0, MESSAGE);
                System.out.println("written");
                System.in.read();
                tandem.close();
            }
        }
    }

    private Path queue() {
        return temporary.resolve("tandem/queue");
    }

    private void killedAt(String point, String action, Path given) throws InterruptedException {
        List<String> flags = List.of("-D" + CrashPoint.PROPERTY + "=" + point);
        String disk = given == null ? "" : given.toString();
        try (Jvm jvm = Jvm.start(flags, Worker.class, queue().toString(), disk, action)) {
            jvm.awaitLine("CRASHPOINT " + point.replaceAll("#.*", ""));
            jvm.kill();
        }
    }

    /** Names of files with bytes in them. */
    private static Set<String> files(Spilling spilling) throws Exception {
        return spilling.names().stream()
                .filter(name -> !name.endsWith("mark"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @CsvSource({
        "spill.making,     write,  0",
        "spill.made,       write,  0",
        "spill.creating,   write,  0",
        "spill.created,    write,  1",
        "spill.writing,    write,  1",
        "spill.wrote,      write,  1",
        "spill.writing#3,  write,  1",
        "spill.kept,       write,  1",
        "spill.writing#3,  stream, 1",
        "spill.kept,       stream, 1",
        "spill.created,    make,   1",
        "spill.wrote#2,    make,   1",
        "spill.naming,     make,   1",
        "spill.named,      make,   2",
        "spill.unnaming,   make,   2",
        "spill.unnamed,    make,   1"
    })
    void aProducerLeavesOnlyWhatTheNextOneSweeps(String point, String action, int left) throws Exception {
        for (Path given : new Path[] {null, temporary.resolve("disk")}) {
            try (Spilling spilling = new Spilling(queue(), given)) {
                killedAt(point, action, given);
                assertEquals(left, files(spilling).size(), () -> "left: " + spilling.directory());
                assertEquals(left == 0, spilling.files.isEmpty(0));
                spilling.files.sweep(0, number -> false);
                assertEquals(Set.of(), files(spilling));
                assertTrue(spilling.files.isEmpty(0));
                assertArrayEquals(MESSAGE, spilling.take(spilling.write(0, MESSAGE)));
                spilling.files.destroy();
                assertFalse(Files.exists(spilling.directory()));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"spill.linking", "spill.linked", "spill.making", "spill.made"})
    void theNextOneFinishesThePlace(String point) throws Exception {
        Path disk = temporary.resolve("disk");
        killedAt(point, "write", disk);
        try (Spilling spilling = new Spilling(queue(), disk)) {
            assertEquals(null, spilling.files.open(0));
            assertArrayEquals(MESSAGE, spilling.take(spilling.write(0, MESSAGE)));
            spilling.files.destroy();
            assertEquals(Set.of(), Spilling.names(disk));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"spill.deleting", "spill.deleted"})
    void aConsumerLeavesOnlyWhatTheNextProducerSweeps(String point) throws Exception {
        try (Spilling spilling = new Spilling(queue(), null)) {
            long taken = spilling.write(0, MESSAGE);
            long waits = spilling.write(0, MESSAGE);
            killedAt(point, "delete", null);
            assertEquals(point.endsWith("ing") ? 2 : 1, files(spilling).size());
            spilling.again().sweep(0, number -> SpillFiles.reference(0, number) == waits);
            assertEquals(Set.of("0~1"), files(spilling));
            assertEquals(null, spilling.files.open(taken));
            assertArrayEquals(MESSAGE, spilling.take(waits));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"spill.marking", "spill.mark.made", "spill.marked", "spill.sweeping", "spill.swept"})
    void aSweepThatDiedIsDoneAgain(String point) throws Exception {
        try (Spilling spilling = new Spilling(queue(), null)) {
            long kept = spilling.write(0, MESSAGE);
            spilling.write(0, MESSAGE);
            spilling.write(0, MESSAGE);
            killedAt(point, "sweep", null);
            SpillFiles next = spilling.again();
            next.sweep(0, number -> number == 0);
            assertEquals(Set.of("0~0", "0~mark"), spilling.names());
            long later = next.write(0, new org.agrona.concurrent.UnsafeBuffer(new byte[1]), 0, 1);
            assertEquals(SpillFiles.reference(0, 3), later, "no swept number");
            assertArrayEquals(MESSAGE, spilling.take(kept));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"spill.removing", "tree.target.removing", "tree.target.removed", "spill.removed"})
    void aRemovalThatDiedIsDoneAgain(String point) throws Exception {
        Path disk = temporary.resolve("disk");
        try (Spilling spilling = new Spilling(queue(), disk)) {
            spilling.write(0, MESSAGE);
            killedAt(point, "destroy", disk);
            boolean linked = Spilling.names(queue().getParent()).stream().anyMatch(name -> name.endsWith("~spill"));
            assertTrue(linked || Spilling.names(disk).isEmpty(), "what is left can be found by the link");
            spilling.again().destroy();
            assertEquals(Set.of(), Spilling.names(disk));
            assertFalse(Spilling.names(queue().getParent()).stream().anyMatch(name -> name.endsWith("~spill")));
        }
    }

    /** Opening the Tandem directory sweeps what the dead made there, wherever it is, and nothing of the living. */
    @Test
    void openingTheDirectorySweepsWhatWasMadeAndNotPut() throws Exception {
        for (Path given : new Path[] {null, temporary.resolve("disk")}) {
            try (Spilling spilling = new Spilling(queue(), given);
                    SharedBytes mine = spilling.files.newBytes(10)) {
                killedAt("spill.naming", "make", given);
                assertEquals(2, files(spilling).size());
                Tandem.open(queue().getParent()).close();
                assertEquals(1, files(spilling).size());
                assertArrayEquals(new byte[10], spilling.take(spilling.files.write(0, mine)));
                spilling.files.destroy();
            }
        }
    }

    @Test
    void aDeadAnonymousDirectoryTakesItsFilesOnDiskAlong() throws Exception {
        Path disk = temporary.resolve("disk");
        try (Jvm jvm = Jvm.start(Anonymous.class, disk.toString())) {
            Path directory = Path.of(jvm.awaitLine("directory").substring(10));
            jvm.awaitLine("written");
            Tandem.open().close();
            assertEquals(1, Spilling.names(disk).size(), "its user is alive");
            jvm.kill();
            Tandem.open().close();
            assertFalse(Files.exists(directory));
            assertEquals(Set.of(), Spilling.names(disk));
            assertTrue(Files.exists(disk));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"spill.linked", "spill.made", "spill.wrote", "tree.target.removing", "tree.target.removed"})
    void alsoIfItWasKilledInTheMiddle(String point) throws Exception {
        Path disk = temporary.resolve("disk");
        List<String> flags = List.of("-D" + CrashPoint.PROPERTY + "=" + point);
        try (Jvm jvm = Jvm.start(flags, Anonymous.class, disk.toString())) {
            Path directory = Path.of(jvm.awaitLine("directory").substring(10));
            if (point.startsWith("tree")) {
                jvm.awaitLine("written");
                jvm.send("end");
            }
            jvm.awaitLine("CRASHPOINT " + point);
            jvm.kill();
            Tandem.open().close();
            assertFalse(Files.exists(directory, LinkOption.NOFOLLOW_LINKS));
            assertEquals(Set.of(), Spilling.names(disk));
        }
    }
}
