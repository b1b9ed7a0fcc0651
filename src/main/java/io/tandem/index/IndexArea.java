package io.tandem.index;

import static io.tandem.index.AreaLayout.*;

import io.tandem.file.FileLayout;
import io.tandem.file.Memory;
import io.tandem.file.SharedFile;
import io.tandem.lane.Lane;
import org.agrona.concurrent.UnsafeBuffer;

/** Where the words and the data of one area are. Shared by its producer and the consumers; any thread. Keeps the mapping. */
public final class IndexArea {
    private final Object holder;
    private final long words;
    private final UnsafeBuffer data;
    private final long base;
    private final int capacity;

    /** The area in this file. */
    public IndexArea(SharedFile file) {
        this(file.mapping(), file.body(0), file.mapping().buffer(FileLayout.BODY_AT + DATA_AT, (int)
                file.header().count()));
    }

    /** Over words at an address that {@code holder} keeps reachable, and data in a buffer. */
    IndexArea(Object holder, long words, UnsafeBuffer data) {
        Lane.requireCapacity(data.capacity());
        this.holder = holder;
        this.words = words;
        this.data = data;
        this.base = data.addressOffset();
        this.capacity = data.capacity();
    }

    /** Where records lie. */
    public UnsafeBuffer data() {
        return data;
    }

    int capacity() {
        return capacity;
    }

    Object holder() {
        return holder;
    }

    int largestMessage() {
        return Lane.largestMessage(capacity);
    }

    long drainedAcquire() {
        return Memory.longAcquire(holder, words + DRAINED_AT); // pairs with drainedRelease()
    }

    void drainedRelease(long position) {
        Memory.longRelease(holder, words + DRAINED_AT, position); // pairs with drainedAcquire()
    }

    void headerPlain(int index, long header) {
        Memory.longPlain(holder, base + index, header);
    }

    /** Acquire, so that who finds no sense in it sees how far the head is; 0, which has none, outside of the area. */
    long headerAcquire(int index) {
        return index < capacity ? Memory.longAcquire(holder, base + index) : 0;
    }

    /** Whether a header met at {@code index} can be one: sizes are never trusted. */
    boolean isSane(int index, long header) {
        int length = length(header);
        int type = type(header);
        return length >= 0
                && length <= largestMessage()
                && type >= 1
                && type <= LAST_TYPE
                && index + recordBytes(length) <= capacity;
    }
}
