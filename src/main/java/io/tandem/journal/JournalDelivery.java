package io.tandem.journal;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A message of a journal, lent to this JVM until it is acknowledged.
 *
 * <p>Any thread may end it, once: {@link #ack()} says that it is done with, {@link #close()} without that gives it back to
 * be delivered again to the group. Neither blocks. If this process dies first, or closes its last handle on the group, the
 * message is delivered again, to whoever of the group receives, with {@link #deliveries()} one higher; a live process
 * keeps it for as long as it likes. Cost: a CAS each for lending and acknowledging, this object, and the decoded value.
 *
 * @param <E> what is kept
 */
public final class JournalDelivery<E> implements AutoCloseable {
    private final ReaderEngine engine;
    private final long number;
    private final int deliveries;
    private final E value;
    private final AtomicBoolean over = new AtomicBoolean();

    JournalDelivery(ReaderEngine engine, long number, int deliveries, E value) {
        this.engine = engine;
        this.number = number;
        this.deliveries = deliveries;
        this.value = value;
    }

    public E value() {
        return value;
    }

    /** The message's number in the journal, from 1 on. */
    public long number() {
        return number;
    }

    /** How often this message has been delivered to the group, this time included; up to 63. */
    public int deliveries() {
        return deliveries;
    }

    /**
     * The message is done with.
     *
     * @throws IllegalStateException if this delivery is over already
     */
    public void ack() {
        if (!over.compareAndSet(false, true) || !engine.ring.acknowledge(number, deliveries)) {
            throw new IllegalStateException("message " + number + " was acknowledged or given back before");
        }
        engine.journal.bell.ring(); // who waits for the end, or for room in the group
    }

    /** Gives the message back, unless it was acknowledged. May be repeated. */
    @Override
    public void close() {
        if (over.compareAndSet(false, true) && engine.ring.giveBack(number, deliveries)) {
            engine.journal.bell.ring();
        }
    }

    @Override
    public String toString() {
        return "JournalDelivery[message " + number + ", delivery " + deliveries + ", " + (over.get() ? "over" : "lent")
                + "]";
    }
}
