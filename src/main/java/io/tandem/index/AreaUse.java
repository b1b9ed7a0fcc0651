package io.tandem.index;

/**
 * Which bytes of its area a producer may write again: those before the end of a record whose position the head has passed.
 * Remembers that of every 64th part of the area, and of the last record. For one thread; allocates nothing.
 */
final class AreaUse {
    private static final int PARTS = 64;
    /** More than there can be: each is a 64th of the bytes in use at least. */
    private static final int MASK = 2 * PARTS - 1;

    private final long[] positions = new long[MASK + 1];
    private final long[] ends = new long[MASK + 1];
    private final int part;
    private int first;
    private int next;
    private long lastPosition;
    private long lastEnd;
    private long marked;
    private long free;

    /** All of the area is in use until the head has come to {@code drained}. Then its bytes go on at {@code capacity}. */
    AreaUse(int capacity, long drained) {
        this.part = capacity / PARTS;
        published(drained - 1, capacity);
    }

    /** A record that ends at {@code end}, a position in the area, has this position in the index. */
    void published(long position, long end) {
        lastPosition = position;
        lastEnd = end;
        if (end - marked >= part) {
            marked = end;
            positions[next & MASK] = position;
            ends[next & MASK] = end;
            next++;
        }
    }

    /** The first byte that is still in use, or may be; what was not published yet lies behind it. */
    long free() {
        return free;
    }

    /** The head of the index was seen there. */
    void passed(long head) {
        if (head > lastPosition) {
            first = next;
            free = lastEnd;
        }
        while (first != next && positions[first & MASK] < head) {
            free = ends[first & MASK];
            first++;
        }
    }
}
