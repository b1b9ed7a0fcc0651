package io.tandem.sync;

import io.tandem.file.FileSpec;
import io.tandem.owner.Attachment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A lock between the threads of any number of processes, which survives its holders, and which its holder may take again; it
 * must unlock as often. Only the outermost level is seen by others. Who may call, how it waits, what a death does, cost
 * and limits: see {@link RobustLock}; at most 2<sup>31</sup> - 1 levels. Python: {@code RLock}.
 */
public final class SharedReentrantLock extends RobustLock {
    private static final long serialVersionUID = 1;
    private static final FileSpec SPEC = new FileSpec(LockLayout.REENTRANT, 1);

    private SharedReentrantLock(Attachment attachment) {
        super(attachment, true);
    }

    /** With {@link LockOptions#DEFAULT}. */
    public static SharedReentrantLock create(Path path) {
        return create(path, LockOptions.DEFAULT);
    }

    public static SharedReentrantLock create(Path path, LockOptions options) {
        return new SharedReentrantLock(Attachment.create(path, SPEC, filler(options)));
    }

    /** Attaches, whatever its options, or creates one with {@link LockOptions#DEFAULT}. */
    public static SharedReentrantLock createOrAttach(Path path) {
        return new SharedReentrantLock(Attachment.createOrAttach(path, SPEC, filler(LockOptions.DEFAULT)));
    }

    public static SharedReentrantLock attach(Path path) {
        return new SharedReentrantLock(Attachment.attach(path, LockLayout.REENTRANT));
    }

    /** Waits for the file to be created, at most so long. */
    public static SharedReentrantLock attach(Path path, Duration timeout) {
        return new SharedReentrantLock(Attachment.attach(path, LockLayout.REENTRANT, timeout));
    }

    /**
     * The handler is called by each thread that gets the lock through this handle after a death, holding it, until
     * somebody calls {@link #markConsistent()}; before {@code lock} returns. If it throws, the lock is freed, and that
     * goes to the caller. Null for none.
     */
    public void onOwnerDied(Consumer<? super SharedReentrantLock> handler) {
        setOwnerDiedHandler(handler == null ? null : () -> handler.accept(this));
    }
}
