package io.tandem.queue;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.codec.Codec;
import io.tandem.codec.Codecs;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.AfterEach;

/** A queue with one consumer, small lanes, and what was seen of it here. */
abstract class ExclusiveQueue {
    static final Codec<Long> LONG = Codecs.of(Long.class);
    static final int ALL = Integer.MAX_VALUE;

    final Tandem tandem = Tandem.open();
    final SharedQueue<Long> queue = tandem.newQueue(LONG, Queues.SMALL.exclusiveConsumer());
    final List<Long> seen = new ArrayList<>();

    @AfterEach
    void close() {
        tandem.close();
    }

    static List<Long> range(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    final void put(long first, long last) {
        for (long i = first; i <= last; i++) {
            assertTrue(queue.offer(i));
        }
    }

    final void see(int type, DirectBuffer buffer, int index, int length) {
        seen.add(LONG.decode(buffer, index, length));
    }
}
