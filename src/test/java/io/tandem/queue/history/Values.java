package io.tandem.queue.history;

/** A value is its producer and a number: no two are the same. */
final class Values {
    private static final int NUMBER_BITS = 32;

    private Values() {}

    static long value(long producer, long number) {
        return producer << NUMBER_BITS | number;
    }

    static long producer(long value) {
        return value >> NUMBER_BITS;
    }
}
