package io.tandem.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.codec.Codecs;
import io.tandem.file.CrashPoint;
import io.tandem.support.Jvm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JVMs that are killed at every named point of a leased queue: nothing is lost, ever. */
class LeaseCrashTest {
    private static final Duration LONG = Duration.ofSeconds(Jvm.DEADLINE_SECONDS);

    private final Tandem tandem = Tandem.open();
    private SharedQueue<Long> queue =
            tandem.newQueue(Codecs.of(Long.class), Queues.SMALL.leased().lanes(2));

    @AfterEach
    void close() {
        tandem.close();
    }

    private Jvm stoppedAt(String point, Class<?> main, Object argument) throws InterruptedException {
        Jvm jvm = Jvm.start(
                List.of("-D" + CrashPoint.PROPERTY + "=" + point),
                main,
                queue.path().toString(),
                argument.toString());
        jvm.awaitLine("CRASHPOINT");
        return jvm;
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    private List<Long> drained() {
        List<Long> all = new ArrayList<>();
        queue.drainTo(all);
        return all;
    }

    /** Both lanes are owned, so whoever comes next can only adopt the dead one's. */
    private void adopt(List<Long> expected) throws Exception {
        queue.put(-1L);
        try (Jvm next = Jvm.start(Crew.Putter.class, queue.path().toString(), "2")) {
            next.awaitSuccess();
        }
        List<Long> found = drained();
        assertTrue(found.remove(-1L));
        List<Long> all = new ArrayList<>(expected);
        all.addAll(upTo(2));
        assertEquals(all, found);
        assertTrue(queue.join(Duration.ZERO));
    }

    @ParameterizedTest
    @CsvSource({
        "lease.walked,       0",
        "lease.filled#2,     1",
        "lease.described#2,  1",
        "lease.publishing#2, 1",
        "lease.published#2,  2",
        "lease.fetching#2,   2",
        "lease.fetched#2,    2",
        "lease.published#40, 40",
    })
    void aProducerLeavesWhatItPublished(String point, int published) throws Exception {
        try (Jvm putter = stoppedAt(point, Crew.Putter.class, 50)) {
            assertEquals(upTo(published), new ArrayList<>(queue));
            putter.kill();
        }
        assertEquals(published, queue.size());
        adopt(upTo(published));
    }

    /** With messages in every state in the lane: done, leased, ready. */
    @Test
    void anAdopterFindsTheTailBehindLeases() throws Exception {
        try (Jvm putter = stoppedAt("lease.published#9", Crew.Putter.class, 50)) {
            putter.kill();
        }
        Delivery<Long> one = queue.receive(LONG);
        Delivery<Long> two = queue.receive(LONG);
        two.ack();
        queue.put(-1L);
        try (Jvm next = Jvm.start(Crew.Putter.class, queue.path().toString(), "2")) {
            next.awaitSuccess();
        }
        assertEquals(1L, one.value());
        one.close();
        List<Long> all = drained();
        assertTrue(all.remove(-1L));
        Collections.sort(all);
        assertEquals(List.of(1L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L), all);
    }

    @ParameterizedTest
    @CsvSource({
        // point, messages that are done, deliveries of the first of the others
        "lease.leasing,         0, 1",
        "lease.leased,          0, 2",
        "lease.acknowledging,   0, 2",
        "lease.acknowledged,    1, 1",
        "lease.acknowledged#3,  3, 1",
        "lease.leased#3,        2, 2",
    })
    void aConsumersLeaseComesBack(String point, int done, int deliveries) throws Exception {
        for (long i = 1; i <= 6; i++) {
            queue.put(i);
        }
        try (Jvm lessee = stoppedAt(point, Crew.Lessee.class, "ack")) {
            if (deliveries == 2) {
                Delivery<Long> next = queue.receive(LONG);
                assertEquals(done + 2L, next.value(), "what somebody alive holds is not given to another");
                next.close();
                assertNull(holder(done + 1L), "however long it takes");
            }
            lessee.kill();
        }
        Delivery<Long> first = holder(done + 1L);
        assertEquals(deliveries, first.deliveries());
        first.ack();
        assertEquals(upTo(6).subList(done + 1, 6), drained());
        assertTrue(queue.join(LONG));
    }

    /** Leases what is ready, some time long, until it is this message; gives the others back. Null if it never comes. */
    private Delivery<Long> holder(long message) throws InterruptedException {
        List<Delivery<Long>> others = new ArrayList<>();
        Delivery<Long> next = queue.receive(Duration.ofMillis(300));
        while (next != null && next.value() != message) {
            others.add(next);
            next = queue.receive(Duration.ofMillis(300));
        }
        // given back without a trace: the counts of the others do not matter here
        others.forEach(Delivery::close);
        return next;
    }

    @ParameterizedTest
    @CsvSource({"lease.returning, 2", "lease.returned, 2"})
    void killedWhileItGivesBack(String point, int deliveries) throws Exception {
        queue.put(1L);
        try (Jvm lessee = stoppedAt(point, Crew.Lessee.class, "close")) {
            lessee.kill();
        }
        Delivery<Long> delivery = queue.receive(LONG);
        assertEquals(deliveries, delivery.deliveries());
        delivery.ack();
        assertTrue(queue.join(Duration.ZERO));
    }

    /** The lane is small: if head were stuck at a dead consumer's lease, puts would end. */
    @ParameterizedTest
    @CsvSource({"lease.leased", "lease.acknowledged", "lease.advancing", "lease.advanced"})
    void putsGoOnAfterADeath(String point) throws Exception {
        for (long i = 1; i <= 40; i++) {
            queue.put(i);
        }
        try (Jvm lessee = stoppedAt(point, Crew.Lessee.class, "ack")) {
            lessee.kill();
        }
        for (long i = 41; i <= 2000; i++) {
            while (!queue.offer(i)) {
                queue.receive(LONG).ack();
            }
        }
        while (queue.poll(Duration.ofMillis(300)) != null) {
            continue;
        }
        assertTrue(queue.join(LONG));
    }

    @Test
    void aStoppedConsumerKeepsItsLease() throws Exception {
        queue.put(1L);
        try (Jvm lessee = Jvm.start(Crew.Lessee.class, queue.path().toString(), "hold")) {
            lessee.awaitLine("got 1");
            lessee.stop();
            assertNull(queue.receive(Duration.ofMillis(500)));
            assertFalse(queue.join(Duration.ZERO));
            lessee.signal("CONT");
            lessee.send("ack");
            lessee.awaitLine("done");
            assertTrue(queue.join(LONG));
        }
    }

    /** The last consumer dies: the end is not told before its lease came back. */
    @Test
    void theEndWaitsForWhatTheDeadHeld() throws Exception {
        queue.put(1L);
        try (Jvm lessee = Jvm.start(Crew.Lessee.class, queue.path().toString(), "hold")) {
            lessee.awaitLine("got 1");
            queue.shutdown();
            assertNull(queue.receive(Duration.ofMillis(300)), "it may come back");
            lessee.kill();
        }
        Delivery<Long> again = queue.receive(LONG);
        assertEquals(2, again.deliveries());
        again.ack();
        assertThrows(QueueShutDownException.class, queue::receive);
    }

    /** Killed between the put into the dead letters and the acknowledgement: it is moved twice, and says so. */
    @Test
    void killedWhileItBuries() throws Exception {
        queue.destroy();
        queue = tandem.newQueue(Codecs.of(Long.class), Queues.SMALL.deadLettersAfter(1));
        queue.put(5L);
        try (Jvm lessee = stoppedAt("lease.acknowledging", Crew.Lessee.class, "close")) {
            lessee.kill();
        }
        assertNull(queue.receive(Duration.ofMillis(300)));
        assertTrue(queue.join(LONG));
        try (SharedQueue<Long> dead = queue.deadLetters()) {
            for (int i = 0; i < 2; i++) {
                Delivery<Long> letter = dead.receive(LONG);
                assertEquals(5L, letter.value());
                assertTrue(letter.deliveries() > 1);
                letter.ack();
            }
            assertTrue(dead.join(Duration.ZERO));
        }
    }

    /** The first lane is owned and not made yet; in the second one are messages. */
    @Test
    void aLaneThatIsNotThereYetRepeatsNothing() throws Exception {
        try (Jvm putter = stoppedAt("queue.owned", Crew.Putter.class, 1)) {
            for (long i = 1; i <= 64; i++) { // one lane's turn, exactly
                queue.put(i);
            }
            assertEquals(upTo(64), drained());
            putter.kill();
        }
    }
}
