package io.tandem.lease;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.lane.CorruptLaneException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Words that none of ours wrote: refused by name, or taken for a message, but never an endless loop. */
class CorruptLeaseTest {
    private static final int CAPACITY = Desk.LEAST;
    private static final int ALL = Integer.MAX_VALUE;
    private static final int MOST = 64;
    private static final int GUARD_WORDS = 256 / Long.BYTES;

    private interface Use {
        void of(Desk desk);
    }

    private static final List<Use> USES = List.of(
            desk -> {
                LeaseTaker taker = Desk.taker(Desk.ME);
                int leased = 0;
                while (taker.lease(desk.lane, 0)) {
                    desk.lane.data().boundsCheck(taker.index(), taker.length());
                    assertTrue(++leased <= MOST, "endless");
                    assertTrue(desk.ack(taker));
                }
            },
            desk -> Desk.taker(Desk.ME).leaseExhausted(desk.lane, 5),
            desk -> {
                LeaseTaker taker = Desk.taker(Desk.ME);
                int total = 0;
                for (int taken = 1; taken > 0; total += taken) {
                    taken = taker.take(desk.lane, ALL, ALL, 0);
                    taker.forEach((type, buffer, index, length) -> buffer.boundsCheck(index, length));
                    assertTrue(total <= MOST, "endless");
                }
            },
            desk -> assertTrue(new LeasePeeker().look(desk.lane, (type, buffer, index, length) -> {}, ALL) <= MOST),
            desk -> assertTrue(desk.lane.pending() <= MOST),
            desk -> assertTrue(desk.lane.ready() <= MOST),
            desk -> desk.lane.isIdle(),
            desk -> desk.lane.hasReady(),
            desk -> desk.lane.leasedByOther(Desk.ME),
            desk -> assertTrue(desk.lane.giveBackAll(Desk.YOU) <= MOST),
            desk -> desk.lane.advance(),
            desk -> {
                LeaseWriter writer = desk.writer();
                int put = 0;
                while (Desk.put(writer, put, put)) {
                    assertTrue(++put <= MOST, "room without end");
                }
            });

    /** Each use once, on a copy; returns how many refused. */
    private static int useAll(Desk desk) {
        int refused = 0;
        long[] words = desk.words();
        for (Use use : USES) {
            desk.words(words);
            try {
                use.of(desk);
            } catch (CorruptLaneException named) {
                refused++;
            }
            desk.assertGuards();
        }
        return refused;
    }

    /** Lapped, with messages that wait, are leased and are done. */
    private static Desk fill(long seed) {
        Random random = new Random(seed);
        Desk desk = new Desk(CAPACITY);
        LeaseWriter writer = desk.writer();
        LeaseTaker me = Desk.taker(Desk.ME);
        LeaseTaker you = Desk.taker(Desk.YOU);
        for (int i = 0; i < 300; i++) {
            Desk.put(writer, i, 4 + random.nextInt(120));
            if (desk.lane.pending() > 20) {
                assertTrue(me.lease(desk.lane, 0));
                assertTrue(desk.ack(me));
            }
        }
        for (int i = 0; i < 10; i++) {
            LeaseTaker taker = random.nextBoolean() ? me : you;
            assertTrue(taker.lease(desk.lane, 0));
            if (random.nextInt(3) > 0) {
                desk.ack(taker);
            }
        }
        return desk;
    }

    @Test
    void everyBitOfEveryDescriptorAndOfTheHead() {
        int refused = 0;
        Desk desk = fill(1);
        long[] words = desk.words();
        int last = GUARD_WORDS + (int) LeaseLayout.dataAt(CAPACITY) / Long.BYTES;
        for (int i = GUARD_WORDS; i < last; i++) {
            if (i == GUARD_WORDS || i >= GUARD_WORDS + LeaseLayout.DESCRIPTORS_AT / Long.BYTES) {
                for (int bit = 0; bit < Long.SIZE; bit++) {
                    long[] changed = words.clone();
                    changed[i] ^= 1L << bit;
                    desk.words(changed);
                    refused += useAll(desk);
                }
            }
        }
        assertTrue(refused > 1000, "refused " + refused);
    }

    @Test
    void garbageEverywhere() {
        for (long seed = 1; seed <= 1000; seed++) {
            Random random = new Random(seed);
            Desk desk = new Desk(CAPACITY);
            long head = random.nextLong() >>> 2;
            desk.head(head);
            for (long sequence = head; sequence < head + MOST; sequence++) {
                long word = desk.lane.lapOf(sequence - random.nextInt(2) * MOST)
                        | (random.nextInt(4) == 0 ? random.nextLong() >>> 24 : random.nextInt(3) * (1L << 38));
                desk.lane.wordRelease(sequence, random.nextInt(20) == 0 ? random.nextLong() : word);
                desk.lane.wherePlain(
                        sequence,
                        random.nextInt(10) == 0
                                ? random.nextLong()
                                : LeaseLayout.where(random.nextInt(CAPACITY), random.nextInt(100), 1));
            }
            useAll(desk);
        }
    }

    @Test
    void whatCannotBeIsRefused() {
        for (long where : new long[] {0, -1, LeaseLayout.where(8, CAPACITY, 1), LeaseLayout.where(0, 8, 127)}) {
            Desk desk = new Desk(CAPACITY);
            assertTrue(Desk.put(desk.writer(), 1, 20));
            desk.lane.wherePlain(0, where);
            assertThrows(CorruptLaneException.class, () -> Desk.taker(Desk.ME).lease(desk.lane, 0));
            assertThrows(CorruptLaneException.class, desk::writer);
            assertTrue(desk.lane.hasReady(), "nobody got it");
        }
        for (long word :
                new long[] {-1, 1, 3L << 38, 1L << 40 | 3L << 38, 2L << 40, LeaseLayout.readyWord(5L << 40, 0)}) {
            Desk desk = new Desk(CAPACITY);
            desk.lane.wordRelease(0, word);
            assertThrows(CorruptLaneException.class, () -> Desk.taker(Desk.ME).lease(desk.lane, 0));
            assertThrows(CorruptLaneException.class, desk::writer);
            assertThrows(CorruptLaneException.class, desk.lane::isIdle);
        }
    }

    /** Damage after what was taken already does not cost that. */
    @Test
    void whatWasTakenBeforeTheDamageIsHandedOut() {
        Desk desk = new Desk(CAPACITY);
        LeaseWriter writer = desk.writer();
        assertTrue(Desk.put(writer, 1, 20));
        assertTrue(Desk.put(writer, 2, 20));
        desk.lane.wherePlain(1, -1);
        LeaseTaker taker = Desk.taker(Desk.ME);
        assertTrue(taker.take(desk.lane, ALL, ALL, 0) == 1);
        assertThrows(CorruptLaneException.class, () -> taker.take(desk.lane, ALL, ALL, 0));
    }
}
