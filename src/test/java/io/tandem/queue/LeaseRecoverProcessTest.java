package io.tandem.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.codec.Codecs;
import io.tandem.file.ClosedException;
import io.tandem.support.Jvm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who has seen a process end takes its leases back, without waiting for anything. */
class LeaseRecoverProcessTest {
    private final Tandem tandem = Tandem.open();
    private final SharedQueue<Long> queue = tandem.newQueue(Codecs.of(Long.class), Queues.SMALL.leased());

    @AfterEach
    void close() {
        tandem.close();
    }

    private Jvm hoarder(int messages) throws InterruptedException {
        Jvm jvm = Jvm.start(Crew.Hoarder.class, queue.path().toString(), Integer.toString(messages));
        jvm.awaitLine("holds " + messages);
        return jvm;
    }

    /** The deliveries so far of all that is ready. */
    private List<Integer> acknowledged() throws InterruptedException {
        List<Integer> deliveries = new ArrayList<>();
        for (Delivery<Long> next = queue.receive(Duration.ZERO); next != null; next = queue.receive(Duration.ZERO)) {
            deliveries.add(next.deliveries());
            next.ack();
        }
        return deliveries;
    }

    @Test
    void theLeasesOfADeadProcessComeBackAtOnceAndOnlyThose() throws Exception {
        for (long number : LongStream.rangeClosed(1, 9).toArray()) {
            queue.put(number);
        }
        try (Jvm first = hoarder(4);
                Jvm second = hoarder(3)) {
            assertEquals(0, queue.recover());
            first.stop();
            assertEquals(0, queue.recover(), "a stopped process is alive");
            assertEquals(2, queue.size());
            first.kill();
            assertEquals(4, queue.recover());
            assertEquals(0, queue.recover());
            assertEquals(6, queue.size());
            assertEquals(List.of(2, 2, 2, 2, 1, 1), acknowledged());
            second.kill();
            assertEquals(3, queue.recover());
            assertEquals(List.of(2, 2, 2), acknowledged());
        }
        assertTrue(queue.join(Duration.ZERO));
    }

    /** In the moment in which its end is known, again and again. */
    @Test
    void noEndIsTooFreshForIt() throws Exception {
        for (long round = 1; round <= 5; round++) {
            queue.put(round);
            try (Jvm jvm = hoarder(1)) {
                jvm.kill();
                assertEquals(1, queue.recover());
            }
            assertEquals(List.of(2), acknowledged());
        }
    }

    @Test
    void onlyQueuesWithLeasesHaveThat() {
        SharedQueue<Long> plain = tandem.newQueue(Long.class);
        assertThrows(IllegalStateException.class, plain::recover);
        queue.close();
        assertThrows(ClosedException.class, queue::recover);
    }
}
