package io.tandem.lane;

import static io.tandem.lane.LaneLayout.*;

import io.tandem.file.FileLayout;
import io.tandem.file.FileSpec;
import io.tandem.file.Memory;
import io.tandem.file.SharedFile;
import io.tandem.file.SharedFileException;
import io.tandem.owner.SharedDirectory;
import java.nio.file.Path;
import java.util.UUID;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Where the words and the data of one lane are, and the ordering each is accessed with. Shared by writer and consumers;
 * any thread. Keeps the mapping reachable.
 */
public final class Lane {
    /** What {@link #data()} calls a message whose sender gave it no type of its own. */
    public static final int MESSAGE = 1;

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
        this.mask = capacity - 1;
    }

    /**
     * The lane's file, made if it is missing. It carries the UUID of the thing it belongs to: a lane that was left by an
     * earlier thing of the same name is removed and made anew.
     */
    public static SharedFile open(SharedDirectory directory, Path path, int capacity, UUID belongsTo) {
        requireCapacity(capacity);
        FileSpec spec = new FileSpec(KIND, capacity, belongsTo.toString());
        while (true) {
            try {
                return directory.createOrAttach(path, spec, SharedFile.Filler.ZEROS);
            } catch (SharedFileException e) {
                if (e.reason() != SharedFileException.Reason.LAYOUT_MISMATCH) {
                    throw e;
                }
                SharedFile left = directory.attach(path, KIND);
                if (left.header().type().equals(spec.type())) {
                    left.release();
                    throw e;
                }
                left.destroy();
                left.release();
            }
        }
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

    int index(long position) {
        return (int) position & mask;
    }

    long headAcquire() {
        return Memory.longAcquire(holder, words + HEAD_AT); // pairs with headRelease() and compareAndSetHead()
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

    void producedOpaque(long records) {
        Memory.longOpaque(holder, words + PRODUCED_AT, records);
    }

    long producedOpaque() {
        return Memory.longOpaque(holder, words + PRODUCED_AT);
    }

    /** Whether a header met at {@code position} can be one: sizes are never trusted. */
    boolean isSane(long position, long header) {
        int length = length(header);
        int type = type(header);
        return type > 0
                && length >= 0
                && index(position) + (long) recordBytes(length) <= capacity
                && (type == PAD || length <= largest(capacity));
    }

    /** How many records wait; exact when nobody is at work, an estimate else. */
    public long size() {
        while (true) {
            long produced = producedOpaque();
            long head = headAcquire();
            long header = headerAcquire(head);
            if (headAcquire() != head) {
                continue;
            }
            return header == 0 ? 0 : Math.max(1, produced - number(header) & NUMBER_MASK);
        }
    }

    public boolean isEmpty() {
        while (true) {
            long head = headAcquire();
            boolean empty = headerAcquire(head) == 0;
            if (!empty || headAcquire() == head) {
                return empty;
            }
        }
    }
}
