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
 * A {@code byte[]} that any number of JVMs share, of fixed length, indexed by {@code long}, beyond 2 GiB if there is
 * room: each element is an atomic cell as in {@link java.util.concurrent.atomic.AtomicIntegerArray}, and blocks are copied at memory speed.
 *
 * <p>Any thread of any attached process may call anything. Nothing blocks. An element is never torn; a block copied or
 * filled while others write is a mixture, and a process killed in the middle of one leaves a part of it done. Cost:
 * {@code length * 1} bytes and a header of 1024; no system calls; only methods that return an array allocate. An index outside
 * {@code 0..length-1} throws {@link IndexOutOfBoundsException}; slices alone count negative indexes from the end. Python:
 * {@code Array('b')}.
 */
public final class SharedByteArray extends SharedObject {
    private static final long serialVersionUID = 1;
    private static final Kind KIND = ArrayLayout.BYTES;
    /** What {@link #fill} copies from; whoever uses it takes it away meanwhile. */
    private static final AtomicReference<byte[]> BLOCK = new AtomicReference<>();

    private final transient Elements elements;

    private SharedByteArray(Attachment attachment) {
        super(attachment);
        elements = new Elements(this, attachment.file(), Byte.BYTES);
    }

    /** Creates the file, all elements zero; its directory must be, or becomes, a Tandem directory. */
    public static SharedByteArray create(Path path, long length) {
        return new SharedByteArray(Attachment.create(path, spec(length), ArrayLayout.ZEROS));
    }

    /** Creates the file with a copy of these values. */
    public static SharedByteArray create(Path path, byte... values) {
        return new SharedByteArray(Attachment.create(
                path,
                spec(values.length),
                body -> ArrayLayout.fill(body, values, Memory.BYTES, values.length * (long) Byte.BYTES)));
    }

    /** Creates the file, or attaches to it if it is there and has this length. */
    public static SharedByteArray createOrAttach(Path path, long length) {
        return new SharedByteArray(Attachment.createOrAttach(path, spec(length), ArrayLayout.ZEROS));
    }

    public static SharedByteArray attach(Path path) {
        return new SharedByteArray(Attachment.attach(path, KIND));
    }

    /** Waits for the file to be created, at most so long. */
    public static SharedByteArray attach(Path path, Duration timeout) {
        return new SharedByteArray(Attachment.attach(path, KIND, timeout));
    }

    private static FileSpec spec(long length) {
        return ArrayLayout.spec(KIND, length, Byte.BYTES);
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
        return elements.address(index, Byte.BYTES);
    }

    public byte get(long index) {
        return Memory.byteVolatile(elements, cell(index));
    }

    public void set(long index, byte value) {
        Memory.byteVolatile(elements, cell(index), value);
    }

    public byte getPlain(long index) {
        return Memory.bytePlain(elements, cell(index));
    }

    public void setPlain(long index, byte value) {
        Memory.bytePlain(elements, cell(index), value);
    }

    public byte getOpaque(long index) {
        return Memory.byteOpaque(elements, cell(index));
    }

    public void setOpaque(long index, byte value) {
        Memory.byteOpaque(elements, cell(index), value);
    }

    public byte getAcquire(long index) {
        return Memory.byteAcquire(elements, cell(index));
    }

    public void setRelease(long index, byte value) {
        Memory.byteRelease(elements, cell(index), value);
    }

    public boolean compareAndSet(long index, byte expected, byte value) {
        return Memory.compareAndSetByte(elements, cell(index), expected, value);
    }

    /** Returns the value found; the exchange was made if it equals the expected one. */
    public byte compareAndExchange(long index, byte expected, byte value) {
        return Memory.compareAndExchangeByte(elements, cell(index), expected, value);
    }

    public byte getAndSet(long index, byte value) {
        return Memory.getAndSetByte(elements, cell(index), value);
    }

    public byte getAndAdd(long index, byte delta) {
        return Memory.getAndAddByte(elements, cell(index), delta);
    }

    public byte addAndGet(long index, byte delta) {
        return (byte) (getAndAdd(index, delta) + delta);
    }

    public byte getAndIncrement(long index) {
        return getAndAdd(index, (byte) 1);
    }

    public byte getAndDecrement(long index) {
        return getAndAdd(index, (byte) -1);
    }

    public byte incrementAndGet(long index) {
        return addAndGet(index, (byte) 1);
    }

    public byte decrementAndGet(long index) {
        return addAndGet(index, (byte) -1);
    }

    /** The function may run more than once and must have no side effects. */
    public byte getAndUpdate(long index, IntUnaryOperator update) {
        byte before = get(index);
        while (true) {
            byte found = compareAndExchange(index, before, (byte) update.applyAsInt(before));
            if (found == before) {
                return before;
            }
            before = found;
        }
    }

    /** The function may run more than once and must have no side effects. */
    public byte updateAndGet(long index, IntUnaryOperator update) {
        byte before = get(index);
        while (true) {
            byte after = (byte) update.applyAsInt(before);
            byte found = compareAndExchange(index, before, after);
            if (found == before) {
                return after;
            }
            before = found;
        }
    }

    public byte getAndAccumulate(long index, byte operand, IntBinaryOperator function) {
        return getAndUpdate(index, before -> function.applyAsInt(before, operand));
    }

    public byte accumulateAndGet(long index, byte operand, IntBinaryOperator function) {
        return updateAndGet(index, before -> function.applyAsInt(before, operand));
    }

    /** Copies {@code target.length} elements, from {@code index} on, into {@code target}. */
    public void get(long index, byte[] target) {
        get(index, target, 0, target.length);
    }

    public void get(long index, byte[] target, int offset, int length) {
        elements.copyOut(index, target, Memory.BYTES, target.length, offset, length);
    }

    /** Copies all of {@code source} to the elements from {@code index} on. */
    public void set(long index, byte[] source) {
        set(index, source, 0, source.length);
    }

    public void set(long index, byte[] source, int offset, int length) {
        elements.copyIn(index, source, Memory.BYTES, source.length, offset, length);
    }

    public void fill(byte value) {
        fill(0, length(), value);
    }

    /** Sets the elements {@code from} to {@code to - 1}. */
    public void fill(long from, long to, byte value) {
        int length = elements.blockLength(from, to);
        byte[] block = BLOCK.getAndSet(null);
        if (block == null) {
            block = new byte[Elements.BLOCK_BYTES / Byte.BYTES];
        }
        Arrays.fill(block, 0, length, value);
        elements.repeat(from, to, block, Memory.BYTES, length);
        BLOCK.set(block);
    }

    /** A copy of all elements: Python's {@code a[:]}. */
    public byte[] toArray() {
        return slice(0, Long.MAX_VALUE);
    }

    /** Replaces all elements: Python's {@code a[:] = values}, which must be as many. */
    public void assign(byte... values) {
        setSlice(0, Long.MAX_VALUE, values);
    }

    /** A copy of {@code a[from:to]}, with Python's rules: negative counts from the end, too far is cut off. */
    public byte[] slice(long from, long to) {
        return slice(from, to, 1);
    }

    /** A copy of {@code a[from:to:step]}, with Python's rules. */
    public byte[] slice(long from, long to, long step) {
        Slice slice = Slice.of(length(), from, to, step);
        byte[] copy = new byte[slice.arrayLength()];
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
    public void setSlice(long from, long to, byte... values) {
        Slice slice = Slice.of(length(), from, to, 1).requireLength(values.length);
        set(slice.from(), values);
    }

    /** {@code a[from:to:step] = values}, with Python's rules. */
    public void setSlice(long from, long to, long step, byte[] values) {
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
