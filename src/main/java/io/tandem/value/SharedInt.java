package io.tandem.value;

import io.tandem.file.FileSpec;
import io.tandem.file.Memory;
import io.tandem.owner.Attachment;
import io.tandem.owner.SharedObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;

/**
 * An {@code int} that any number of JVMs share; what {@link java.util.concurrent.atomic.AtomicInteger} is to threads, with the same
 * methods and orderings.
 *
 * <p>Any thread of any attached process may call anything. Nothing blocks. A process killed before an operation changed
 * nothing, killed after it changed all: there is no half-way, but its successor cannot know which it was. Cost: one
 * page of 4096 bytes in the file; each operation is one machine instruction and allocates nothing, {@code update} and
 * {@code accumulate} loop while others interfere. Closed handles throw {@link io.tandem.file.ClosedException}, refused
 * files {@link io.tandem.file.SharedFileException}. Python: {@code Value('i')}.
 */
public final class SharedInt extends SharedObject {
    private static final long serialVersionUID = 1;
    private static final FileSpec SPEC = CellLayout.INT;

    /** Of the cell; 0 once this handle is closed. */
    private transient long address;

    private SharedInt(Attachment attachment) {
        super(attachment);
        address = attachment.file().body(CellLayout.VALUE_AT);
    }

    /** Creates the file with this value; its directory must be, or becomes, a Tandem directory. */
    public static SharedInt create(Path path, int value) {
        return new SharedInt(Attachment.create(path, SPEC, body -> CellLayout.fill(body, value)));
    }

    /** Creates the file with this value, or attaches to it if it is there. */
    public static SharedInt createOrAttach(Path path, int value) {
        return new SharedInt(Attachment.createOrAttach(path, SPEC, body -> CellLayout.fill(body, value)));
    }

    public static SharedInt attach(Path path) {
        return new SharedInt(Attachment.attach(path, SPEC.kind()));
    }

    /** Waits for the file to be created, at most so long. */
    public static SharedInt attach(Path path, Duration timeout) {
        return new SharedInt(Attachment.attach(path, SPEC.kind(), timeout));
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

    public int get() {
        return Memory.intVolatile(this, cell());
    }

    public void set(int value) {
        Memory.intVolatile(this, cell(), value);
    }

    public int getPlain() {
        return Memory.intPlain(this, cell());
    }

    public void setPlain(int value) {
        Memory.intPlain(this, cell(), value);
    }

    public int getOpaque() {
        return Memory.intOpaque(this, cell());
    }

    public void setOpaque(int value) {
        Memory.intOpaque(this, cell(), value);
    }

    public int getAcquire() {
        return Memory.intAcquire(this, cell());
    }

    public void setRelease(int value) {
        Memory.intRelease(this, cell(), value);
    }

    public boolean compareAndSet(int expected, int value) {
        return Memory.compareAndSetInt(this, cell(), expected, value);
    }

    /** Returns the value found; the exchange was made if it equals the expected one. */
    public int compareAndExchange(int expected, int value) {
        return Memory.compareAndExchangeInt(this, cell(), expected, value);
    }

    public int getAndSet(int value) {
        return Memory.getAndSetInt(this, cell(), value);
    }

    public int getAndAdd(int delta) {
        return Memory.getAndAddInt(this, cell(), delta);
    }

    public int addAndGet(int delta) {
        return getAndAdd(delta) + delta;
    }

    public int getAndIncrement() {
        return getAndAdd(1);
    }

    public int getAndDecrement() {
        return getAndAdd(-1);
    }

    public int incrementAndGet() {
        return getAndAdd(1) + 1;
    }

    public int decrementAndGet() {
        return getAndAdd(-1) - 1;
    }

    /** The function may run more than once and must have no side effects. */
    public int getAndUpdate(IntUnaryOperator update) {
        int before = get();
        while (true) {
            int found = compareAndExchange(before, update.applyAsInt(before));
            if (found == before) {
                return before;
            }
            before = found;
        }
    }

    /** The function may run more than once and must have no side effects. */
    public int updateAndGet(IntUnaryOperator update) {
        int before = get();
        while (true) {
            int after = update.applyAsInt(before);
            int found = compareAndExchange(before, after);
            if (found == before) {
                return after;
            }
            before = found;
        }
    }

    public int getAndAccumulate(int operand, IntBinaryOperator function) {
        return getAndUpdate(before -> function.applyAsInt(before, operand));
    }

    public int accumulateAndGet(int operand, IntBinaryOperator function) {
        return updateAndGet(before -> function.applyAsInt(before, operand));
    }
}
