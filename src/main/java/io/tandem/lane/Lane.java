package io.tandem.lane;

import static io.tandem.lane.LaneLayout.*;

import io.tandem.file.FileLayout;
import io.tandem.file.FileSpec;
import io.tandem.file.Kind;
import io.tandem.file.Memory;
import io.tandem.file.SharedFile;
import io.tandem.owner.SharedDirectory;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Where the words and the data of one lane are, and the ordering each is accessed with. Shared by writer and consumers;
 * any thread. Keeps the mapping reachable.
 */
public final class Lane {
    /** What {@link #data()} calls a message whose sender gave it no type of its own. */
    public static final int MESSAGE = 1;
    /** Is no head. */
    public static final long NOT_EMPTY = -1;

    private final Object holder;
    private final long words;
    private final long base;
    private final int capacity;
    private final int mask;
    private final UnsafeBuffer data;

    /** The lane in this file. */
    public Lane(SharedFile file) {
        this(file.mapping(), file.body(0), data(file));
    }

    private static UnsafeBuffer data(SharedFile file) {
        return file.mapping()
                .buffer(FileLayout.BODY_AT + DATA_AT, (int) file.header().count());
    }

    /** Over words at an address that {@code holder} keeps reachable, and data in a buffer. */
    Lane(Object holder, long words, UnsafeBuffer data) {
        requireCapacity(data.capacity());
        this.holder = holder;
        this.words = words;
        this.data = data;
        this.base = data.addressOffset();
        this.capacity = data.capacity();
        this.mask = capacity - ALIGNMENT;
    }

    /** The file of a lane of this queue or pipe; never the one of an earlier thing of the same name. */
    public static Path path(SharedFile of, int number) {
        String uuid = Long.toHexString(of.header().uuid().getLeastSignificantBits());
        return of.path().resolveSibling(of.path().getFileName() + "~" + uuid + "~" + number);
    }

    /** Opens the file of a lane, and makes it if it is missing. */
    public static SharedFile open(SharedDirectory directory, SharedFile of, int number, int capacity) {
        return directory.createOrAttach(path(of, number), spec(capacity), SharedFile.Filler.ZEROS);
    }

    /** What a lane of this capacity is created with. */
    public static FileSpec spec(int capacity) {
        requireCapacity(capacity);
        return new FileSpec(KIND, capacity);
    }

    public static Kind kind() {
        return KIND;
    }

    public static int largestMessage(int capacity) {
        return largest(capacity);
    }

    public static void requireCapacity(int capacity) {
        if (!isPowerOfTwo(capacity) || capacity < LEAST_CAPACITY || capacity > LARGEST_CAPACITY) {
            throw new IllegalArgumentException("capacity " + capacity + " is not a power of two between "
                    + LEAST_CAPACITY + " and " + LARGEST_CAPACITY);
        }
    }

    int capacity() {
        return capacity;
    }

    /** The ring's bytes; claims and messages are index and length in it. */
    public UnsafeBuffer data() {
        return data;
    }

    /** Always a multiple of 8 inside the ring, whatever the position is. */
    int index(long position) {
        return (int) position & mask;
    }

    long headAcquire() {
        long head = Memory.longAcquire(holder, words + HEAD_AT); // pairs with headRelease() and compareAndSetHead()
        if ((head & NEVER_IN_HEAD) != 0) {
            throw new CorruptLaneException("head " + Long.toHexString(head));
        }
        return head;
    }

    /** For the only consumer; pairs with {@link #headAcquire()} of the writer. */
    void headRelease(long position) {
        Memory.longRelease(holder, words + HEAD_AT, position);
    }

    /** For one of many consumers: validates what was copied, and takes it. */
    boolean compareAndSetHead(long from, long to) {
        return Memory.compareAndSetLong(holder, words + HEAD_AT, from, to);
    }

    long headerAcquire(long position) {
        return Memory.longAcquire(holder, base + index(position)); // pairs with headerRelease()
    }

    void headerRelease(long position, long header) {
        Memory.longRelease(holder, base + index(position), header); // pairs with headerAcquire()
    }

    void headerPlain(long position, long header) {
        Memory.longPlain(holder, base + index(position), header);
    }

    /** For who has met the header before. */
    long headerPlain(long position) {
        return Memory.longPlain(holder, base + index(position));
    }

    void markRelease(long position) {
        Memory.longRelease(holder, words + MARK_AT, position); // pairs with markAcquire()
    }

    private long markAcquire() {
        return Memory.longAcquire(holder, words + MARK_AT); // pairs with markRelease()
    }

    /** Whether a header met at {@code position} can be one: sizes are never trusted. */
    boolean isSane(long position, long header) {
        int length = length(header);
        int type = type(header);
        if (length < 0 || length > largest(capacity) || type < 1 || type > PAD) {
            return false;
        }
        int end = index(position) + recordBytes(length);
        return type == PAD ? end == capacity : end <= capacity;
    }

    CorruptLaneException corrupt(long position, long header) {
        return new CorruptLaneException("header " + Long.toHexString(header) + " at position " + position);
    }

    /** How many records wait; exact when nobody is at work, an estimate else. */
    public long size() {
        while (true) {
            long head = headAcquire();
            long header = headerAcquire(head);
            long end = isEnd(header) ? head : end(head);
            long last = headerAcquire(end);
            if (headAcquire() == head) {
                if (isEnd(header)) {
                    return 0;
                }
                if (!isSane(head, header)) {
                    throw corrupt(head, header);
                }
                return number(last) - number(header) & NUMBER_MASK; // a record that took the end's place has its number
            }
        }
    }

    /** Where the chain from head ends, or ended a moment ago; anything if the head moves meanwhile. */
    long end(long head) {
        long mark = markAcquire();
        long at = mark >= head && mark - head < capacity && (mark & ALIGNMENT - 1) == 0 ? mark : head;
        long header = headerAcquire(at);
        long number = number(header);
        while (!isEnd(header)) {
            if (!isSane(at, header) || number(header) != number || at - head >= capacity) {
                if (headAcquire() == head) {
                    throw corrupt(at, header);
                }
                return at;
            }
            number = number + (type(header) == PAD ? 0 : 1) & NUMBER_MASK;
            at += recordBytes(length(header));
            header = headerAcquire(at);
        }
        return at;
    }

    public boolean isEmpty() {
        return emptyAt() != NOT_EMPTY;
    }

    /** The head, which never goes back, if no record was there at one moment of this call; else {@link #NOT_EMPTY}. */
    public long emptyAt() {
        while (true) {
            long head = headAcquire();
            if (!isEnd(headerAcquire(head))) {
                return NOT_EMPTY;
            }
            if (headAcquire() == head) {
                return head;
            }
        }
    }
}
