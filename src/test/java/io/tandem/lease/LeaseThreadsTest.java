package io.tandem.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.file.SharedFile;
import io.tandem.owner.Participants;
import io.tandem.owner.SharedDirectory;
import io.tandem.support.Threads;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A small ring in a real file, so that stale consumers meet words and bytes that are used again all the time. */
class LeaseThreadsTest {
    private static final int CAPACITY = Desk.LEAST;
    private static final int MESSAGES = 60_000;
    private static final int CONSUMERS = 3;

    private final AtomicIntegerArray acknowledged = new AtomicIntegerArray(MESSAGES);
    private final AtomicIntegerArray delivered = new AtomicIntegerArray(MESSAGES);
    private final AtomicInteger left = new AtomicInteger(MESSAGES);
    private final AtomicLong lives = new AtomicLong(1000);
    private volatile boolean failed;

    @Test
    void aProducerAndConsumersThatAcknowledgeGiveBackAndDie() throws Exception {
        SharedDirectory directory = SharedDirectory.openAnonymous();
        try {
            Path path = directory.freshPath("leased");
            SharedFile file = directory.create(path, LeaseLane.spec(CAPACITY), SharedFile.Filler.ZEROS);
            LeaseLane lane = new LeaseLane(file);
            List<Callable<Integer>> tasks = new ArrayList<>();
            tasks.add(() -> produce(lane));
            for (int i = 0; i < CONSUMERS; i++) {
                int slot = 1 + i;
                tasks.add(() -> consume(lane, slot));
            }
            tasks.add(() -> observe(lane));
            List<Callable<Integer>> guarded = new ArrayList<>();
            tasks.forEach(task -> guarded.add(() -> guard(task)));
            List<Integer> results = Threads.all(guarded);
            int deaths = results.get(1) + results.get(2) + results.get(3);
            assertTrue(deaths > MESSAGES / 100, "deaths " + deaths);
            for (int number = 0; number < MESSAGES; number++) {
                assertEquals(1, acknowledged.get(number), "message " + number);
            }
            assertTrue(lane.isIdle());
            assertEquals(0, lane.pending());
            file.release();
        } finally {
            directory.release();
        }
    }

    private boolean isOn() {
        return left.get() > 0 && !failed;
    }

    /** The failure of one ends all. */
    private int guard(Callable<Integer> task) throws Exception {
        boolean good = false;
        try {
            int result = task.call();
            good = true;
            return result;
        } finally {
            failed |= !good;
        }
    }

    private int produce(LeaseLane lane) {
        LeaseWriter writer = new LeaseWriter(lane, Desk.ME);
        for (int number = 0; number < MESSAGES; number++) {
            int length = 4 + ThreadLocalRandom.current().nextInt(200);
            while (isOn() && !Desk.commit(writer, number, length)) {
                writer.publish();
                Thread.yield();
            }
            if (number % 5 != 0) {
                writer.publish();
            }
            if (number % 1000 == 0) {
                writer.publish();
                writer = new LeaseWriter(lane, Desk.ME);
            }
        }
        writer.publish();
        return 0;
    }

    private long life(int slot) {
        return lives.incrementAndGet() << 12 | slot;
    }

    /** Returns how often it died. */
    private int consume(LeaseLane lane, int slot) {
        long self = life(slot);
        LeaseTaker taker = new LeaseTaker(self);
        int deaths = 0;
        int lastFirst = -1;
        while (isOn()) {
            int chance = ThreadLocalRandom.current().nextInt(100);
            if (chance < 10) {
                taker.take(lane, 3, 1000, 0);
                taker.forEach((type, buffer, index, length) -> done(Desk.number(type, buffer, index, length)));
                continue;
            }
            if (!taker.lease(lane, 0)) {
                Thread.yield();
                continue;
            }
            int number = Desk.number(taker.type(), lane.data(), taker.index(), taker.length());
            assertTrue(delivered.incrementAndGet(number) <= taker.deliveries(), "delivered more often than it says");
            if (taker.deliveries() == 1) {
                assertTrue(number > lastFirst, "order");
                lastFirst = number;
            }
            if (chance < 20) {
                assertTrue(LeaseTaker.giveBack(lane, taker.sequence(), taker.word()));
            } else if (chance < 25) {
                int dead = Participants.shortName(self);
                assertTrue(lane.returnAll(owner -> owner == dead) >= 1, "its lease was lost");
                assertTrue(!LeaseTaker.ack(lane, taker.sequence(), taker.word()), "acknowledged by the dead");
                self = life(slot);
                taker = new LeaseTaker(self);
                deaths++;
            } else {
                Desk.number(taker.type(), lane.data(), taker.index(), taker.length());
                assertTrue(LeaseTaker.ack(lane, taker.sequence(), taker.word()), "its lease was taken away");
                done(number);
            }
        }
        return deaths;
    }

    private void done(int number) {
        acknowledged.incrementAndGet(number);
        left.decrementAndGet();
    }

    private int observe(LeaseLane lane) {
        LeasePeeker peeker = new LeasePeeker();
        while (isOn()) {
            int[] last = {-1};
            peeker.look(
                    lane,
                    (type, buffer, index, length) -> {
                        int number = Desk.number(type, buffer, index, length);
                        assertTrue(number > last[0], "order");
                        last[0] = number;
                    },
                    200);
            lane.hasReady();
            lane.isIdle();
            Thread.yield();
        }
        return 0;
    }

    /** Who walks over a full lane looks at the place of the head, one lap too early; meanwhile the head moves. */
    @Test
    void aWalkOverAFullLaneMeetsNoDamage() throws Exception {
        Desk desk = new Desk(Desk.LEAST);
        LeaseWriter writer = desk.writer();
        LeaseTaker taker = Desk.taker(Desk.ME);
        ArrayDeque<Long> words = new ArrayDeque<>();
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> walker = CompletableFuture.runAsync(() -> {
            while (!over.get()) {
                desk.lane.pending();
            }
        });
        long sequence = 0;
        for (int i = 0; i < 1_000_000 && !walker.isDone(); i++) {
            if (words.size() == desk.lane.descriptors()) {
                LeaseTaker.ack(desk.lane, sequence++, words.remove());
                desk.lane.advance();
            }
            Desk.put(writer, i, 4);
            assertTrue(taker.lease(desk.lane, 0));
            words.add(taker.word());
        }
        over.set(true);
        walker.join();
    }
}
