package io.tandem.queue;

import io.tandem.lease.LeaseLane;
import io.tandem.lease.LeaseTaker;
import io.tandem.spill.SharedBytes;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A message of a leased queue, lent to this JVM until it is acknowledged: Python's {@code get} before {@code task_done}.
 *
 * <p>Any thread may end it, once: {@link #ack()} says that it is done with, {@link #close()} without that gives it back to
 * be delivered again. Neither blocks. If this process dies first, or closes its last handle on the queue, the message is
 * delivered again, to whoever receives, with {@link #deliveries()} one higher; a live process keeps it for as long as it
 * likes. Cost: a CAS of the word of the message each for lending and acknowledging, this object, and the decoded value.
 *
 * @param <E> what is queued
 */
public final class Delivery<E> implements AutoCloseable {
    private final LeaseQueue queue;
    private final LeaseLane lane;
    private final long sequence;
    private final long word;
    private final long reference;
    private final int deliveries;
    private final E value;
    private final AtomicBoolean over = new AtomicBoolean();

    Delivery(LeaseQueue queue, LeaseLane lane, LeaseTaker lent, E value) {
        this.queue = queue;
        this.lane = lane;
        this.sequence = lent.sequence();
        this.word = lent.word();
        this.reference = LeaseQueue.reference(lane, lent);
        this.deliveries = lent.deliveries();
        this.value = value;
    }

    /** The message; a {@code SharedBytes} is good until this is ended. */
    public E value() {
        return value;
    }

    /** How often this message has been delivered, this time included; up to 63. */
    public int deliveries() {
        return deliveries;
    }

    /**
     * It is done with, for good.
     *
     * @throws IllegalStateException if it was ended before, here or because the queue was closed
     */
    public void ack() {
        if (!end() || !LeaseTaker.ack(lane, sequence, word)) {
            throw new IllegalStateException(
                    "this delivery from " + queue.file.path() + " was ended before: acknowledged, or given back");
        }
        queue.acknowledged(lane);
        if (reference != LeaseQueue.NO_REFERENCE) {
            queue.spill.delete(reference);
        }
    }

    /** Gives it back, unless it was acknowledged. May be repeated. */
    @Override
    public void close() {
        if (end()) {
            queue.giveBack(lane, sequence, word);
        }
    }

    private boolean end() {
        if (!over.compareAndSet(false, true)) {
            return false;
        }
        queue.held.decrementAndGet();
        if (value instanceof SharedBytes bytes) {
            bytes.close();
        }
        return true;
    }

    @Override
    public String toString() {
        return "Delivery[" + value + ", delivery " + deliveries + (over.get() ? ", ended" : "") + "]";
    }
}
