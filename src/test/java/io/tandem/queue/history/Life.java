package io.tandem.queue.history;

/**
 * One value's way through the queue. It may be inside from {@code putCall} to {@code takeEnd}, and surely is between {@code putEnd}
 * and {@code takeCall}; what never happened is {@link Operation#PENDING}.
 */
record Life(long value, long putCall, long putEnd, long takeCall, long takeEnd) {
    boolean isTaken() {
        return takeEnd != Operation.PENDING;
    }
}
