package io.tandem.value;

import io.tandem.file.FileSpec;
import io.tandem.file.Kind;
import io.tandem.file.Memory;
import io.tandem.owner.Attachment;
import io.tandem.owner.SharedObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;

/**
 * A {@code long[]} that any number of JVMs share, of fixed length, indexed by {@code long}, beyond 2 GiB if there is
 * room: each element is an atomic cell as in {@link java.util.concurrent.atomic.AtomicLongArray}, and blocks are copied at memory speed.
 *
 * <p>Any thread of any attached process may call anything. Nothing blocks. An element is never torn; a block copied or
 * filled while others write is a mixture, and a process killed in the middle of one leaves a part of it done. Cost:
 * {@code length * 8} bytes and a header of 1024; no system calls; only methods that return an array allocate. An index outside
 * {@code 0..length-1} throws {@link IndexOutOfBoundsException}; slices alone count negative indexes from the end. Python:
 * {@code Array('q')}.
 */
public final class SharedLongArray extends SharedObject {
    private static final long serialVersionUID = 1;
    private static final Kind KIND = ArrayLayout.LONGS;
    /** What {@link #fill} copies from; whoever uses it takes it away meanwhile. */
    private static final AtomicReference<long[]> BLOCK = new AtomicReference<>();

    private final transient Elements elements;

    private SharedLongArray(Attachment attachment) {
        super(attachment);
        elements = new Elements(this, attachment.file(), Long.BYTES);
    }

    /** Creates the file, all elements zero; its directory must be, or becomes, a Tandem directory. */
    public static SharedLongArray create(Path path, long length) {
        return new SharedLongArray(Attachment.create(path, spec(length), ArrayLayout.ZEROS));
    }

    /** Creates the file with a copy of these values. */
    public static SharedLongArray create(Path path, long... values) {
        return new SharedLongArray(Attachment.create(
                path,
                spec(values.length),
                body -> ArrayLayout.fill(body, values, Memory.LONGS, values.length * (long) Long.BYTES)));
    }

    /** Creates the file, or attaches to it if it is there and has this length. */
    public static SharedLongArray createOrAttach(Path path, long length) {
        return new SharedLongArray(Attachment.createOrAttach(path, spec(length), ArrayLayout.ZEROS));
    }

    public static SharedLongArray attach(Path path) {
        return new SharedLongArray(Attachment.attach(path, KIND));
    }

    /** Waits for the file to be created, at most so long. */
    public static SharedLongArray attach(Path path, Duration timeout) {
        return new SharedLongArray(Attachment.attach(path, KIND, timeout));
    }

    private static FileSpec spec(long length) {
        return ArrayLayout.spec(KIND, length, Long.BYTES);
    }

    @Override
    protected void onClose() {
        elements.close();
    }

    public long length() {
        requireOpen();
        return elements.length();
    }

    private long cell(long index) {
        return elements.address(index, Long.BYTES);
    }

    public long get(long index) {
        return Memory.longVolatile(elements, cell(index));
    }

    public void set(long index, long value) {
        Memory.longVolatile(elements, cell(index), value);
    }

    public long getPlain(long index) {
        return Memory.longPlain(elements, cell(index));
    }

    public void setPlain(long index, long value) {
        Memory.longPlain(elements, cell(index), value);
    }

    public long getOpaque(long index) {
        return Memory.longOpaque(elements, cell(index));
    }

    public void setOpaque(long index, long value) {
        Memory.longOpaque(elements, cell(index), value);
    }

    public long getAcquire(long index) {
        return Memory.longAcquire(elements, cell(index));
    }

    public void setRelease(long index, long value) {
        Memory.longRelease(elements, cell(index), value);
    }

    public boolean compareAndSet(long index, long expected, long value) {
        return Memory.compareAndSetLong(elements, cell(index), expected, value);
    }

    /** Returns the value found; the exchange was made if it equals the expected one. */
    public long compareAndExchange(long index, long expected, long value) {
        return Memory.compareAndExchangeLong(elements, cell(index), expected, value);
    }

    public long getAndSet(long index, long value) {
        return Memory.getAndSetLong(elements, cell(index), value);
    }

    public long getAndAdd(long index, long delta) {
        return Memory.getAndAddLong(elements, cell(index), delta);
    }

    public long addAndGet(long index, long delta) {
        return getAndAdd(index, delta) + delta;
    }

    public long getAndIncrement(long index) {
        return getAndAdd(index, 1);
    }

    public long getAndDecrement(long index) {
        return getAndAdd(index, -1);
    }

    public long incrementAndGet(long index) {
        return addAndGet(index, 1);
    }

    public long decrementAndGet(long index) {
        return addAndGet(index, -1);
    }

    /** The function may run more than once and must have no side effects. */
    public long getAndUpdate(long index, LongUnaryOperator update) {
        long before = get(index);
        while (true) {
            long found = compareAndExchange(index, before, update.applyAsLong(before));
            if (found == before) {
                return before;
            }
            before = found;
        }
    }

    /** The function may run more than once and must have no side effects. */
    public long updateAndGet(long index, LongUnaryOperator update) {
        long before = get(index);
        while (true) {
            long after = update.applyAsLong(before);
            long found = compareAndExchange(index, before, after);
            if (found == before) {
                return after;
            }
            before = found;
        }
    }

    public long getAndAccumulate(long index, long operand, LongBinaryOperator function) {
        return getAndUpdate(index, before -> function.applyAsLong(before, operand));
    }

    public long accumulateAndGet(long index, long operand, LongBinaryOperator function) {
        return updateAndGet(index, before -> function.applyAsLong(before, operand));
    }

    /** Copies {@code target.length} elements, from {@code index} on, into {@code target}. */
    public void get(long index, long[] target) {
        get(index, target, 0, target.length);
    }

    public void get(long index, long[] target, int offset, int length) {
        elements.copyOut(index, target, Memory.LONGS, target.length, offset, length);
    }

    /** Copies all of {@code source} to the elements from {@code index} on. */
    public void set(long index, long[] source) {
        set(index, source, 0, source.length);
    }

    public void set(long index, long[] source, int offset, int length) {
        elements.copyIn(index, source, Memory.LONGS, source.length, offset, length);
    }

    public void fill(long value) {
        fill(0, length(), value);
    }

    /** Sets the elements {@code from} to {@code to - 1}. */
    public void fill(long from, long to, long value) {
        int length = elements.blockLength(from, to);
        long[] block = BLOCK.getAndSet(null);
        if (block == null) {
            block = new long[Elements.BLOCK_BYTES / Long.BYTES];
        }
        Arrays.fill(block, 0, length, value);
        elements.repeat(from, to, block, Memory.LONGS, length);
        BLOCK.set(block);
    }

    /** A copy of all elements: Python's {@code a[:]}. */
    public long[] toArray() {
        return slice(0, Long.MAX_VALUE);
    }

    /** Replaces all elements: Python's {@code a[:] = values}, which must be as many. */
    public void assign(long... values) {
        setSlice(0, Long.MAX_VALUE, values);
    }

    /** A copy of {@code a[from:to]}, with Python's rules: negative counts from the end, too far is cut off. */
    public long[] slice(long from, long to) {
        return slice(from, to, 1);
    }

    /** A copy of {@code a[from:to:step]}, with Python's rules. */
    public long[] slice(long from, long to, long step) {
        Slice slice = Slice.of(length(), from, to, step);
        long[] copy = new long[slice.arrayLength()];
        if (step == 1) {
            get(slice.from(), copy);
        } else {
            for (int i = 0; i < copy.length; i++) {
                copy[i] = get(slice.index(i));
            }
        }
        return copy;
    }

    /** {@code a[from:to] = values}, with Python's rules; the slice must have as many elements as there are values. */
    public void setSlice(long from, long to, long... values) {
        Slice slice = Slice.of(length(), from, to, 1).requireLength(values.length);
        set(slice.from(), values);
    }

    /** {@code a[from:to:step] = values}, with Python's rules. */
    public void setSlice(long from, long to, long step, long[] values) {
        Slice slice = Slice.of(length(), from, to, step).requireLength(values.length);
        for (int i = 0; i < values.length; i++) {
            set(slice.index(i), values[i]);
        }
    }

    /** The elements in order, each read when the stream gets there. */
    public LongStream stream() {
        return LongStream.range(0, length()).map(this::get);
    }
}
