package io.tandem.queue;

/**
 * What a queue is created with.
 *
 * @param lanes how many producers at a time; each JVM that puts needs one, each {@code producer()} handle one more
 * @param laneBytes room of each producer, a power of two; gets its memory when the lane is first used; the largest
 *     message is half of it less 16 bytes
 * @param exclusive one consumer at a time, which reads in place
 */
public record QueueOptions(int lanes, int laneBytes, boolean exclusive) {
    /** 64 producers, 1 MiB each, any number of consumers. */
    public static final QueueOptions DEFAULT = new QueueOptions(64, 1 << 20, false);

    private static final int MOST_LANES = 1024;

    public QueueOptions {
        if (lanes < 1 || lanes > MOST_LANES) {
            throw new IllegalArgumentException("lanes: " + lanes + " is not between 1 and " + MOST_LANES);
        }
    }

    public QueueOptions lanes(int number) {
        return new QueueOptions(number, laneBytes, exclusive);
    }

    public QueueOptions laneBytes(int bytes) {
        return new QueueOptions(lanes, bytes, exclusive);
    }

    public QueueOptions exclusiveConsumer() {
        return new QueueOptions(lanes, laneBytes, true);
    }
}
