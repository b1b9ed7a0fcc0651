package io.tandem.queue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What a queue is created with. Order by producer, at most once, without a bound on the number of messages is what costs
 * least; one order of all messages, leases, and a single consumer are chosen here, and nobody pays for what was not chosen.
 *
 * @param lanes how many producers at a time; each JVM that puts needs one, each {@code producer()} handle one more
 * @param laneBytes room of each producer, a power of two; gets its memory when the lane is first used; a message of more
 *     than half of it less 16 bytes goes into a file of its own
 * @param exclusive one consumer at a time, which reads in place
 * @param capacity the most messages, exactly, and one order for all of them; 0 for no such bound, and an order per producer
 * @param leases taking a message leases it until it is acknowledged
 * @param mostDeliveries after so many deliveries without an acknowledgement a message is a dead letter; 0 for never
 * @param spillTo a directory on disk for messages with a file of their own; null for the queue's own directory
 */
public record QueueOptions(
        int lanes, int laneBytes, boolean exclusive, int capacity, boolean leases, int mostDeliveries, Path spillTo) {
    /** 64 producers, 1 MiB each, any number of consumers, in order per producer. */
    public static final QueueOptions DEFAULT = new QueueOptions(64, 1 << 20, false, 0, false, 0, null);

    private static final int MOST_LANES = 1024;
    private static final int LARGEST_CAPACITY = 1 << 20;
    private static final int LARGEST_COUNT = 60;

    public QueueOptions {
        requireBetween("lanes", lanes, 1, MOST_LANES);
        requireBetween("capacity", capacity, 0, LARGEST_CAPACITY);
        requireBetween("mostDeliveries", mostDeliveries, 0, LARGEST_COUNT);
        if (leases && (capacity > 0 || exclusive)) {
            throw new IllegalArgumentException(
                    "leases go neither with a capacity nor with an exclusive consumer: choose one of them");
        }
        if (mostDeliveries > 0 && !leases) {
            throw new IllegalArgumentException("only leased messages can become dead letters: call leased() first");
        }
        if (spillTo != null) {
            spillTo = spillTo.toAbsolutePath().normalize();
            requireBetween(
                    "bytes of spillTo's path",
                    spillTo.toString().getBytes(StandardCharsets.UTF_8).length,
                    1,
                    QueueLayout.SPILL_BYTES);
        }
    }

    private static void requireBetween(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + ": " + value + " is not between " + least + " and " + most);
        }
    }

    public QueueOptions lanes(int number) {
        return new QueueOptions(number, laneBytes, exclusive, capacity, leases, mostDeliveries, spillTo);
    }

    public QueueOptions laneBytes(int bytes) {
        return new QueueOptions(lanes, bytes, exclusive, capacity, leases, mostDeliveries, spillTo);
    }

    public QueueOptions exclusiveConsumer() {
        return new QueueOptions(lanes, laneBytes, true, capacity, leases, mostDeliveries, spillTo);
    }

    /**
     * At most so many messages, 1 to 2^20, in one order: that in which they were put, whoever put them. Python's
     * {@code Queue(n)}. Not together with leases.
     */
    public QueueOptions capacity(int messages) {
        requireBetween("capacity", messages, 1, LARGEST_CAPACITY);
        return new QueueOptions(lanes, laneBytes, exclusive, messages, leases, mostDeliveries, spillTo);
    }

    /** Taking leases: what is not acknowledged comes back. Python's {@code JoinableQueue}. */
    public QueueOptions leased() {
        return new QueueOptions(lanes, laneBytes, exclusive, capacity, true, mostDeliveries, spillTo);
    }

    /** Leased; and who has been delivered so often, 1 to 60 times, without success goes to the dead letters. */
    public QueueOptions deadLettersAfter(int deliveries) {
        requireBetween("mostDeliveries", deliveries, 1, LARGEST_COUNT);
        return new QueueOptions(lanes, laneBytes, exclusive, capacity, true, deliveries, spillTo);
    }

    /** Messages with a file of their own go there; made if it is missing. */
    public QueueOptions spillTo(Path directory) {
        return new QueueOptions(lanes, laneBytes, exclusive, capacity, leases, mostDeliveries, directory);
    }
}
