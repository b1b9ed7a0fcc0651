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
 * A {@code float[]} that any number of JVMs share, of fixed length, indexed by {@code long}, beyond 2 GiB if there is
 * room: each element is an atomic cell as in {@link java.util.concurrent.atomic.AtomicIntegerArray}, and blocks are copied at memory speed.
 *
 * <p>Any thread of any attached process may call anything. Nothing blocks. An element is never torn; a block copied or
 * filled while others write is a mixture, and a process killed in the middle of one leaves a part of it done. Cost:
 * {@code length * 4} bytes and a header of 1024; no system calls; only methods that return an array allocate. An index outside
 * {@code 0..length-1} throws {@link IndexOutOfBoundsException}; slices alone count negative indexes from the end. Python:
 * {@code Array('f')}.
 */
public final class SharedFloatArray extends SharedObject {
    private static final long serialVersionUID = 1;
    private static final Kind KIND = ArrayLayout.FLOATS;
    /** What {@link #fill} copies from; whoever uses it takes it away meanwhile. */
    private static final AtomicReference<float[]> BLOCK = new AtomicReference<>();

    private final transient Elements elements;

    private SharedFloatArray(Attachment attachment) {
        super(attachment);
        elements = new Elements(this, attachment.file(), Float.BYTES);
    }

    /** Creates the file, all elements zero; its directory must be, or becomes, a Tandem directory. */
    public static SharedFloatArray create(Path path, long length) {
        return new SharedFloatArray(Attachment.create(path, spec(length), ArrayLayout.ZEROS));
    }

    /** Creates the file with a copy of these values. */
    public static SharedFloatArray create(Path path, float... values) {
        return new SharedFloatArray(Attachment.create(
                path,
                spec(values.length),
                body -> ArrayLayout.fill(body, values, Memory.FLOATS, values.length * (long) Float.BYTES)));
    }

    /** Creates the file, or attaches to it if it is there and has this length. */
    public static SharedFloatArray createOrAttach(Path path, long length) {
        return new SharedFloatArray(Attachment.createOrAttach(path, spec(length), ArrayLayout.ZEROS));
    }

    public static SharedFloatArray attach(Path path) {
        return new SharedFloatArray(Attachment.attach(path, KIND));
    }

    /** Waits for the file to be created, at most so long. */
    public static SharedFloatArray attach(Path path, Duration timeout) {
        return new SharedFloatArray(Attachment.attach(path, KIND, timeout));
    }

    private static FileSpec spec(long length) {
        return ArrayLayout.spec(KIND, length, Float.BYTES);
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
        return elements.address(index, Float.BYTES);
    }

    public float get(long index) {
        return Float.intBitsToFloat(Memory.intVolatile(elements, cell(index)));
    }

    public void set(long index, float value) {
        Memory.intVolatile(elements, cell(index), Float.floatToRawIntBits(value));
    }

    public float getPlain(long index) {
        return Float.intBitsToFloat(Memory.intPlain(elements, cell(index)));
    }

    public void setPlain(long index, float value) {
        Memory.intPlain(elements, cell(index), Float.floatToRawIntBits(value));
    }

    public float getOpaque(long index) {
        return Float.intBitsToFloat(Memory.intOpaque(elements, cell(index)));
    }

    public void setOpaque(long index, float value) {
        Memory.intOpaque(elements, cell(index), Float.floatToRawIntBits(value));
    }

    public float getAcquire(long index) {
        return Float.intBitsToFloat(Memory.intAcquire(elements, cell(index)));
    }

    public void setRelease(long index, float value) {
        Memory.intRelease(elements, cell(index), Float.floatToRawIntBits(value));
    }

    /** Compared by their bits: a NaN equals itself, 0.0 and -0.0 differ. */
    public boolean compareAndSet(long index, float expected, float value) {
        return Memory.compareAndSetInt(
                elements, cell(index), Float.floatToRawIntBits(expected), Float.floatToRawIntBits(value));
    }

    /** Returns the value found; the exchange was made if it equals the expected one. */
    public float compareAndExchange(long index, float expected, float value) {
        return Float.intBitsToFloat(Memory.compareAndExchangeInt(
                elements, cell(index), Float.floatToRawIntBits(expected), Float.floatToRawIntBits(value)));
    }

    public float getAndSet(long index, float value) {
        return Float.intBitsToFloat(Memory.getAndSetInt(elements, cell(index), Float.floatToRawIntBits(value)));
    }

    /** Atomic, in a loop while others interfere. */
    public float getAndAdd(long index, float delta) {
        return getAndUpdate(index, before -> before + delta);
    }

    /** Atomic, in a loop while others interfere. */
    public float addAndGet(long index, float delta) {
        return updateAndGet(index, before -> before + delta);
    }

    /** The function may run more than once and must have no side effects. */
    public float getAndUpdate(long index, DoubleUnaryOperator update) {
        float before = get(index);
        while (true) {
            float found = compareAndExchange(index, before, (float) update.applyAsDouble(before));
            if (Float.floatToRawIntBits(found) == Float.floatToRawIntBits(before)) {
                return before;
            }
            before = found;
        }
    }

    /** The function may run more than once and must have no side effects. */
    public float updateAndGet(long index, DoubleUnaryOperator update) {
        float before = get(index);
        while (true) {
            float after = (float) update.applyAsDouble(before);
            float found = compareAndExchange(index, before, after);
            if (Float.floatToRawIntBits(found) == Float.floatToRawIntBits(before)) {
                return after;
            }
            before = found;
        }
    }

    public float getAndAccumulate(long index, float operand, DoubleBinaryOperator function) {
        return getAndUpdate(index, before -> function.applyAsDouble(before, operand));
    }

    public float accumulateAndGet(long index, float operand, DoubleBinaryOperator function) {
        return updateAndGet(index, before -> function.applyAsDouble(before, operand));
    }

    /** Copies {@code target.length} elements, from {@code index} on, into {@code target}. */
    public void get(long index, float[] target) {
        get(index, target, 0, target.length);
    }

    public void get(long index, float[] target, int offset, int length) {
        elements.copyOut(index, target, Memory.FLOATS, target.length, offset, length);
    }

    /** Copies all of {@code source} to the elements from {@code index} on. */
    public void set(long index, float[] source) {
        set(index, source, 0, source.length);
    }

    public void set(long index, float[] source, int offset, int length) {
        elements.copyIn(index, source, Memory.FLOATS, source.length, offset, length);
    }

    public void fill(float value) {
        fill(0, length(), value);
    }

    /** Sets the elements {@code from} to {@code to - 1}. */
    public void fill(long from, long to, float value) {
        int length = elements.blockLength(from, to);
        float[] block = BLOCK.getAndSet(null);
        if (block == null) {
            block = new float[Elements.BLOCK_BYTES / Float.BYTES];
        }
        Arrays.fill(block, 0, length, value);
        elements.repeat(from, to, block, Memory.FLOATS, length);
        BLOCK.set(block);
    }

    /** A copy of all elements: Python's {@code a[:]}. */
    public float[] toArray() {
        return slice(0, Long.MAX_VALUE);
    }

    /** Replaces all elements: Python's {@code a[:] = values}, which must be as many. */
    public void assign(float... values) {
        setSlice(0, Long.MAX_VALUE, values);
    }

    /** A copy of {@code a[from:to]}, with Python's rules: negative counts from the end, too far is cut off. */
    public float[] slice(long from, long to) {
        return slice(from, to, 1);
    }

    /** A copy of {@code a[from:to:step]}, with Python's rules. */
    public float[] slice(long from, long to, long step) {
        Slice slice = Slice.of(length(), from, to, step);
        float[] copy = new float[slice.arrayLength()];
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
    public void setSlice(long from, long to, float... values) {
        Slice slice = Slice.of(length(), from, to, 1).requireLength(values.length);
        set(slice.from(), values);
    }

    /** {@code a[from:to:step] = values}, with Python's rules. */
    public void setSlice(long from, long to, long step, float[] values) {
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
