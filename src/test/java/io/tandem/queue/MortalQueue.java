package io.tandem.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tandem.Tandem;
import io.tandem.codec.Codecs;
import io.tandem.support.Jvm;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;

/** A queue with one lane for a victim and one for this JVM: so the second producer after a death adopts. */
abstract class MortalQueue {
    /** More than three laps of a lane of 4096 bytes with 16 bytes per message. */
    static final int LAPS = 3 * 4096 / 16 + 100;

    final Tandem tandem = Tandem.open();
    final SharedQueue<Long> queue = tandem.newQueue(Codecs.of(Long.class), Queues.SMALL.lanes(2));

    @AfterEach
    void close() {
        tandem.close();
    }

    final Jvm stoppedAt(String point, Class<?> main, Object argument) throws InterruptedException {
        return Jvm.stoppedAt(point, main, queue.path(), argument);
    }

    final List<Long> drained() {
        List<Long> all = new ArrayList<>();
        queue.drainTo(all);
        return all;
    }

    static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    /** Puts and takes three laps of this JVM's lane, in order. */
    final void laps() throws InterruptedException {
        for (long i = 1000; i < 1000 + LAPS; i++) {
            queue.put(i);
            assertEquals(i, queue.take());
        }
    }
}
