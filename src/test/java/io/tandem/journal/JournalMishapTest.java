package io.tandem.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.codec.Codecs;
import io.tandem.file.SharedFileException;
import io.tandem.file.TandemException;
import io.tandem.journal.JournalException.Reason;
import io.tandem.support.Jvm;
import io.tandem.support.Skip;
import io.tandem.support.SmallDisk;
import java.io.File;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where Chronicle Queue corrupted, hung or killed the JVM: stops, pid namespaces, full disks, damaged files. */
class JournalMishapTest {
    @TempDir
    Path folder;

    private JournalQueue<Long> journal() {
        return JournalQueue.createOrAttach(folder.resolve("j"), Crew.LONGS, Crew.SMALL);
    }

    private static List<Long> all(JournalQueue<Long> journal) throws InterruptedException {
        try (Stream<Long> all = journal.replay(1)) {
            return all.toList();
        }
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.MINUTES)
    void aHandlerMayCloseWhatItReads() throws Exception {
        try (JournalQueue<Long> journal = journal()) {
            JournalReader<Long> reader = journal.reader("group");
            journal.put(1L);
            journal.put(2L);
            try {
                reader.drain((type, buffer, index, length) -> reader.close(), 2);
            } catch (TandemException closed) {
                // or not: both are fine, to wait is not
            }
            assertTrue(reader.isClosed());
            try (JournalReader<Long> next = journal.reader("group")) {
                List<Long> rest = Crew.receiveAll(next);
                assertEquals(2L, rest.get(rest.size() - 1), "nothing is lost");
            }
        }
    }

    /** The appender stands inside Chronicle's lock, longer than Chronicle would wait: nobody is let in beside it. */
    private void stop(Duration time) throws Exception {
        try (JournalQueue<Long> journal = journal();
                JournalReader<Long> reader = journal.reader("group")) {
            try (Jvm putter = Crew.start(Crew.Putter.class, folder.resolve("j"), 1, 1_000_000)) {
                putter.awaitLine("put 1000");
                List<Long> got = new ArrayList<>();
                do { // until it is stopped inside a put
                    putter.signal("CONT");
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(3));
                    putter.stop();
                } while (journal.offer(-1L, Duration.ofMillis(1)));
                assertFalse(journal.offer(-2L, time), "the stopped one was robbed");
                while (reader.place() <= journal.lastNumber()) {
                    got.add(reader.take());
                }
                putter.signal("CONT");
                journal.put(-3L);
                putter.kill();
                assertFalse(got.contains(-2L));
            }
            journal.put(-4L);
            List<Long> found = all(journal);
            assertFalse(found.contains(-2L));
            List<Long> its = found.stream().filter(number -> number > 0).toList();
            assertEquals(LongStream.rangeClosed(1, its.size()).boxed().toList(), its);
            assertEquals(-4L, found.get(found.size() - 1));
        }
    }

    @Test
    void anAppenderThatIsStoppedLongerThanChroniclesTimeoutIsNotRobbed() throws Exception {
        stop(Duration.ofSeconds(2)); // Chronicle's own is a third of a second here
    }

    @Test
    @Tag("full")
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void nobodyIsRobbedInFortySeconds() throws Exception {
        stop(Duration.ofSeconds(40));
    }

    /** Both are process 1 of their namespace, so Chronicle's lock names a pid that is alive: its own. */
    @Test
    void aSecondProcessOneGoesOnAfterTheFirst() throws Exception {
        Skip.PID_NAMESPACE.unless(inNamespace("/bin/true").awaitExit() == 0);
        try (Jvm first = inNamespace(command("journal.filled#3", 1, 5))) {
            first.awaitLine("CRASHPOINT");
            first.kill();
        }
        try (Jvm second = inNamespace(command("none", 10, 12))) {
            second.awaitSuccess();
        }
        try (JournalQueue<Long> journal = journal()) {
            assertEquals(List.of(1L, 2L, 10L, 11L, 12L), all(journal));
        }
    }

    private static Jvm inNamespace(String... command) {
        List<String> all = new ArrayList<>(List.of("unshare", "--pid", "--fork", "--kill-child", "--mount-proc"));
        all.addAll(List.of(command));
        return Jvm.run(all);
    }

    private String[] command(String point, long from, long to) {
        List<String> all = new ArrayList<>(List.of(Jvm.java().toString(), "-Xmx256m"));
        all.add("--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED");
        all.addAll(Crew.FLAGS);
        all.addAll(List.of("-Dio.tandem.crashPoint=" + point, "-cp", System.getProperty("java.class.path")));
        all.addAll(List.of(Crew.Putter.class.getName(), folder.resolve("j").toString(), "" + from, "" + to));
        return all.toArray(new String[0]);
    }

    @Test
    void aFullDiskRefusesByNameAndGoesOnAfterwards() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        try (SmallDisk mounted = SmallDisk.mount(disk, 6 << 20)) {
            try (JournalQueue<byte[]> journal =
                    JournalQueue.createOrAttach(disk.resolve("j"), Codecs.of(byte[].class), Crew.SMALL)) {
                JournalException full = assertThrows(JournalException.class, () -> {
                    for (int i = 0; i < 1000; i++) {
                        journal.put(new byte[50_000]);
                    }
                });
                assertEquals(Reason.NO_SPACE, full.reason(), full::toString);
                long put = journal.lastNumber();
                assertTrue(put > 10, () -> put + " messages");
                assertThrows(JournalException.class, () -> {
                    for (int i = 0; i < 1000; i++) {
                        journal.put(new byte[50_000]);
                    }
                });
                try (Stream<byte[]> all = journal.replay()) {
                    assertEquals(journal.lastNumber(), all.count());
                }
                TandemException none = assertThrows(
                        TandemException.class,
                        () -> JournalQueue.create(disk.resolve("k"), Crew.LONGS, Crew.SMALL)
                                .put(1L));
                assertTrue(none.getMessage().startsWith("NO_SPACE"), none::toString);
                long before = journal.lastNumber();
                new ProcessBuilder("mount", "-o", "remount,size=32m", disk.toString())
                        .start()
                        .waitFor();
                journal.put(new byte[50_000]);
                assertEquals(before + 1, journal.lastNumber());
            }
        }
    }

    @Test
    void aReadOnlyDirectoryRefusesByName() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        try (SmallDisk mounted = SmallDisk.mount(disk, 16 << 20)) {
            try (Jvm putter = Crew.start(Crew.Putter.class, disk.resolve("j"), 1, 5)) {
                putter.awaitSuccess();
            }
            new ProcessBuilder("mount", "-o", "remount,ro", disk.toString())
                    .start()
                    .waitFor();
            assertThrows(SharedFileException.class, () -> JournalQueue.attach(disk.resolve("j"), Crew.LONGS));
        }
    }

    /** Each in a JVM of its own: what a mapping of a cut file does to it must not happen to this one. */
    private String opened() throws Exception {
        try (Jvm putter = Crew.start(Crew.Putter.class, folder.resolve("j"), 6, 7)) {
            assertTrue(putter.awaitExit() >= 0);
            putter.awaitOutputEnd();
            return String.join("\n", putter.lines());
        }
    }

    private File messages() throws Exception {
        try (Jvm putter = Crew.start(Crew.Putter.class, folder.resolve("j"), 1, 5)) {
            putter.awaitSuccess();
        }
        return folder.resolve("j/messages").toFile().listFiles((folder, name) -> name.endsWith(".cq4"))[0];
    }

    @Test
    void damagedMessagesAreRefusedByName() throws Exception {
        File file = messages();
        byte[] whole = Files.readAllBytes(file.toPath());
        try (RandomAccessFile cut = new RandomAccessFile(file, "rw")) {
            cut.setLength(100);
        }
        assertTrue(opened().contains("JournalException: DAMAGED"), opened());
        Files.write(
                file.toPath(),
                "this is not a file of Chronicle, is it? ".repeat(100).getBytes());
        assertTrue(opened().contains("JournalException: DAMAGED"), opened());
        Files.delete(file.toPath());
        assertTrue(opened().contains("JournalException: DAMAGED"), opened());
        Files.write(file.toPath(), whole);
        Files.write(folder.resolve("j/messages/metadata.cq4t"), new byte[131072]);
        String text = opened();
        assertTrue(text.contains("put 7") || text.contains("JournalException"), text);
    }

    @Test
    void aControlFileOfAnotherKindOrVersionIsRefusedByName() throws Exception {
        messages();
        Path control = folder.resolve("j/journal");
        byte[] bytes = Files.readAllBytes(control);
        bytes[12]++;
        Files.write(control, bytes);
        assertTrue(opened().contains("VERSION_MISMATCH"), opened());
        Files.write(control, new byte[100]);
        assertTrue(opened().contains("SharedFileException"), opened());
    }

    @Test
    void withoutTheFlagsTheyAreNamed() throws Exception {
        try (Jvm bare = Jvm.start(Crew.Putter.class, folder.resolve("j").toString(), "1", "5")) {
            assertEquals(1, bare.awaitExit());
            bare.awaitOutputEnd();
            String text = String.join("\n", bare.lines());
            assertTrue(text.contains("MISSING_FLAGS"), text);
            assertTrue(text.contains("--add-exports=java.base/sun.nio.ch=ALL-UNNAMED"), text);
            assertTrue(text.contains("--add-opens=java.base/java.lang.reflect=ALL-UNNAMED"), text);
        }
    }

    @Test
    void nothingIsPrintedBesides() throws Exception {
        try (Jvm putter = Crew.start(Crew.Putter.class, folder.resolve("j"), 1, 2)) {
            assertEquals(List.of("put 1", "put 2"), putter.awaitSuccess());
        }
        assertFalse(Files.exists(Path.of(System.getProperty("user.home"), ".chronicle.software.client.id")));
    }
}
