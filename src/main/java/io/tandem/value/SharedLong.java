package io.tandem.value;

import io.tandem.file.FileSpec;
import io.tandem.file.Memory;
import io.tandem.owner.Attachment;
import io.tandem.owner.SharedObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;

/**
 * A {@code long} that any number of JVMs share; what {@link java.util.concurrent.atomic.AtomicLong} is to threads, with the same
 * methods and orderings.
 *
 * <p>Any thread of any attached process may call anything. Nothing blocks. A process killed before an operation changed
 * nothing, killed after it changed all: there is no half-way, but its successor cannot know which it was. Cost: one
 * page of 4096 bytes in the file; each operation is one machine instruction and allocates nothing, {@code update} and
 * {@code accumulate} loop while others interfere. Closed handles throw {@link io.tandem.file.ClosedException}, refused
 * files {@link io.tandem.file.SharedFileException}. Python: {@code Value('q')}.
 */
public final class SharedLong extends SharedObject {
    private static final long serialVersionUID = 1;
    private static final FileSpec SPEC = CellLayout.LONG;

    /** Of the cell; 0 once this handle is closed. */
    private transient long address;

    private SharedLong(Attachment attachment) {
        super(attachment);
        address = attachment.file().body(CellLayout.VALUE_AT);
    }

    /** Creates the file with this value; its directory must be, or becomes, a Tandem directory. */
    public static SharedLong create(Path path, long value) {
        return new SharedLong(Attachment.create(path, SPEC, body -> CellLayout.fill(body, value)));
    }

    /** Creates the file with this value, or attaches to it if it is there. */
    public static SharedLong createOrAttach(Path path, long value) {
        return new SharedLong(Attachment.createOrAttach(path, SPEC, body -> CellLayout.fill(body, value)));
    }

    public static SharedLong attach(Path path) {
        return new SharedLong(Attachment.attach(path, SPEC.kind()));
    }

    /** Waits for the file to be created, at most so long. */
    public static SharedLong attach(Path path, Duration timeout) {
        return new SharedLong(Attachment.attach(path, SPEC.kind(), timeout));
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

    public long get() {
        return Memory.longVolatile(this, cell());
    }

    public void set(long value) {
        Memory.longVolatile(this, cell(), value);
    }

    public long getPlain() {
        return Memory.longPlain(this, cell());
    }

    public void setPlain(long value) {
        Memory.longPlain(this, cell(), value);
    }

    public long getOpaque() {
        return Memory.longOpaque(this, cell());
    }

    public void setOpaque(long value) {
        Memory.longOpaque(this, cell(), value);
    }

    public long getAcquire() {
        return Memory.longAcquire(this, cell());
    }

    public void setRelease(long value) {
        Memory.longRelease(this, cell(), value);
    }

    public boolean compareAndSet(long expected, long value) {
        return Memory.compareAndSetLong(this, cell(), expected, value);
    }

    /** Returns the value found; the exchange was made if it equals the expected one. */
    public long compareAndExchange(long expected, long value) {
        return Memory.compareAndExchangeLong(this, cell(), expected, value);
    }

    public long getAndSet(long value) {
        return Memory.getAndSetLong(this, cell(), value);
    }

    public long getAndAdd(long delta) {
        return Memory.getAndAddLong(this, cell(), delta);
    }

    public long addAndGet(long delta) {
        return getAndAdd(delta) + delta;
    }

    public long getAndIncrement() {
        return getAndAdd(1);
    }

    public long getAndDecrement() {
        return getAndAdd(-1);
    }

    public long incrementAndGet() {
        return getAndAdd(1) + 1;
    }

    public long decrementAndGet() {
        return getAndAdd(-1) - 1;
    }

    /** The function may run more than once and must have no side effects. */
    public long getAndUpdate(LongUnaryOperator update) {
        long before = get();
        while (true) {
            long found = compareAndExchange(before, update.applyAsLong(before));
            if (found == before) {
                return before;
            }
            before = found;
        }
    }

    /** The function may run more than once and must have no side effects. */
    public long updateAndGet(LongUnaryOperator update) {
        long before = get();
        while (true) {
            long after = update.applyAsLong(before);
            long found = compareAndExchange(before, after);
            if (found == before) {
                return after;
            }
            before = found;
        }
    }

    public long getAndAccumulate(long operand, LongBinaryOperator function) {
        return getAndUpdate(before -> function.applyAsLong(before, operand));
    }

    public long accumulateAndGet(long operand, LongBinaryOperator function) {
        return updateAndGet(before -> function.applyAsLong(before, operand));
    }
}
