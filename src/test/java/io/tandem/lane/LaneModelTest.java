package io.tandem.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random calls against a plain deque; random remains of dead writers. The seed of a failure is in its message. */
class LaneModelTest {
    private static final int CAPACITY = Ring.LEAST;

    private static void withSeeds(int rounds, java.util.function.Consumer<Random> round) {
        long first = Long.getLong("tandem.seed", System.nanoTime());
        System.out.println("LaneModelTest seeds from " + first);
        for (long seed = first; seed < first + rounds; seed++) {
            try {
                round.accept(new Random(seed));
            } catch (Throwable e) {
                throw new AssertionError("-Dtandem.seed=" + seed, e);
            }
        }
    }

    private static int length(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(10);
            case 1 -> random.nextInt(Lane.largestMessage(CAPACITY) + 1);
            default -> random.nextInt(200);
        };
    }

    private static Ring ring(Random random) {
        return Ring.at(CAPACITY, (random.nextInt(1 << 20) * 8L) << random.nextInt(30));
    }

    private static int consume(Ring ring, Random random) {
        int limit = random.nextInt(9);
        if (random.nextInt(3) == 0) {
            return new LaneReader(ring.lane).drain(ring::next, limit);
        }
        LaneTaker taker = new LaneTaker();
        int taken = taker.take(ring.lane, limit, random.nextInt(1000));
        assertTrue(taken <= limit);
        taker.forEach(ring::next);
        return taken;
    }

    @Test
    void answersAsADeque() {
        withSeeds(600, random -> {
            Ring ring = ring(random);
            LaneWriter writer = new LaneWriter(ring.lane);
            List<Ring.Message> batch = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                switch (random.nextInt(8)) {
                    case 0, 1, 2 -> {
                        Ring.Message message = new Ring.Message(i, length(random));
                        if (ring.commit(writer, message)) {
                            batch.add(message);
                        } else {
                            assertTrue(!batch.isEmpty() || !ring.expected.isEmpty(), "no room in an empty lane");
                        }
                    }
                    case 3 -> {
                        writer.publish();
                        ring.expected.addAll(batch);
                        batch.clear();
                    }
                    case 4 -> {
                        if (random.nextInt(10) == 0) {
                            writer = new LaneWriter(ring.lane); // the old one is dead, its batch never existed
                            batch.clear();
                        } else if (random.nextBoolean()) {
                            writer.claim(length(random));
                        } else {
                            writer.abort();
                        }
                    }
                    case 5 -> ring.assertWaiting();
                    default -> {
                        int before = ring.expected.size();
                        int taken = consume(ring, random);
                        assertEquals(before - taken, ring.expected.size());
                    }
                }
            }
            ring.takeAll();
        });
    }

    /** Before the publication, a killed writer may have left any part of its plain stores, in any order. */
    @Test
    void anyPartOfAnUnpublishedBatchIsNothing() {
        withSeeds(3000, random -> {
            Ring ring = ring(random);
            LaneWriter dead = new LaneWriter(ring.lane);
            int number = fill(ring, dead, random);
            long[] before = ring.words();
            for (int i = 0; i <= random.nextInt(5); i++) {
                ring.commit(dead, new Ring.Message(1000 + i, length(random)));
            }
            long[] after = ring.words();
            for (int i = 0; i < after.length; i++) {
                after[i] = random.nextBoolean() ? before[i] : after[i];
            }
            ring.words(after);
            adopt(ring, number, random);
        });
    }

    @Test
    void aPublishedBatchIsThereWholeBeforeItIsMarked() {
        withSeeds(3000, random -> {
            Ring ring = ring(random);
            LaneWriter dead = new LaneWriter(ring.lane);
            int number = fill(ring, dead, random);
            long marked = ring.mark();
            for (int i = random.nextInt(5); i >= 0; i--) {
                Ring.Message message = new Ring.Message(number++, length(random));
                if (ring.commit(dead, message)) {
                    ring.expected.add(message);
                }
            }
            dead.publish();
            if (random.nextBoolean()) {
                ring.mark(marked);
            }
            for (int i = random.nextInt(4); i > 0; i--) {
                consume(ring, random);
            }
            ring.assertWaiting();
            adopt(ring, number, random);
        });
    }

    private static int fill(Ring ring, LaneWriter writer, Random random) {
        int number = 0;
        for (int i = random.nextInt(60); i > 0; i--) {
            if (ring.put(writer, number, length(random))) {
                number++;
            }
            if (random.nextBoolean()) {
                consume(ring, random);
            }
        }
        return number;
    }

    /** Two successors in a row; the first leaves without having done anything. */
    private static void adopt(Ring ring, int number, Random random) {
        ring.assertWaiting();
        long marked = ring.mark();
        new LaneWriter(ring.lane);
        assertTrue(ring.mark() >= marked, "the mark goes back");
        LaneWriter writer = new LaneWriter(ring.lane);
        ring.assertWaiting();
        for (int i = 0; i < 30; i++) {
            if (ring.put(writer, number, length(random))) {
                number++;
            }
            ring.assertWaiting();
            consume(ring, random);
        }
        ring.takeAll();
    }
}
