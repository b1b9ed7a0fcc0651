package io.tandem.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.file.SharedFile;
import io.tandem.lane.Bugs;
import io.tandem.lane.CorruptLaneException;
import io.tandem.lane.Lane;
import io.tandem.lane.LaneTaker;
import io.tandem.lane.LaneWriter;
import io.tandem.lane.MessageHandler;
import io.tandem.owner.Attachment;
import io.tandem.support.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The judge of the storm, tried on protocols that are wrong on purpose, and on the right one. */
class SeededBugsTest {
    private static final int MESSAGES = 3_000;
    /** A writer or taker in a lane that is broken gives up some time. */
    private static final int PATIENCE = 20_000;

    private final Tandem tandem = Tandem.open();
    private int rounds = 50;

    @AfterEach
    void close() {
        tandem.close();
    }

    /** Puts one message; false if there is no room. */
    private interface Put {
        boolean put(LaneWriter writer, byte[] bytes);
    }

    /** Takes one message; false if there is none. */
    private interface Take {
        boolean take(Lane lane, LaneTaker taker, MessageHandler handler);
    }

    private static boolean rightPut(LaneWriter writer, byte[] bytes) {
        int index = writer.claim(bytes.length);
        if (index == LaneWriter.NO_ROOM) {
            return false;
        }
        writer.lane().data().putBytes(index, bytes);
        writer.commit(1);
        writer.publish();
        return true;
    }

    private static boolean rightTake(Lane lane, LaneTaker taker, MessageHandler handler) {
        if (taker.take(lane, 1, Integer.MAX_VALUE) == 0) {
            return false;
        }
        taker.forEach(handler);
        return true;
    }

    private static boolean publishFirst(LaneWriter writer, byte[] bytes) {
        return Bugs.publishFirst(
                writer, bytes.length, index -> writer.lane().data().putBytes(index, bytes));
    }

    /** One lane, this many writers (more than one is a bug in itself) and two takers; what the judge says. */
    private List<String> problems(int writers, Put put, Take take) throws Exception {
        List<String> problems = new ArrayList<>();
        for (int round = 0; round < rounds && problems.isEmpty(); round++) {
            SharedFile file = tandem.directory()
                    .create(tandem.directory().freshPath("lane"), Lane.spec(4096), SharedFile.Filler.ZEROS);
            problems.addAll(round(new Lane(file), writers, put, take));
            file.destroy();
            file.release();
        }
        return problems;
    }

    private List<String> round(Lane lane, int writers, Put put, Take take) throws Exception {
        StormChecker checker = new StormChecker();
        List<String> thrown = new ArrayList<>();
        AtomicInteger atWork = new AtomicInteger(writers);
        List<Callable<Object>> tasks = new ArrayList<>();
        List<LaneWriter> owners = new ArrayList<>();
        for (int w = 1; w <= writers; w++) {
            owners.add(new LaneWriter(lane));
        }
        for (int w = 1; w <= writers; w++) {
            int self = w;
            tasks.add(noting(thrown, () -> {
                try {
                    write(owners.get(self - 1), self, put, checker);
                } finally {
                    atWork.decrementAndGet();
                }
            }));
        }
        for (int t = 0; t < 2; t++) {
            String name = "taker " + t;
            tasks.add(noting(thrown, () -> {
                List<Long> taken = new ArrayList<>();
                LaneTaker taker = new LaneTaker();
                try {
                    for (int idle = 0; idle < PATIENCE && taken.size() < 4 * MESSAGES; idle++) {
                        boolean over = atWork.get() == 0;
                        if (take.take(lane, taker, (type, buffer, index, length) -> {
                            byte[] bytes = new byte[length];
                            buffer.getBytes(index, bytes);
                            taken.add(StormWorker.check(bytes));
                        })) {
                            idle = 0;
                        } else if (over) {
                            break;
                        }
                        Thread.yield();
                    }
                } finally {
                    long[] messages = taken.stream().mapToLong(n -> n).toArray();
                    synchronized (checker) {
                        checker.consumer(name, messages, messages.length);
                    }
                }
            }));
        }
        Threads.all(tasks);
        List<String> problems = new ArrayList<>(checker.problems());
        problems.addAll(thrown);
        return problems;
    }

    private static Callable<Object> noting(List<String> thrown, Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (CorruptLaneException | IndexOutOfBoundsException e) {
                synchronized (thrown) {
                    thrown.add(e.toString());
                }
            }
            return null;
        };
    }

    private static void write(LaneWriter writer, int self, Put put, StormChecker checker) {
        Random random = new Random(self);
        long committed = 0;
        try {
            for (int attempts = 0; committed < MESSAGES && attempts < PATIENCE; attempts++) {
                if (put.put(writer, StormWorker.message(self, committed + 1, random))) {
                    committed++;
                    attempts = 0;
                } else {
                    Thread.yield();
                }
            }
        } finally {
            synchronized (checker) {
                checker.producer(self, committed + 1, committed);
            }
        }
    }

    @Test
    void theRightProtocolIsNotBlamed() throws Exception {
        rounds = 10;
        assertEquals(List.of(), problems(1, SeededBugsTest::rightPut, SeededBugsTest::rightTake));
    }

    @Test
    void publishedBeforeItIsFilled() throws Exception {
        assertFound(problems(1, SeededBugsTest::publishFirst, SeededBugsTest::rightTake));
    }

    @Test
    void takenWithoutCompareAndSet() throws Exception {
        assertFound(
                problems(1, SeededBugsTest::rightPut, (lane, taker, handler) -> Bugs.takeWithoutCas(lane, handler)));
    }

    /** So it is when a lane is adopted although its owner lives, or when two engines of one JVM share one. */
    @Test
    void aLaneWithTwoWriters() throws Exception {
        assertFound(problems(2, SeededBugsTest::rightPut, SeededBugsTest::rightTake));
    }

    private static void assertFound(List<String> problems) {
        System.out.println("found: " + problems);
        assertFalse(problems.isEmpty(), "not found");
    }

    /** Engines are interned, and even a second one in the same JVM does not take what the first one owns. */
    @Test
    void aSecondEngineHasALaneOfItsOwn() {
        SharedQueue<byte[]> queue = tandem.newQueue(StormWorker.BYTES, Queues.SMALL);
        Attachment attachment = Attachment.attach(queue.path(), QueueLayout.KIND);
        QueueLanes.Owned first = QueueEngine.of(attachment).own();
        QueueLanes.Owned second = QueueEngine.of(attachment).own();
        assertNotEquals(first.number(), second.number());
    }

    @Test
    void theJudgeNamesEachCrime() {
        StormChecker judge = new StormChecker();
        judge.producer(1, 12, 10);
        judge.producer(2, 5, 5);
        judge.consumer("a", messages(1, 1, 2, 4, 3), 4);
        judge.consumer("b", messages(1, 2, 13), 2);
        judge.consumer("c", messages(7, 1), 1);
        judge.consumer("d", new long[] {StormChecker.TORN}, 1);
        judge.killedConsumer(3);
        String all = String.join("; ", judge.problems());
        for (String crime : List.of(
                "got 3 of producer 1 after 4",
                "twice: 2 of producer 1",
                "never meant to put 13",
                "producer 7",
                "torn",
                "lost 11, killed consumers account for 3")) {
            assertTrue(all.contains(crime), () -> crime + " not in " + all);
        }
    }

    private static long[] messages(long producer, long... numbers) {
        return java.util.Arrays.stream(numbers)
                .map(number -> StormChecker.message(producer, number))
                .toArray();
    }
}
