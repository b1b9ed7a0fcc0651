package io.tandem.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.file.SharedFile;
import io.tandem.lane.MessageHandler;
import io.tandem.owner.SharedDirectory;
import io.tandem.support.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Threads over shared files, each of them with a view of its own. */
class IndexThreadsTest {
    private static final int PRODUCERS = 3;
    private static final int AREA = 1 << 14;

    private final SharedDirectory directory = SharedDirectory.openAnonymous();
    private final AtomicInteger left = new AtomicInteger(PRODUCERS);
    private IndexRing ring;
    private IndexArea[] areas;

    private void open(int capacity) {
        ring = new IndexRing(
                directory.create(directory.path().resolve("q~index"), Index.spec(capacity), Index.filler(capacity)));
        areas = new IndexArea[PRODUCERS];
        for (int i = 0; i < PRODUCERS; i++) {
            areas[i] = new IndexArea(directory.create(
                    directory.path().resolve("q~" + i), Index.areaSpec(AREA), SharedFile.Filler.ZEROS));
        }
    }

    @AfterEach
    void close() {
        directory.release();
    }

    private IndexArea area(int lane) {
        return areas[lane];
    }

    /** Mostly one by one, some in batches, some as references, some after the area went to another owner. */
    private int produce(int lane, int messages) {
        IndexWriter writer = new IndexWriter(ring, areas[lane], lane, false);
        ThreadLocalRandom random = ThreadLocalRandom.current();
        for (int number = 0; number < messages; number++) {
            int choice = random.nextInt(100);
            if (choice == 0) {
                publish(writer);
                writer.leave();
                writer = new IndexWriter(ring, areas[lane], lane, random.nextBoolean());
            }
            if (choice < 5) {
                while (writer.publishReference(number) == IndexWriter.NO_ROOM) {
                    Thread.yield();
                }
                continue;
            }
            int length = 8 + random.nextInt(choice < 8 ? 2000 : 150);
            int index = writer.claim(length);
            while (index == IndexWriter.NO_ROOM) {
                publish(writer);
                Thread.yield();
                index = writer.claim(length);
            }
            writer.data().setMemory(index, length, (byte) number);
            writer.data().putInt(index, number);
            writer.data().putInt(index + 4, lane);
            writer.commit(1);
            if (choice > 20 || number == messages - 1 || random.nextInt(100) == 0) {
                publish(writer);
            }
        }
        publish(writer);
        if (left.decrementAndGet() == 0) {
            ring.end();
        }
        assertTrue(left.get() > 0 || writer.claim(1) == IndexWriter.ENDED);
        return 0;
    }

    private static void publish(IndexWriter writer) {
        while (writer.publish() == IndexWriter.NO_ROOM) {
            Thread.yield();
        }
    }

    /** Each consumer sees the messages of a producer in order. */
    private static final class Check implements MessageHandler {
        private final AtomicIntegerArray taken;
        private final int[] last = {-1, -1, -1};
        private int count;

        Check(AtomicIntegerArray taken) {
            this.taken = taken;
        }

        @Override
        public void onMessage(int type, DirectBuffer buffer, int index, int length) {
            boolean reference = type == IndexWriter.REFERENCE;
            int number = reference ? (int) buffer.getLong(index) & 0xff_ffff : buffer.getInt(index);
            int lane = reference ? (int) (buffer.getLong(index) >>> 24) : buffer.getInt(index + 4);
            for (int i = 8; i < length; i++) {
                if (buffer.getByte(index + i) != (byte) number) {
                    throw new AssertionError("torn: byte " + i + " of " + number + " of " + lane);
                }
            }
            assertTrue(number > last[lane], () -> "order: " + number + " after " + last[lane]);
            last[lane] = number;
            count++;
            if (taken != null) {
                assertEquals(1, taken.incrementAndGet(lane * (taken.length() / PRODUCERS) + number), "doubled");
            }
        }
    }

    private int consume(AtomicIntegerArray taken, int limit) {
        Check check = new Check(taken);
        IndexTaker taker = new IndexTaker(reference -> {});
        while (true) {
            if (taker.take(ring, this::area, limit, 5000) > 0) {
                taker.forEach(check);
            } else if (taker.ended()) {
                return check.count;
            } else {
                Thread.yield();
            }
        }
    }

    private int read(AtomicIntegerArray taken) {
        Check check = new Check(taken);
        IndexReader reader = new IndexReader(ring, this::area);
        while (reader.drain(check, 100) > 0 || !reader.ended()) {
            Thread.onSpinWait();
        }
        return check.count;
    }

    /** Beside them, somebody who looks. */
    private int observe() {
        while (!ring.isEnded()) {
            long size = ring.size();
            assertTrue(size >= 0 && size <= ring.capacity(), "size " + size);
            Check check = new Check(null);
            new IndexPeeker().look(ring, this::area, check, Integer.MAX_VALUE);
            assertTrue(ring.isEmpty() || ring.head() >= 0);
            Thread.yield();
        }
        return 0;
    }

    private void run(int messages, List<Callable<Integer>> tasks, AtomicIntegerArray taken) throws Exception {
        for (int i = 0; i < PRODUCERS; i++) {
            int lane = i;
            tasks.add(() -> produce(lane, messages));
        }
        tasks.add(this::observe);
        int sum = 0;
        for (int count : Threads.all(tasks)) {
            sum += count;
        }
        assertEquals(PRODUCERS * messages, sum);
        for (int i = 0; i < taken.length(); i++) {
            assertEquals(1, taken.get(i), "lost: " + i);
        }
        assertEquals(PRODUCERS * messages, ring.head());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 300})
    void threeProducersTwoTakers(int capacity) throws Exception {
        int messages = capacity == 1 ? 8_000 : 25_000;
        open(capacity);
        AtomicIntegerArray taken = new AtomicIntegerArray(PRODUCERS * messages);
        List<Callable<Integer>> tasks = new ArrayList<>();
        tasks.add(() -> consume(taken, 1));
        tasks.add(() -> consume(taken, 50));
        run(messages, tasks, taken);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 300})
    void threeProducersOneReader(int capacity) throws Exception {
        int messages = 25_000;
        open(capacity);
        AtomicIntegerArray taken = new AtomicIntegerArray(PRODUCERS * messages);
        List<Callable<Integer>> tasks = new ArrayList<>();
        tasks.add(() -> read(taken));
        run(messages, tasks, taken);
    }
}
