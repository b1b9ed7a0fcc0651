package io.tandem.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Words that no writer of ours wrote: refused by name, or taken for a message, but never an endless loop. */
class CorruptLaneTest {
    private static final int CAPACITY = Ring.LEAST;
    private static final int ALL = Integer.MAX_VALUE;
    private static final int MOST = 3 * CAPACITY / 8;

    private interface Use {
        void of(Ring ring);
    }

    private static final List<Use> USES = List.of(
            ring -> take(ring, ALL),
            ring -> take(ring, 1),
            ring -> assertTrue(new LanePeeker().look(ring.lane, CorruptLaneTest::touch, ALL) <= MOST),
            ring -> assertTrue(new LaneReader(ring.lane).drain(CorruptLaneTest::touch, ALL) <= MOST),
            ring -> new LaneReader(ring.lane).hasNext(),
            ring -> ring.lane.isEmpty(),
            ring -> assertTrue(ring.lane.size() >= 0),
            ring -> {
                LaneWriter writer = new LaneWriter(ring.lane);
                for (int i = 0; i < MOST && ring.commit(writer, new Ring.Message(i, i)); i++) {
                    writer.publish();
                }
            });

    private static void touch(int type, org.agrona.DirectBuffer buffer, int index, int length) {
        buffer.boundsCheck(index, length);
    }

    /** One at a time, old messages may come again, as from a queue that never ends; all at once, they may not. */
    private static void take(Ring ring, int limit) {
        LaneTaker taker = new LaneTaker();
        int total = 0;
        for (int taken = 1; taken > 0 && (limit > 1 || total <= MOST); total += taken) {
            taken = taker.take(ring.lane, limit, ALL);
            taker.forEach(CorruptLaneTest::touch);
            assertTrue(limit == 1 || total <= MOST, "endless");
        }
    }

    /** Each use once, on a copy; returns how many refused. */
    private static int useAll(Ring ring) {
        int refused = 0;
        long[] words = ring.words();
        for (Use use : USES) {
            ring.words(words);
            try {
                use.of(ring);
            } catch (CorruptLaneException named) {
                refused++;
            }
            ring.assertGuards();
        }
        return refused;
    }

    /** Lapped, so that old headers are everywhere, with a PAD; positions of the headers, that of the end included. */
    private static List<Long> fill(Ring ring, long seed) {
        Random random = new Random(seed);
        LaneWriter writer = new LaneWriter(ring.lane);
        for (int i = 0; i < 300; i++) {
            ring.put(writer, i, random.nextInt(120));
            if (ring.lane.size() > 12) {
                assertEquals(1, new LaneReader(ring.lane).drain(ring::next, 1));
            }
        }
        List<Long> positions = new ArrayList<>();
        long at = ring.head();
        while (!LaneLayout.isEnd(ring.header(at))) {
            positions.add(at);
            at += LaneLayout.recordBytes(LaneLayout.length(ring.header(at)));
        }
        positions.add(at);
        return positions;
    }

    @Test
    void everyBitOfEveryHeader() {
        for (long seed = 1; seed <= 4; seed++) {
            Ring ring = new Ring(CAPACITY);
            List<Long> positions = fill(ring, seed);
            long[] words = ring.words();
            for (long position : positions) {
                for (int bit = 0; bit < Long.SIZE; bit++) {
                    ring.words(words);
                    ring.header(position, ring.header(position) ^ 1L << bit);
                    useAll(ring);
                }
            }
        }
    }

    @Test
    void everyBitOfTheHeadAndOfTheMark() {
        Ring ring = new Ring(CAPACITY);
        fill(ring, 5);
        long[] words = ring.words();
        for (int bit = 0; bit < Long.SIZE; bit++) {
            ring.words(words);
            ring.mark(ring.mark() ^ 1L << bit);
            useAll(ring);
            ring.words(words);
            ring.head(ring.head() ^ 1L << bit);
            int refused = useAll(ring);
            if (bit < 3 || bit > 61) {
                assertEquals(USES.size(), refused, "bit " + bit);
            }
        }
    }

    @Test
    void garbageEverywhere() {
        for (long seed = 1; seed <= 2000; seed++) {
            Random random = new Random(seed);
            Ring ring = new Ring(CAPACITY);
            long[] words = ring.words();
            int guard = 256 / Long.BYTES;
            for (int i = guard; i < words.length - guard; i++) {
                words[i] = random.nextInt(3) == 0
                        ? random.nextLong()
                        : LaneLayout.header(random.nextInt(40), random.nextInt(3), 1 + random.nextInt(127));
            }
            ring.words(words);
            ring.head(random.nextLong() & ~LaneLayout.NEVER_IN_HEAD);
            useAll(ring);
        }
    }

    /** Lengths whose sum with anything overflows, a PAD of a whole lap, a chain without an end. */
    @Test
    void headersMadeToLoop() {
        for (int type : new int[] {0, 1, 126, LaneLayout.PAD, 128, 255}) {
            for (int length : new int[] {-1, -8, -4096, Integer.MIN_VALUE, ALL, ALL - 7, ALL - 8, 4088, 4096, 2040}) {
                Ring ring = new Ring(CAPACITY);
                ring.header(0, LaneLayout.header(0, 0, type) | length & 0xffff_ffffL);
                assertThrows(CorruptLaneException.class, () -> take(ring, ALL), type + " " + length);
                assertThrows(CorruptLaneException.class, () -> new LaneWriter(ring.lane));
                useAll(ring);
            }
        }
        Ring endless = new Ring(CAPACITY);
        for (int i = 0; i < CAPACITY; i += 8) {
            endless.header(i, LaneLayout.header(0, i / 8, 1));
        }
        endless.mark(-1);
        assertThrows(CorruptLaneException.class, () -> take(endless, ALL));
        assertThrows(CorruptLaneException.class, () -> new LaneWriter(endless.lane));
        assertThrows(CorruptLaneException.class, () -> new LaneReader(endless.lane).drain((t, b, i, l) -> {}, ALL));
        assertThrows(CorruptLaneException.class, endless.lane::size);
    }

    @Test
    void noPositionLeadsOutOfTheRing() {
        Random random = new Random(7);
        Lane lane = new Ring(CAPACITY).lane;
        for (int i = 0; i < 100_000; i++) {
            int index = lane.index(random.nextLong());
            assertTrue(index >= 0 && index <= CAPACITY - 8 && index % 8 == 0, "index " + index);
        }
    }
}
