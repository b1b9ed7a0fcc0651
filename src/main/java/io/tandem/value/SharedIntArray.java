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
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * An {@code int[]} that any number of JVMs share, of fixed length, indexed by {@code long}, beyond 2 GiB if there is
 * room: each element is an atomic cell as in {@link java.util.concurrent.atomic.AtomicIntegerArray}, and blocks are copied at memory speed.
 *
 * <p>Any thread of any attached process may call anything. Nothing blocks. An element is never torn; a block copied or
 * filled while others write is a mixture, and a process killed in the middle of one leaves a part of it done. Cost:
 * {@code length * 4} bytes and a header of 1024; no system calls; only methods that return an array allocate. An index outside
 * {@code 0..length-1} throws {@link IndexOutOfBoundsException}; slices alone count negative indexes from the end. Python:
 * {@code Array('i')}.
 */
public final class SharedIntArray extends SharedObject {
    private static final long serialVersionUID = 1;
    private static final Kind KIND = ArrayLayout.INTS;
    /** What {@link #fill} copies from; whoever uses it takes it away meanwhile. */
    private static final AtomicReference<int[]> BLOCK = new AtomicReference<>();

    private final transient Elements elements;

    private SharedIntArray(Attachment attachment) {
        super(attachment);
        elements = new Elements(this, attachment.file(), Integer.BYTES);
    }

    /** Creates the file, all elements zero; its directory must be, or becomes, a Tandem directory. */
    public static SharedIntArray create(Path path, long length) {
        return new SharedIntArray(Attachment.create(path, spec(length), ArrayLayout.ZEROS));
    }

    /** Creates the file with a copy of these values. */
    public static SharedIntArray create(Path path, int... values) {
        return new SharedIntArray(Attachment.create(
                path,
                spec(values.length),
                body -> ArrayLayout.fill(body, values, Memory.INTS, values.length * (long) Integer.BYTES)));
    }

    /** Creates the file, or attaches to it if it is there and has this length. */
    public static SharedIntArray createOrAttach(Path path, long length) {
        return new SharedIntArray(Attachment.createOrAttach(path, spec(length), ArrayLayout.ZEROS));
    }

    public static SharedIntArray attach(Path path) {
        return new SharedIntArray(Attachment.attach(path, KIND));
    }

    /** Waits for the file to be created, at most so long. */
    public static SharedIntArray attach(Path path, Duration timeout) {
        return new SharedIntArray(Attachment.attach(path, KIND, timeout));
    }

    private static FileSpec spec(long length) {
        return ArrayLayout.spec(KIND, length, Integer.BYTES);
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
        return elements.address(index, Integer.BYTES);
    }

    public int get(long index) {
        return Memory.intVolatile(elements, cell(index));
    }

    public void set(long index, int value) {
        Memory.intVolatile(elements, cell(index), value);
    }

    public int getPlain(long index) {
        return Memory.intPlain(elements, cell(index));
    }

    public void setPlain(long index, int value) {
        Memory.intPlain(elements, cell(index), value);
    }

    public int getOpaque(long index) {
        return Memory.intOpaque(elements, cell(index));
    }

    public void setOpaque(long index, int value) {
        Memory.intOpaque(elements, cell(index), value);
    }

    public int getAcquire(long index) {
        return Memory.intAcquire(elements, cell(index));
    }

    public void setRelease(long index, int value) {
        Memory.intRelease(elements, cell(index), value);
    }

    public boolean compareAndSet(long index, int expected, int value) {
        return Memory.compareAndSetInt(elements, cell(index), expected, value);
    }

    /** Returns the value found; the exchange was made if it equals the expected one. */
    public int compareAndExchange(long index, int expected, int value) {
        return Memory.compareAndExchangeInt(elements, cell(index), expected, value);
    }

    public int getAndSet(long index, int value) {
        return Memory.getAndSetInt(elements, cell(index), value);
    }

    public int getAndAdd(long index, int delta) {
        return Memory.getAndAddInt(elements, cell(index), delta);
    }

    public int addAndGet(long index, int delta) {
        return getAndAdd(index, delta) + delta;
    }

    public int getAndIncrement(long index) {
        return getAndAdd(index, 1);
    }

    public int getAndDecrement(long index) {
        return getAndAdd(index, -1);
    }

    public int incrementAndGet(long index) {
        return addAndGet(index, 1);
    }

    public int decrementAndGet(long index) {
        return addAndGet(index, -1);
    }

    /** The function may run more than once and must have no side effects. */
    public int getAndUpdate(long index, IntUnaryOperator update) {
        int before = get(index);
        while (true) {
            int found = compareAndExchange(index, before, update.applyAsInt(before));
            if (found == before) {
                return before;
            }
            before = found;
        }
    }

    /** The function may run more than once and must have no side effects. */
    public int updateAndGet(long index, IntUnaryOperator update) {
        int before = get(index);
        while (true) {
            int after = update.applyAsInt(before);
            int found = compareAndExchange(index, before, after);
            if (found == before) {
                return after;
            }
            before = found;
        }
    }

    public int getAndAccumulate(long index, int operand, IntBinaryOperator function) {
        return getAndUpdate(index, before -> function.applyAsInt(before, operand));
    }

    public int accumulateAndGet(long index, int operand, IntBinaryOperator function) {
        return updateAndGet(index, before -> function.applyAsInt(before, operand));
    }

    /** Copies {@code target.length} elements, from {@code index} on, into {@code target}. */
    public void get(long index, int[] target) {
        get(index, target, 0, target.length);
    }

    public void get(long index, int[] target, int offset, int length) {
        elements.copyOut(index, target, Memory.INTS, target.length, offset, length);
    }

    /** Copies all of {@code source} to the elements from {@code index} on. */
    public void set(long index, int[] source) {
        set(index, source, 0, source.length);
    }

    public void set(long index, int[] source, int offset, int length) {
        elements.copyIn(index, source, Memory.INTS, source.length, offset, length);
    }

    public void fill(int value) {
        fill(0, length(), value);
    }

    /** Sets the elements {@code from} to {@code to - 1}. */
    public void fill(long from, long to, int value) {
        int length = elements.blockLength(from, to);
        int[] block = BLOCK.getAndSet(null);
        if (block == null) {
            block = new int[Elements.BLOCK_BYTES / Integer.BYTES];
        }
        Arrays.fill(block, 0, length, value);
        elements.repeat(from, to, block, Memory.INTS, length);
        BLOCK.set(block);
    }

    /** A copy of all elements: Python's {@code a[:]}. */
    public int[] toArray() {
        return slice(0, Long.MAX_VALUE);
    }

    /** Replaces all elements: Python's {@code a[:] = values}, which must be as many. */
    public void assign(int... values) {
        setSlice(0, Long.MAX_VALUE, values);
    }

    /** A copy of {@code a[from:to]}, with Python's rules: negative counts from the end, too far is cut off. */
    public int[] slice(long from, long to) {
        return slice(from, to, 1);
    }

    /** A copy of {@code a[from:to:step]}, with Python's rules. */
    public int[] slice(long from, long to, long step) {
        Slice slice = Slice.of(length(), from, to, step);
        int[] copy = new int[slice.arrayLength()];
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
    public void setSlice(long from, long to, int... values) {
        Slice slice = Slice.of(length(), from, to, 1).requireLength(values.length);
        set(slice.from(), values);
    }

    /** {@code a[from:to:step] = values}, with Python's rules. */
    public void setSlice(long from, long to, long step, int[] values) {
        Slice slice = Slice.of(length(), from, to, step).requireLength(values.length);
        for (int i = 0; i < values.length; i++) {
            set(slice.index(i), values[i]);
        }
    }

    /** The elements in order, each read when the stream gets there. */
    public IntStream stream() {
        return LongStream.range(0, length()).mapToInt(this::get);
    }
}
