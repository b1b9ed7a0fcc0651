package io.tandem.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.support.Jvm;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JVMs that are killed at every named point of a put, a delivery and an acknowledgement; the others go on. */
class JournalCrashTest {
    @TempDir
    Path folder;

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    private JournalQueue<Long> journal() {
        return JournalQueue.createOrAttach(folder.resolve("j"), Crew.LONGS, Crew.SMALL);
    }

    private static List<Long> all(JournalQueue<Long> journal) throws InterruptedException {
        try (Stream<Long> all = journal.replay()) {
            return all.toList();
        }
    }

    /** {@code put}: how many are there after the death; the next one goes on behind them. */
    @ParameterizedTest
    @CsvSource({
        "journal.making,     0",
        "journal.named,      0",
        "journal.adopting,   0",
        "journal.counting,   0",
        "journal.adopted,    0",
        "journal.widening,   0",
        "journal.appending,  0",
        "journal.filled,     0",
        "journal.appended,   1",
        "journal.placed,     1",
        "owned.ending,       1",
        "journal.appending#70, 69",
        "journal.filled#70,  69",
        "journal.appended#70, 70",
        "journal.appended#64, 64",
        "journal.widening#2, 8000",
    })
    void aProducerKilledInAPutLeavesItsMessageWholeOrNotAtAll(String point, int put) throws Exception {
        try (Jvm putter = Crew.stoppedAt(point, Crew.Putter.class, folder.resolve("j"), 1, 40_000)) {
            putter.kill();
        }
        try (JournalQueue<Long> journal = journal()) {
            journal.put(-1L);
            List<Long> found = all(journal);
            int before = found.size() - 1;
            assertEquals(-1L, found.get(before));
            assertEquals(upTo(before), found.subList(0, before));
            assertTrue(put == 8000 ? before > 5000 : before == put, () -> "found " + before);
            assertEquals(found.size(), journal.lastNumber());
            try (Jvm next = Crew.start(Crew.Putter.class, folder.resolve("j"), 1, 300)) {
                next.awaitSuccess();
            }
            assertEquals(upTo(300), all(journal).subList(before + 1, before + 301));
            try (JournalReader<Long> reader = journal.reader("after")) {
                assertEquals(found, Crew.receiveAll(reader).subList(0, found.size()));
            }
        }
    }

    /** {@code again}: which message comes again. */
    @ParameterizedTest
    @CsvSource({
        "reader.handing#3,       3",
        "reader.found#3,         3",
        "reader.handed#3,        3",
        "reader.noting#3,        3",
        "reader.placed#3,        3",
        "reader.noted#3,         3",
        "reader.acknowledging#3, 3",
        "reader.acknowledged#3,  4",
        "reader.advancing#3,     4",
        "reader.advanced#3,      4",
        "owned.ended#6,          0",
    })
    void aReaderKilledLeavesWhatItDidNotAcknowledge(String point, long next) throws Exception {
        try (JournalQueue<Long> journal = journal();
                JournalReader<Long> mine = journal.reader("group")) {
            for (long i = 1; i <= 20; i++) {
                journal.put(i);
            }
            try (Jvm reader = Crew.stoppedAt(point, Crew.Receiver.class, folder.resolve("j"), "group", 20)) {
                reader.kill();
                TreeSet<Long> done = new TreeSet<>();
                reader.lines().stream()
                        .filter(line -> line.startsWith("acknowledged"))
                        .forEach(line -> done.add(Long.parseLong(line.split(" ")[1])));
                List<Long> rest = Crew.receiveAll(mine);
                long first = rest.get(0);
                assertEquals(LongStream.rangeClosed(first, 20).boxed().toList(), rest);
                assertTrue(next == 0 || first == next, () -> "goes on with " + first);
                assertTrue(done.isEmpty() || first > done.last());
                assertEquals(0, mine.lag());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "reader.returning",
                "reader.returned",
                "reader.hinting#2",
                "reader.hinted#2",
                "reader.leasing",
                "reader.leased"
            })
    void aReaderKilledWhileItGivesBackLeavesItToTheNext(String point) throws Exception {
        try (JournalQueue<Long> journal = journal();
                JournalReader<Long> mine = journal.reader("group")) {
            for (long i = 1; i <= 20; i++) {
                journal.put(i);
            }
            try (Jvm reader = Crew.stoppedAt(point, Crew.Taker.class, folder.resolve("j"), "group", 20)) {
                reader.kill();
            }
            assertEquals(upTo(20), Crew.receiveAll(mine));
            assertEquals(0, mine.lag());
        }
    }
}
