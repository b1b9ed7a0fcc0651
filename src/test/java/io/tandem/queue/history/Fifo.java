package io.tandem.queue.history;

import io.tandem.queue.QueueShutDownException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** What a history is taken of; 0 nanoseconds look once. */
interface Fifo {
    boolean offer(Long value, long nanos) throws InterruptedException;

    Long poll(long nanos) throws InterruptedException;

    static Fifo of(BlockingQueue<Long> queue) {
        return new Fifo() {
            @Override
            public boolean offer(Long value, long nanos) throws InterruptedException {
                return nanos == 0 ? queue.offer(value) : queue.offer(value, nanos, TimeUnit.NANOSECONDS);
            }

            @Override
            public Long poll(long nanos) throws InterruptedException {
                try {
                    return nanos == 0 ? queue.poll() : queue.poll(nanos, TimeUnit.NANOSECONDS);
                } catch (QueueShutDownException end) {
                    return null; // which it is only when it is empty
                }
            }
        };
    }
}
