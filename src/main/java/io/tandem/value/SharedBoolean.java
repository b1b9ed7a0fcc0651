package io.tandem.value;

import io.tandem.file.FileSpec;
import io.tandem.file.Memory;
import io.tandem.owner.Attachment;
import io.tandem.owner.SharedObject;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A {@code boolean} that any number of JVMs share, kept as an int of 0 or 1; what
 * {@link java.util.concurrent.atomic.AtomicBoolean} is to threads.
 *
 * <p>Any thread of any attached process may call anything. Nothing blocks: to wait for a flag, use an event. A process
 * killed before an operation changed nothing, killed after it changed all. Cost: one page of 4096 bytes in the file; one
 * machine instruction each; nothing allocates. Closed handles throw {@link io.tandem.file.ClosedException}, refused files
 * {@link io.tandem.file.SharedFileException}. Python: {@code Value(c_bool)}.
 */
public final class SharedBoolean extends SharedObject {
    private static final long serialVersionUID = 1;
    private static final FileSpec SPEC = CellLayout.BOOLEAN;

    /** Of the cell; 0 once this handle is closed. */
    private transient long address;

    private SharedBoolean(Attachment attachment) {
        super(attachment);
        address = attachment.file().body(CellLayout.VALUE_AT);
    }

    /** Creates the file with this value; its directory must be, or becomes, a Tandem directory. */
    public static SharedBoolean create(Path path, boolean value) {
        return new SharedBoolean(Attachment.create(path, SPEC, body -> CellLayout.fill(body, value ? 1 : 0)));
    }

    /** Creates the file with this value, or attaches to it if it is there. */
    public static SharedBoolean createOrAttach(Path path, boolean value) {
        return new SharedBoolean(Attachment.createOrAttach(path, SPEC, body -> CellLayout.fill(body, value ? 1 : 0)));
    }

    public static SharedBoolean attach(Path path) {
        return new SharedBoolean(Attachment.attach(path, SPEC.kind()));
    }

    /** Waits for the file to be created, at most so long. */
    public static SharedBoolean attach(Path path, Duration timeout) {
        return new SharedBoolean(Attachment.attach(path, SPEC.kind(), timeout));
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

    public boolean get() {
        return Memory.intVolatile(this, cell()) != 0;
    }

    public void set(boolean value) {
        Memory.intVolatile(this, cell(), value ? 1 : 0);
    }

    public boolean getPlain() {
        return Memory.intPlain(this, cell()) != 0;
    }

    public void setPlain(boolean value) {
        Memory.intPlain(this, cell(), value ? 1 : 0);
    }

    public boolean getOpaque() {
        return Memory.intOpaque(this, cell()) != 0;
    }

    public void setOpaque(boolean value) {
        Memory.intOpaque(this, cell(), value ? 1 : 0);
    }

    public boolean getAcquire() {
        return Memory.intAcquire(this, cell()) != 0;
    }

    public void setRelease(boolean value) {
        Memory.intRelease(this, cell(), value ? 1 : 0);
    }

    public boolean compareAndSet(boolean expected, boolean value) {
        return Memory.compareAndSetInt(this, cell(), expected ? 1 : 0, value ? 1 : 0);
    }

    /** Returns the value found; the exchange was made if it equals the expected one. */
    public boolean compareAndExchange(boolean expected, boolean value) {
        return Memory.compareAndExchangeInt(this, cell(), expected ? 1 : 0, value ? 1 : 0) != 0;
    }

    public boolean getAndSet(boolean value) {
        return Memory.getAndSetInt(this, cell(), value ? 1 : 0) != 0;
    }
}
