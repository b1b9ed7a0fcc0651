package io.tandem.versus;

import org.agrona.DirectBuffer;

/** Where all received messages end: nothing may be lost, doubled, swapped or changed. */
final class Sink {
    private final int size;
    private final long[] next = new long[256];
    private long last;

    Sink(int size) {
        this.size = size;
        for (int sender = 0; sender < next.length; sender++) {
            next[sender] = Payload.first(sender);
        }
    }

    void accept(DirectBuffer buffer, int index, int length) {
        if (length != size) {
            throw new AssertionError(length + " bytes instead of " + size);
        }
        sequence(Payload.check(buffer, index, length));
    }

    void sequence(long sequence) {
        int sender = Payload.sender(sequence);
        if (next[sender] != sequence) {
            throw new AssertionError(
                    "message " + Long.toHexString(sequence) + " instead of " + Long.toHexString(next[sender]));
        }
        next[sender] = sequence + 1;
        last = sequence;
    }

    /** How many messages of this sender have arrived. */
    long received(int sender) {
        return Payload.count(next[sender]);
    }

    long last() {
        return last;
    }
}
