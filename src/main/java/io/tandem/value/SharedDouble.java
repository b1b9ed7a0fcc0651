package io.tandem.value;

import io.tandem.file.FileSpec;
import io.tandem.file.Memory;
import io.tandem.owner.Attachment;
import io.tandem.owner.SharedObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * A {@code double} that any number of JVMs share, kept as its 64 bits.
 *
 * <p>Any thread of any attached process may call anything. Nothing blocks. A process killed before an operation changed
 * nothing, killed after it changed all. Comparisons are of the bits: a NaN equals itself, 0.0 and -0.0 differ. Cost: one
 * page of 4096 bytes in the file; {@code get}, {@code set} and {@code compareAndSet} are one machine instruction,
 * {@code add}, {@code update} and {@code accumulate} loop while others interfere; nothing allocates. Closed handles throw
 * {@link io.tandem.file.ClosedException}, refused files {@link io.tandem.file.SharedFileException}. Python:
 * {@code Value('d')}.
 */
public final class SharedDouble extends SharedObject {
    private static final long serialVersionUID = 1;
    private static final FileSpec SPEC = CellLayout.DOUBLE;

    /** Of the cell; 0 once this handle is closed. */
    private transient long address;

    private SharedDouble(Attachment attachment) {
        super(attachment);
        address = attachment.file().body(CellLayout.VALUE_AT);
    }

    /** Creates the file with this value; its directory must be, or becomes, a Tandem directory. */
    public static SharedDouble create(Path path, double value) {
        return new SharedDouble(
                Attachment.create(path, SPEC, body -> CellLayout.fill(body, Double.doubleToRawLongBits(value))));
    }

    /** Creates the file with this value, or attaches to it if it is there. */
    public static SharedDouble createOrAttach(Path path, double value) {
        return new SharedDouble(Attachment.createOrAttach(
                path, SPEC, body -> CellLayout.fill(body, Double.doubleToRawLongBits(value))));
    }

    public static SharedDouble attach(Path path) {
        return new SharedDouble(Attachment.attach(path, SPEC.kind()));
    }

    /** Waits for the file to be created, at most so long. */
    public static SharedDouble attach(Path path, Duration timeout) {
        return new SharedDouble(Attachment.attach(path, SPEC.kind(), timeout));
    }

    @Override
    protected void onClose() {
        address = 0;
    }

    private long cell() {
        long cell = address;
        if (cell == 0) {
            throw closedException();
        }
        return cell;
    }

    public double get() {
        return Double.longBitsToDouble(Memory.longVolatile(this, cell()));
    }

    public void set(double value) {
        Memory.longVolatile(this, cell(), Double.doubleToRawLongBits(value));
    }

    public double getPlain() {
        return Double.longBitsToDouble(Memory.longPlain(this, cell()));
    }

    public void setPlain(double value) {
        Memory.longPlain(this, cell(), Double.doubleToRawLongBits(value));
    }

    public double getAcquire() {
        return Double.longBitsToDouble(Memory.longAcquire(this, cell()));
    }

    public void setRelease(double value) {
        Memory.longRelease(this, cell(), Double.doubleToRawLongBits(value));
    }

    public boolean compareAndSet(double expected, double value) {
        return Memory.compareAndSetLong(
                this, cell(), Double.doubleToRawLongBits(expected), Double.doubleToRawLongBits(value));
    }

    public double getAndSet(double value) {
        return Double.longBitsToDouble(Memory.getAndSetLong(this, cell(), Double.doubleToRawLongBits(value)));
    }

    public double getAndAdd(double delta) {
        return getAndUpdate(before -> before + delta);
    }

    public double addAndGet(double delta) {
        return updateAndGet(before -> before + delta);
    }

    /** The function may run more than once and must have no side effects. */
    public double getAndUpdate(DoubleUnaryOperator update) {
        while (true) {
            double before = get();
            if (compareAndSet(before, update.applyAsDouble(before))) {
                return before;
            }
        }
    }

    /** The function may run more than once and must have no side effects. */
    public double updateAndGet(DoubleUnaryOperator update) {
        while (true) {
            double before = get();
            double after = update.applyAsDouble(before);
            if (compareAndSet(before, after)) {
                return after;
            }
        }
    }

    public double getAndAccumulate(double operand, DoubleBinaryOperator function) {
        return getAndUpdate(before -> function.applyAsDouble(before, operand));
    }

    public double accumulateAndGet(double operand, DoubleBinaryOperator function) {
        return updateAndGet(before -> function.applyAsDouble(before, operand));
    }
}
