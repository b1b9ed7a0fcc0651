package io.tandem.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.support.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class LaneThreadsTest {
    private static final int CAPACITY = Ring.LEAST;
    private static final int ALL = Integer.MAX_VALUE;

    /** Small ring, so that stale takers and peekers meet overwritten records all the time. */
    @Test
    void oneWriterThreeTakersAPeeker() throws Exception {
        int messages = 60_000;
        Ring ring = new Ring(CAPACITY);
        boolean[] taken = new boolean[messages];
        AtomicBoolean done = new AtomicBoolean();
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int t = 0; t < 3; t++) {
            int limit = 1 + 3 * t;
            tasks.add(() -> {
                LaneTaker taker = new LaneTaker();
                int[] last = {-1, 0};
                while (true) {
                    boolean end = done.get();
                    if (taker.take(ring.lane, limit, ALL) == 0) {
                        if (end) {
                            return last[1];
                        }
                        Thread.yield();
                    } else {
                        taker.forEach((type, buffer, index, length) -> {
                            int number = number(buffer, index, length);
                            assertTrue(number > last[0], "order");
                            assertFalse(taken[number], "twice");
                            taken[number] = true;
                            last[0] = number;
                            last[1]++;
                        });
                    }
                }
            });
        }
        tasks.add(() -> {
            LanePeeker peeker = new LanePeeker();
            while (!done.get()) {
                int[] last = {-1};
                peeker.look(
                        ring.lane,
                        (type, buffer, index, length) -> {
                            int number = number(buffer, index, length);
                            assertTrue(number > last[0], "order");
                            last[0] = number;
                        },
                        ALL);
                long size = ring.lane.size();
                assertTrue(size >= 0 && size <= CAPACITY / 16, "size " + size);
                Thread.yield();
            }
            return 0;
        });
        tasks.add(() -> {
            LaneWriter writer = new LaneWriter(ring.lane);
            for (int number = 0; number < messages; number++) {
                int length = 8 + ThreadLocalRandom.current().nextInt(200);
                int index = writer.claim(length);
                while (index == LaneWriter.NO_ROOM) {
                    writer.publish();
                    Thread.yield();
                    index = writer.claim(length);
                }
                ring.lane.data().setMemory(index, length, (byte) number);
                ring.lane.data().putInt(index, number);
                writer.commit(1);
                if (number % 5 != 0) {
                    writer.publish();
                }
            }
            writer.publish();
            done.set(true);
            return 0;
        });
        int sum = 0;
        for (int count : Threads.all(tasks)) {
            sum += count;
        }
        assertEquals(messages, sum);
    }

    private static int number(org.agrona.DirectBuffer buffer, int index, int length) {
        int number = buffer.getInt(index);
        for (int i = 4; i < length; i++) {
            if (buffer.getByte(index + i) != (byte) number) {
                throw new AssertionError("torn: byte " + i + " of " + number);
            }
        }
        return number;
    }
}
