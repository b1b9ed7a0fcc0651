package io.tandem.lane;

import io.tandem.file.Memory;

/**
 * Hands out room in a ring of bytes whose order is kept elsewhere: records of consecutive bytes that never cross the end
 * of the ring. A position is a count of bytes that never goes back, as in {@link LaneLayout}. For the ring's only owner.
 */
public final class Room {
    /** What {@link #find} returns when there is none. */
    public static final long NONE = -1;

    /** Bytes to fetch at a time; at least as many are ahead of the tail. */
    private static final int AHEAD = 512;

    private static final long LINE = 64;

    private final Object holder;
    private final long base;
    private final int capacity;
    private long tail;
    /** Up to here lines were fetched. */
    private long fetched;

    /** Over a power of two of bytes at an address that {@code holder} keeps reachable. */
    public Room(Object holder, long base, int capacity, long tail) {
        Lane.requireCapacity(capacity);
        this.holder = holder;
        this.base = base;
        this.capacity = capacity;
        this.tail = tail;
        this.fetched = tail;
    }

    /** The position after the last record. */
    public long tail() {
        return tail;
    }

    /** Where a position is in the ring. */
    public int index(long position) {
        return (int) position & capacity - 1;
    }

    /**
     * A position with room for so many bytes, a multiple of 8 and at most half of the ring, or {@link #NONE}; {@code head}
     * is the position of the first byte that is still needed, the tail if none is.
     */
    public long find(int bytes, long head) {
        int toEnd = capacity - index(tail);
        long at = bytes <= toEnd ? tail : tail + toEnd;
        return at + bytes - head > capacity ? NONE : at;
    }

    /** The record that was found is there to stay. */
    public void take(long position, int bytes) {
        tail = position + bytes;
    }

    /**
     * Stores a word into each line of the next free bytes. So the lines come from the reader's core before they are needed
     * and many at once; the stores of a message would wait for one after the other. Not while a record is being filled.
     */
    public void fetch(long head) {
        if (tail <= fetched - AHEAD) {
            return;
        }
        long to = Math.min(tail + 2 * AHEAD, head + capacity - Long.BYTES);
        for (long at = Math.max(fetched, tail) + LINE - 1 & -LINE; at <= to; at += LINE) {
            Memory.longPlain(holder, base + index(at), 0);
        }
        fetched = to;
    }
}
