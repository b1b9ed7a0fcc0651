package io.tandem.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.support.Jvm;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JVMs that are stopped in the middle of a put or a take while the others do three laps, and then go on. */
class QueueStopTest extends MortalQueue {
    @ParameterizedTest
    @ValueSource(strings = {"lane.lone.filled#2", "lane.lone.ended#2", "lane.lone.published#2"})
    void aStoppedProducerKeepsItsLaneAndHoldsUpNobody(String point) throws Exception {
        try (Jvm putter = stoppedAt(point, Crew.Putter.class, 9)) {
            putter.stop();
            queue.put(0L);
            List<Long> published = drained();
            assertTrue(published.remove(0L));
            assertEquals(upTo(published.size()), published);
            laps();
            try (Jvm third = Jvm.start(Crew.Putter.class, queue.path().toString(), "1")) {
                assertTrue(third.awaitExit() != 0, "the lane of a stopped producer was given away");
                assertTrue(third.toString().contains("TOO_MANY_PARTICIPANTS"), third::toString);
            }
            putter.signal("CONT");
            assertEquals(0, queue.size());
        }
    }

    /** Stopped anywhere, not at a point: nothing is lost, doubled or out of order. */
    @Test
    void aPutterStoppedAtRandomWhileOthersDoThreeLapsGoesOn() throws Exception {
        int count = 30_000;
        List<Long> theirs = new ArrayList<>();
        try (Jvm putter = Jvm.start(Crew.Putter.class, queue.path().toString(), Integer.toString(count))) {
            for (int stop = 0; stop < 20; stop++) {
                takeTheirs(theirs, 1000);
                putter.stop();
                for (long mine = -1; mine > -LAPS; mine--) {
                    queue.put(mine);
                    for (long got = queue.take(); got != mine; got = queue.take()) {
                        theirs.add(got);
                    }
                }
                putter.signal("CONT");
            }
            takeTheirs(theirs, count - theirs.size());
            putter.awaitSuccess();
        }
        assertEquals(upTo(count), theirs);
    }

    private void takeTheirs(List<Long> theirs, int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            theirs.add(queue.take());
        }
    }

    /** Its view of the lane is a lap old when it goes on. */
    @ParameterizedTest
    @ValueSource(ints = {1, 10})
    void aTakerStoppedAtRandomTakesNothingStale(int limit) throws Exception {
        try (Jvm owner = Jvm.start(Crew.Obedient.class, queue.path().toString());
                Jvm taker = Jvm.start(Crew.Taker.class, queue.path().toString(), Integer.toString(limit))) {
            owner.send("1");
            taker.awaitLine("took [1]");
            long next = 2;
            for (int round = 0; round < 10; round++) {
                taker.stop();
                for (int i = 0; i < 300; i++, next++) {
                    owner.send(Long.toString(next));
                    owner.awaitLine("done");
                    Long got = queue.take();
                    assertEquals(next, got);
                }
                taker.signal("CONT");
                owner.send(Long.toString(next));
                taker.awaitLine("took [" + next + "]");
                next++;
            }
        }
        assertEquals(0, queue.size());
    }
}
