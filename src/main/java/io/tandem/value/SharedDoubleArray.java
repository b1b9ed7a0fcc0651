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
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/**
 * A {@code double[]} that any number of JVMs share, of fixed length, indexed by {@code long}, beyond 2 GiB if there is
 * room: each element is an atomic cell as in {@link java.util.concurrent.atomic.AtomicLongArray}, and blocks are copied at memory speed.
 *
 * <p>Any thread of any attached process may call anything. Nothing blocks. An element is never torn; a block copied or
 * filled while others write is a mixture, and a process killed in the middle of one leaves a part of it done. Cost:
 * {@code length * 8} bytes and a header of 1024; no system calls; only methods that return an array allocate. An index outside
 * {@code 0..length-1} throws {@link IndexOutOfBoundsException}; slices alone count negative indexes from the end. Python:
 * {@code Array('d')}.
 */
public final class SharedDoubleArray extends SharedObject {
    private static final long serialVersionUID = 1;
    private static final Kind KIND = ArrayLayout.DOUBLES;
    /** What {@link #fill} copies from; whoever uses it takes it away meanwhile. */
    private static final AtomicReference<double[]> BLOCK = new AtomicReference<>();

    private final transient Elements elements;

    private SharedDoubleArray(Attachment attachment) {
        super(attachment);
        elements = new Elements(this, attachment.file(), Double.BYTES);
    }

    /** Creates the file, all elements zero; its directory must be, or becomes, a Tandem directory. */
    public static SharedDoubleArray create(Path path, long length) {
        return new SharedDoubleArray(Attachment.create(path, spec(length), ArrayLayout.ZEROS));
    }

    /** Creates the file with a copy of these values. */
    public static SharedDoubleArray create(Path path, double... values) {
        return new SharedDoubleArray(Attachment.create(
                path,
                spec(values.length),
                body -> ArrayLayout.fill(body, values, Memory.DOUBLES, values.length * (long) Double.BYTES)));
    }

    /** Creates the file, or attaches to it if it is there and has this length. */
    public static SharedDoubleArray createOrAttach(Path path, long length) {
        return new SharedDoubleArray(Attachment.createOrAttach(path, spec(length), ArrayLayout.ZEROS));
    }

    public static SharedDoubleArray attach(Path path) {
        return new SharedDoubleArray(Attachment.attach(path, KIND));
    }

    /** Waits for the file to be created, at most so long. */
    public static SharedDoubleArray attach(Path path, Duration timeout) {
        return new SharedDoubleArray(Attachment.attach(path, KIND, timeout));
    }

    private static FileSpec spec(long length) {
        return ArrayLayout.spec(KIND, length, Double.BYTES);
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
        return elements.address(index, Double.BYTES);
    }

    public double get(long index) {
        return Double.longBitsToDouble(Memory.longVolatile(elements, cell(index)));
    }

    public void set(long index, double value) {
        Memory.longVolatile(elements, cell(index), Double.doubleToRawLongBits(value));
    }

    public double getPlain(long index) {
        return Double.longBitsToDouble(Memory.longPlain(elements, cell(index)));
    }

    public void setPlain(long index, double value) {
        Memory.longPlain(elements, cell(index), Double.doubleToRawLongBits(value));
    }

    public double getOpaque(long index) {
        return Double.longBitsToDouble(Memory.longOpaque(elements, cell(index)));
    }

    public void setOpaque(long index, double value) {
        Memory.longOpaque(elements, cell(index), Double.doubleToRawLongBits(value));
    }

    public double getAcquire(long index) {
        return Double.longBitsToDouble(Memory.longAcquire(elements, cell(index)));
    }

    public void setRelease(long index, double value) {
        Memory.longRelease(elements, cell(index), Double.doubleToRawLongBits(value));
    }

    /** Compared by their bits: a NaN equals itself, 0.0 and -0.0 differ. */
    public boolean compareAndSet(long index, double expected, double value) {
        return Memory.compareAndSetLong(
                elements, cell(index), Double.doubleToRawLongBits(expected), Double.doubleToRawLongBits(value));
    }

    /** Returns the value found; the exchange was made if it equals the expected one. */
    public double compareAndExchange(long index, double expected, double value) {
        return Double.longBitsToDouble(Memory.compareAndExchangeLong(
                elements, cell(index), Double.doubleToRawLongBits(expected), Double.doubleToRawLongBits(value)));
    }

    public double getAndSet(long index, double value) {
        return Double.longBitsToDouble(Memory.getAndSetLong(elements, cell(index), Double.doubleToRawLongBits(value)));
    }

    /** Atomic, in a loop while others interfere. */
    public double getAndAdd(long index, double delta) {
        return getAndUpdate(index, before -> before + delta);
    }

    /** Atomic, in a loop while others interfere. */
    public double addAndGet(long index, double delta) {
        return updateAndGet(index, before -> before + delta);
    }

    /** The function may run more than once and must have no side effects. */
    public double getAndUpdate(long index, DoubleUnaryOperator update) {
        double before = get(index);
        while (true) {
            double found = compareAndExchange(index, before, update.applyAsDouble(before));
            if (Double.doubleToRawLongBits(found) == Double.doubleToRawLongBits(before)) {
                return before;
            }
            before = found;
        }
    }

    /** The function may run more than once and must have no side effects. */
    public double updateAndGet(long index, DoubleUnaryOperator update) {
        double before = get(index);
        while (true) {
            double after = update.applyAsDouble(before);
            double found = compareAndExchange(index, before, after);
            if (Double.doubleToRawLongBits(found) == Double.doubleToRawLongBits(before)) {
                return after;
            }
            before = found;
        }
    }

    public double getAndAccumulate(long index, double operand, DoubleBinaryOperator function) {
        return getAndUpdate(index, before -> function.applyAsDouble(before, operand));
    }

    public double accumulateAndGet(long index, double operand, DoubleBinaryOperator function) {
        return updateAndGet(index, before -> function.applyAsDouble(before, operand));
    }

    /** Copies {@code target.length} elements, from {@code index} on, into {@code target}. */
    public void get(long index, double[] target) {
        get(index, target, 0, target.length);
    }

    public void get(long index, double[] target, int offset, int length) {
        elements.copyOut(index, target, Memory.DOUBLES, target.length, offset, length);
    }

    /** Copies all of {@code source} to the elements from {@code index} on. */
    public void set(long index, double[] source) {
        set(index, source, 0, source.length);
    }

    public void set(long index, double[] source, int offset, int length) {
        elements.copyIn(index, source, Memory.DOUBLES, source.length, offset, length);
    }

    public void fill(double value) {
        fill(0, length(), value);
    }

    /** Sets the elements {@code from} to {@code to - 1}. */
    public void fill(long from, long to, double value) {
        int length = elements.blockLength(from, to);
        double[] block = BLOCK.getAndSet(null);
        if (block == null) {
            block = new double[Elements.BLOCK_BYTES / Double.BYTES];
        }
        Arrays.fill(block, 0, length, value);
        elements.repeat(from, to, block, Memory.DOUBLES, length);
        BLOCK.set(block);
    }

    /** A copy of all elements: Python's {@code a[:]}. */
    public double[] toArray() {
        return slice(0, Long.MAX_VALUE);
    }

    /** Replaces all elements: Python's {@code a[:] = values}, which must be as many. */
    public void assign(double... values) {
        setSlice(0, Long.MAX_VALUE, values);
    }

    /** A copy of {@code a[from:to]}, with Python's rules: negative counts from the end, too far is cut off. */
    public double[] slice(long from, long to) {
        return slice(from, to, 1);
    }

    /** A copy of {@code a[from:to:step]}, with Python's rules. */
    public double[] slice(long from, long to, long step) {
        Slice slice = Slice.of(length(), from, to, step);
        double[] copy = new double[slice.arrayLength()];
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
    public void setSlice(long from, long to, double... values) {
        Slice slice = Slice.of(length(), from, to, 1).requireLength(values.length);
        set(slice.from(), values);
    }

    /** {@code a[from:to:step] = values}, with Python's rules. */
    public void setSlice(long from, long to, long step, double[] values) {
        Slice slice = Slice.of(length(), from, to, step).requireLength(values.length);
        for (int i = 0; i < values.length; i++) {
            set(slice.index(i), values[i]);
        }
    }

    /** The elements in order, each read when the stream gets there. */
    public DoubleStream stream() {
        return LongStream.range(0, length()).mapToDouble(this::get);
    }
}
