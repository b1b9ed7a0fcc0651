package io.tandem.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.tandem.Tandem;
import io.tandem.codec.Codecs;
import io.tandem.file.CrashPoint;
import io.tandem.support.Jvm;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JVMs that are stopped in a put into a queue with a capacity, or in a take, while the others do three laps of it. */
class IndexStopTest {
    private static final int CAPACITY = 40;
    private static final int LAPS = 3 * 1024 + 100;

    private final Tandem tandem = Tandem.open();
    private final SharedQueue<Long> queue = tandem.newQueue(
            Codecs.of(Long.class), Queues.SMALL.capacity(CAPACITY).lanes(2));

    @AfterEach
    void close() {
        tandem.close();
    }

    private Jvm start(Class<?> main, Object argument) {
        return Jvm.start(main, queue.path().toString(), argument.toString());
    }

    private void laps() throws InterruptedException {
        for (long i = 1000; i < 1000 + LAPS; i++) {
            queue.put(i);
            assertEquals(i, queue.take());
        }
    }

    /** Between its claim and its publication. */
    @Test
    void aStoppedProducersMessageComesOnceAndInOrder() throws Exception {
        try (Jvm claimer = start(Crew.Claimer.class, 5)) {
            claimer.awaitLine("claimed");
            claimer.stop();
            laps();
            assertEquals(0, queue.size());
            queue.put(4L);
            claimer.signal("CONT");
            claimer.send("publish");
            claimer.awaitLine("published true");
            queue.put(6L);
            assertEquals(List.of(4L, 5L, 6L), new ArrayList<>(queue));
        }
    }

    /** At a named point, where it stays: nobody waits for it, and its lane is not given away. */
    @ParameterizedTest
    @ValueSource(strings = {"index.filled", "index.putting", "index.put"})
    void aStoppedProducerHoldsUpNobody(String point) throws Exception {
        List<String> flags = List.of("-D" + CrashPoint.PROPERTY + "=" + point);
        try (Jvm putter = Jvm.start(flags, Crew.Putter.class, queue.path().toString(), "9")) {
            putter.awaitLine("CRASHPOINT");
            putter.stop();
            assertEquals(point.equals("index.put") ? 1L : null, queue.poll());
            laps();
            queue.put(1L);
            try (Jvm third = start(Crew.Putter.class, 1)) {
                assertFalse(third.awaitExit() == 0, "the lane of a stopped producer was given away");
            }
        }
    }

    /** With a copy that it has not taken yet. */
    @Test
    void aStoppedTakerHoldsUpNobody() throws Exception {
        queue.put(1L);
        List<String> flags = List.of("-D" + CrashPoint.PROPERTY + "=index.copied");
        try (Jvm taker = Jvm.start(flags, Crew.Taker.class, queue.path().toString(), "1")) {
            taker.awaitLine("CRASHPOINT");
            taker.stop();
            assertEquals(1, queue.take());
            laps();
            assertEquals(0, queue.size());
        }
    }

    /** Stopped anywhere, mostly in a put that waits for room: nothing is lost, doubled or out of order. */
    @Test
    void aPutterStoppedAtRandomGoesOn() throws Exception {
        int count = 30_000;
        List<Long> theirs = new ArrayList<>();
        try (Jvm putter = start(Crew.Putter.class, count)) {
            for (int stop = 0; stop < 20; stop++) {
                for (int i = 0; i < 1000; i++) {
                    theirs.add(queue.take());
                }
                putter.stop();
                for (long mine = -1; mine > -LAPS; mine--) {
                    while (!queue.offer(mine)) {
                        theirs.add(queue.take());
                    }
                    for (long got = queue.take(); got != mine; got = queue.take()) {
                        theirs.add(got);
                    }
                }
                putter.signal("CONT");
            }
            while (theirs.size() < count) {
                theirs.add(queue.take());
            }
            putter.awaitSuccess();
        }
        assertEquals(LongStream.rangeClosed(1, count).boxed().toList(), theirs);
        assertEquals(0, queue.size());
    }

    /** Amid takes; what it sees of the index is laps old when it goes on. */
    @ParameterizedTest
    @ValueSource(ints = {1, 10})
    void aTakerStoppedAtRandomTakesNothingTwice(int limit) throws Exception {
        List<Long> all = new ArrayList<>();
        try (Jvm taker = start(Crew.Taker.class, limit)) {
            taker.awaitLine("ready");
            long next = 1;
            for (int round = 0; round < 20; round++) {
                for (int i = 0; i < 500; i++) {
                    queue.put(next++);
                }
                taker.stop();
                queue.drainTo(all);
                laps();
                taker.signal("CONT");
            }
            queue.put(next);
            queue.shutdown();
            List<Long> its = taker.awaitSuccess().stream()
                    .filter(line -> line.startsWith("took"))
                    .flatMap(line ->
                            Stream.of(line.substring(6, line.length() - 1).split(", ")))
                    .map(Long::valueOf)
                    .toList();
            assertEquals(its.stream().sorted().toList(), its);
            all.addAll(its);
            assertEquals(
                    LongStream.rangeClosed(1, next).boxed().toList(),
                    all.stream().sorted().toList());
        }
    }
}
