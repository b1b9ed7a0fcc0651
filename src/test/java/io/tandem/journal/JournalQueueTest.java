package io.tandem.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.codec.Codecs;
import io.tandem.codec.TooLargeException;
import io.tandem.file.SharedFileException;
import io.tandem.pipe.SharedPipe;
import io.tandem.process.ChildProcess;
import io.tandem.queue.QueueOptions;
import io.tandem.queue.QueueShutDownException;
import io.tandem.queue.SharedQueue;
import io.tandem.support.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalQueueTest {
    @TempDir
    Path folder;

    private JournalQueue<Long> journal(JournalOptions options) {
        return JournalQueue.createOrAttach(folder.resolve("j"), Crew.LONGS, options);
    }

    private static List<Long> numbers(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    @Test
    void everyGroupGetsAllInOrderAndGoesOnWhereItWas() throws Exception {
        try (JournalQueue<Long> journal = journal(Crew.SMALL)) {
            assertNull(journal.poll());
            for (long i = 1; i <= 200; i++) {
                journal.put(i);
            }
            try (JournalReader<Long> billing = journal.reader("billing")) {
                assertEquals(200, billing.lag());
                for (long i = 1; i <= 50; i++) {
                    assertEquals(i, billing.take());
                }
                assertEquals(51, billing.place());
            }
            assertEquals(200, journal.size());
            assertEquals(1, journal.take());
        }
        try (JournalQueue<Long> journal = journal(Crew.SMALL);
                JournalReader<Long> billing = journal.reader("billing")) {
            journal.put(201L);
            assertEquals(numbers(51, 201), Crew.receiveAll(billing));
            assertEquals(0, billing.lag());
            List<Long> rest = new ArrayList<>();
            assertEquals(200, journal.drainTo(rest, 1000));
            assertEquals(numbers(2, 201), rest);
        }
    }

    @Test
    void whatIsNotAcknowledgedComesAgain() throws Exception {
        try (JournalQueue<Long> journal = journal(Crew.SMALL);
                JournalReader<Long> reader = journal.reader("group")) {
            for (long i = 1; i <= 5; i++) {
                journal.put(i);
            }
            JournalDelivery<Long> first = reader.receive();
            JournalDelivery<Long> second = reader.receive();
            second.ack();
            assertEquals(1, reader.place());
            assertEquals(3, reader.receive().value());
            first.close();
            first.close();
            try (JournalDelivery<Long> again = reader.receive()) {
                assertEquals(1, again.value());
                assertEquals(2, again.deliveries());
                again.ack();
                assertThrows(IllegalStateException.class, again::ack);
            }
            assertEquals(3, reader.place());
            assertEquals(4, reader.poll());
        }
        try (JournalQueue<Long> journal = journal(Crew.SMALL);
                JournalReader<Long> reader = journal.reader("group")) {
            assertEquals(List.of(3L, 5L), Crew.receiveAll(reader), "closed with a lease");
        }
    }

    @Test
    void takersSleepUntilAPut() throws Exception {
        try (JournalQueue<Long> journal = journal(Crew.SMALL);
                JournalReader<Long> reader = journal.reader("group")) {
            assertNull(reader.poll(Duration.ofMillis(1)));
            FutureTask<Long> taker = new FutureTask<>(reader::take);
            new Thread(taker).start();
            journal.put(7L);
            assertEquals(7, taker.get());
            FutureTask<Long> ended = new FutureTask<>(reader::take);
            new Thread(ended).start();
            journal.shutdown();
            assertTrue(assertThrows(Exception.class, ended::get).getCause() instanceof QueueShutDownException);
            assertThrows(QueueShutDownException.class, () -> journal.put(8L));
            List<Long> all = new ArrayList<>();
            journal.consume().forEach(all::add);
            assertEquals(List.of(7L), all);
        }
    }

    @Test
    void aReplayBeginsAnywhere() throws Exception {
        try (JournalQueue<Long> journal = journal(Crew.SMALL)) {
            for (long i = 1; i <= 1000; i++) {
                journal.put(i);
            }
            for (long from : new long[] {1, 2, 64, 65, 999, 1000, 1001}) {
                try (Stream<Long> replay = journal.replay(from)) {
                    assertEquals(numbers(from, 1000), replay.toList());
                }
            }
            try (Tandem tandem = Tandem.open()) {
                SharedQueue<Long> queue = tandem.newQueue(Crew.LONGS, QueueOptions.DEFAULT);
                assertEquals(1000, journal.replayInto(queue));
                List<Long> all = new ArrayList<>();
                queue.drainTo(all);
                assertEquals(numbers(1, 1000), all);
            }
        }
    }

    @Test
    void filesRollAndAreDroppedWhenAllGroupsHaveReadThem() throws Exception {
        JournalOptions options = JournalOptions.DEFAULT
                .roll(JournalRoll.SECONDLY)
                .blockBytes(1 << 20)
                .keepFiles(2);
        try (JournalQueue<Long> journal = journal(options);
                JournalReader<Long> slow = journal.reader("slow")) {
            long[] number = {0};
            Path messages = journal.folder().resolve("messages");
            Await.until("five files", () -> {
                put(journal, ++number[0]);
                return files(messages) >= 5;
            });
            assertEquals(1, journal.firstNumber(), "a group has not read it");
            assertEquals(numbers(1, number[0]), Crew.receiveAll(slow));
            Await.until("dropped", () -> {
                put(journal, ++number[0]);
                return files(messages) <= 2;
            });
            long first = journal.firstNumber();
            assertTrue(first > 1);
            try (Stream<Long> replay = journal.replay()) {
                assertEquals(numbers(first, number[0]), replay.toList());
            }
            JournalException gone =
                    assertThrows(JournalException.class, () -> journal.replay(1).toList());
            assertEquals(JournalException.Reason.GONE, gone.reason());
            try (JournalReader<Long> late = journal.reader("late")) {
                assertEquals(first, late.take());
            }
            assertEquals(first > number[0] ? List.of() : numbers(slow.place(), number[0]), Crew.receiveAll(slow));
        }
    }

    private static void put(JournalQueue<Long> journal, long number) {
        assertTrue(journal.offer(number));
    }

    private static long files(Path messages) {
        return messages.toFile().list((folder, name) -> name.endsWith(".cq4")).length;
    }

    @Test
    void aChildGetsItsFlagsAndReadsTheSameJournal() throws Exception {
        try (Tandem tandem = Tandem.open()) {
            JournalQueue<String> journal = tandem.journal("orders", String.class);
            JournalReader<String> reader = journal.reader("children");
            ChildProcess child = tandem.start(() -> {
                journal.put("from the child");
                journal.put(reader.take() + ", read by it");
            });
            child.onExit().join();
            assertEquals(0, child.exitCode().orElse(-1));
            assertEquals("from the child, read by it", reader.take());
            journal.close();
            reader.close();
        }
    }

    @Test
    void whatDoesNotFitIsRefused() throws Exception {
        try (JournalQueue<Long> journal = journal(Crew.SMALL)) {
            journal.put(1L);
            SharedFileException other = assertThrows(SharedFileException.class, () -> journal(JournalOptions.DEFAULT));
            assertEquals(SharedFileException.Reason.LAYOUT_MISMATCH, other.reason());
            assertThrows(SharedFileException.class, () -> JournalQueue.attach(journal.folder(), String.class));
            assertThrows(NullPointerException.class, () -> journal.put(null));
            assertThrows(IllegalArgumentException.class, () -> journal.reader("a/b"));
        }
        try (JournalQueue<byte[]> bytes =
                JournalQueue.create(folder.resolve("b"), Codecs.of(byte[].class), Crew.SMALL)) {
            bytes.put(new byte[bytes.largestMessage()]);
            assertThrows(TooLargeException.class, () -> bytes.put(new byte[bytes.largestMessage() + 1]));
            for (int i = 0; i < 20; i++) {
                bytes.put(new byte[bytes.largestMessage() - i]);
            }
            assertEquals(bytes.largestMessage(), bytes.take().length);
            for (int i = 0; i < 20; i++) {
                assertEquals(bytes.largestMessage() - i, bytes.take().length);
            }
            bytes.destroy();
            assertFalse(Files.exists(folder.resolve("b/messages")));
        }
    }

    @Test
    void aRecorderMovesAQueueAndAPipe() throws Exception {
        for (QueueOptions options : List.of(
                QueueOptions.DEFAULT, QueueOptions.DEFAULT.leased(), QueueOptions.DEFAULT.exclusiveConsumer())) {
            Path path = folder.resolve("r" + options.hashCode());
            try (Tandem tandem = Tandem.open()) {
                SharedQueue<Long> queue = tandem.newQueue(Long.class, options);
                Recorder<Long> recorder = tandem.journal(queue, Long.class, path);
                for (long i = 1; i <= 1000; i++) {
                    queue.put(i);
                }
                queue.shutdown();
                recorder.join();
                assertNull(recorder.trouble());
                try (JournalQueue<Long> journal = recorder.journal();
                        Stream<Long> all = journal.replay()) {
                    assertEquals(numbers(1, 1000), all.toList());
                }
            }
        }
        try (Tandem tandem = Tandem.open()) {
            SharedPipe<Long> pipe = tandem.newPipe(Long.class, false);
            Recorder<Long> recorder = tandem.journal(pipe, Long.class, folder.resolve("p"));
            try (var end = pipe.second()) {
                for (long i = 1; i <= 1000; i++) {
                    end.send(i);
                }
            }
            recorder.join();
            assertNull(recorder.trouble());
            assertEquals(1000, recorder.recorded());
            recorder.journal().close();
        }
    }
}
