package io.tandem.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.support.Jvm;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** JVMs that are killed at every named point of a put, a delivery and an acknowledgement; the others go on. */
class JournalCrashTest {
    @TempDir
    Path folder;

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    private static JournalQueue<Long> journal(Path folder) {
        return JournalQueue.createOrAttach(folder, Crew.LONGS, Crew.SMALL);
    }

    private interface Trial {
        void run(String point, long number, Path journal) throws Exception;
    }

    /** Rows of a point and a number; two trials at a time, for most of it is waiting for JVMs. */
    private void inPairs(Trial trial, String... rows) throws Exception {
        AtomicInteger next = new AtomicInteger();
        Callable<Void> worker = () -> {
            for (int i = next.getAndIncrement(); i < rows.length; i = next.getAndIncrement()) {
                String[] row = rows[i].split(", *");
                try {
                    trial.run(row[0], row.length > 1 ? Long.parseLong(row[1]) : 0, folder.resolve("j" + i));
                } catch (Exception | AssertionError e) {
                    throw new AssertionError(rows[i] + ": " + e, e);
                }
            }
            return null;
        };
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            for (Future<Void> ended : two.invokeAll(List.of(worker, worker))) {
                ended.get();
            }
        } finally {
            two.shutdownNow();
        }
    }

    private static List<Long> all(JournalQueue<Long> journal) throws InterruptedException {
        try (Stream<Long> all = journal.replay()) {
            return all.toList();
        }
    }

    /** The number: how many are there after the death; the next one goes on behind them. */
    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void aProducerKilledInAPutLeavesItsMessageWholeOrNotAtAll() throws Exception {
        inPairs(
                this::killedInAPut,
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
                "journal.widening#2, 8000");
    }

    private void killedInAPut(String point, long put, Path folder) throws Exception {
        try (Jvm putter = Crew.stoppedAt(point, Crew.Putter.class, folder, 1, 40_000)) {
            putter.kill();
        }
        try (JournalQueue<Long> journal = journal(folder)) {
            journal.put(-1L);
            List<Long> found = all(journal);
            int before = found.size() - 1;
            assertEquals(-1L, found.get(before));
            assertEquals(upTo(before), found.subList(0, before));
            assertTrue(put == 8000 ? before > 5000 : before == put, () -> "found " + before);
            assertEquals(found.size(), journal.lastNumber());
            if (put >= 64) {
                try (Jvm next = Crew.start(Crew.Putter.class, folder, 1, 300)) {
                    next.awaitSuccess();
                }
            } else {
                for (long i = 1; i <= 300; i++) {
                    journal.put(i);
                }
            }
            assertEquals(upTo(300), all(journal).subList(before + 1, before + 301));
            try (JournalReader<Long> reader = journal.reader("after")) {
                assertEquals(found, Crew.receiveAll(reader).subList(0, found.size()));
            }
        }
    }

    /** The number: which message comes next; 0 for any. */
    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void aReaderKilledLeavesWhatItDidNotAcknowledge() throws Exception {
        inPairs(
                this::killedWhileItReads,
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
                "owned.ended#6,          0");
    }

    /** The number: which message comes next. Five are read at once; what is done with is done with before that is noted. */
    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void aReaderKilledInABatchLeavesWhatItDidNotFinish() throws Exception {
        inPairs(
                (point, next, folder) -> killedWhileItReads(Crew.Drainer.class, point, next, folder),
                "reader.handing#3,   3",
                "reader.found#3,     3",
                "reader.handed#3,    4",
                "reader.handed#5,    6",
                "reader.noting,      6",
                "reader.placed,      6",
                "reader.noted,       6",
                "reader.advancing,   6",
                "reader.handed#8,    9",
                "reader.noting#2,    11");
    }

    private void killedWhileItReads(String point, long next, Path folder) throws Exception {
        killedWhileItReads(Crew.Receiver.class, point, next, folder);
    }

    private void killedWhileItReads(Class<?> program, String point, long next, Path folder) throws Exception {
        try (JournalQueue<Long> journal = journal(folder);
                JournalReader<Long> mine = journal.reader("group")) {
            for (long i = 1; i <= 20; i++) {
                journal.put(i);
            }
            try (Jvm reader = Crew.stoppedAt(point, program, folder, "group", 20)) {
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

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void aReaderKilledWhileItGivesBackLeavesItToTheNext() throws Exception {
        inPairs(
                this::killedWhileItGivesBack,
                "reader.returning",
                "reader.returned",
                "reader.hinting#2",
                "reader.hinted#2",
                "reader.leasing",
                "reader.leased");
    }

    private void killedWhileItGivesBack(String point, long none, Path folder) throws Exception {
        try (JournalQueue<Long> journal = journal(folder);
                JournalReader<Long> mine = journal.reader("group")) {
            for (long i = 1; i <= 20; i++) {
                journal.put(i);
            }
            try (Jvm reader = Crew.stoppedAt(point, Crew.Taker.class, folder, "group", 20)) {
                reader.kill();
            }
            assertEquals(upTo(20), Crew.receiveAll(mine));
            assertEquals(0, mine.lag());
        }
    }
}
