package io.tandem.index;

import static io.tandem.index.IndexLayout.*;

import io.tandem.file.Memory;
import io.tandem.file.SharedFile;
import io.tandem.lane.CorruptLaneException;

/**
 * Where the words of an index are, the ordering each is accessed with, and what can be told from them. Any thread; nothing
 * blocks. Looking for the frontier costs some forty loads at most. Keeps the mapping reachable.
 */
public final class IndexRing {
    /** What {@link #frontier(long, long)} returns when the head has moved, or the ring is damaged. */
    static final long STALE = -1;

    private final Object holder;
    private final long head;
    private final long slots;
    private final long mask;
    private final int lapShift;
    private final int capacity;

    /** The index in this file. */
    public IndexRing(SharedFile file) {
        this(file.mapping(), file.body(0), file.header().count());
    }

    /** Over words at an address that {@code holder} keeps reachable, with so many slots. */
    IndexRing(Object holder, long words, long count) {
        this.holder = holder;
        this.head = words + HEAD_AT;
        this.slots = words + SLOTS_AT;
        this.mask = count - 1;
        this.lapShift = Long.numberOfTrailingZeros(count);
        this.capacity = Memory.intPlain(holder, words + CAPACITY_AT);
        if (Long.bitCount(count) != 1 || count > MOST_SLOTS || capacity < 1 || capacity > count / 2) {
            throw new CorruptLaneException("an index of " + capacity + " messages in " + count + " slots");
        }
    }

    /** Whether all that was in an area when it was given back is taken. */
    public boolean isDrained(IndexArea area) {
        return head() >= area.drainedAcquire();
    }

    /** How many messages may wait. */
    public int capacity() {
        return capacity;
    }

    /** The position of the first message that nobody took. */
    public long head() {
        long position = Memory.longAcquire(holder, head); // pairs with headRelease() and compareAndSetHead()
        if ((position & NEVER_IN_HEAD) != 0) {
            throw new CorruptLaneException("head of an index " + Long.toHexString(position));
        }
        return position;
    }

    /** For the only consumer; pairs with {@link #head()} of the producers. */
    void headRelease(long position) {
        Memory.longRelease(holder, head, position);
    }

    /** For one of many consumers: validates what was copied, and takes it. */
    boolean compareAndSetHead(long from, long to) {
        return Memory.compareAndSetLong(holder, head, from, to);
    }

    /** Lap of a position, where a word has it; the rest is zero. */
    long tag(long position) {
        return (position >>> lapShift) + 1 << LAP_SHIFT;
    }

    long slotAcquire(long position) {
        return Memory.longAcquire(holder, slots + ((position & mask) << 3)); // pairs with compareAndSetSlot()
    }

    /** Publishes; {@code empty} was seen there and is of exactly the lap before. Pairs with {@link #slotAcquire}. */
    boolean compareAndSetSlot(long position, long empty, long word) {
        return Memory.compareAndSetLong(holder, slots + ((position & mask) << 3), empty, word);
    }

    private boolean isFilled(long position) {
        long word = slotAcquire(position);
        return !isEnd(word) && distance(word, tag(position)) >= 0;
    }

    /**
     * The first position that no message fills, or that was so a moment ago; all before {@code from} are known to be
     * filled. {@link #STALE} if it is too far from {@code head} for that to be the head still.
     */
    long frontier(long head, long from) {
        long low = from;
        long high = from;
        for (long step = 1; isFilled(high); step *= 2) {
            low = high + 1;
            if (low - head > capacity) {
                return STALE;
            }
            high = low + step;
        }
        while (low < high) {
            long middle = low + high >>> 1;
            if (isFilled(middle)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - head > capacity ? STALE : low;
    }

    /** The first position that no message fills, at some time during the call. */
    long frontier() {
        while (true) {
            long head = head();
            long frontier = frontier(head, head);
            if (frontier != STALE) {
                return frontier;
            }
            requireMoved(head, head);
        }
    }

    /** How many messages wait: exactly, at some time during the call. */
    public long size() {
        while (true) {
            long head = head();
            long frontier = frontier(head, head);
            if (frontier == STALE) {
                requireMoved(head, head);
            } else if (head() == head) { // meanwhile the frontier came by there, for it moves by one
                return frontier - head;
            }
        }
    }

    /** Exact: if the slot at the head was empty, nothing was before it; else it was filled when it was looked at. */
    public boolean isEmpty() {
        return !isFilled(head());
    }

    /** Exact, too: as many waited when the head was looked at again, or fewer when the slot was. */
    public boolean isFull() {
        while (true) {
            long head = head();
            if (!isFilled(head + capacity - 1)) {
                return false;
            }
            if (head() == head) {
                return true;
            }
        }
    }

    /** Lets no more messages in, for ever; those that wait stay. May be repeated. */
    public void end() {
        new Frontier(this).end();
    }

    /** Whether no more messages are let in. */
    public boolean isEnded() {
        long frontier = frontier();
        long word = slotAcquire(frontier);
        return isEnd(word) && distance(word, tag(frontier)) == 0;
    }

    /** What was seen at a position makes no sense: so the head is not the one it was seen with, or this is damage. */
    void requireMoved(long head, long position) {
        long word = slotAcquire(position);
        if (head() == head) {
            throw new CorruptLaneException(
                    "slot " + Long.toHexString(word) + " at position " + position + " of an index");
        }
    }
}
