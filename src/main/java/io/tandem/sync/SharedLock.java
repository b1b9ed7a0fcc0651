package io.tandem.sync;

import io.tandem.file.FileSpec;
import io.tandem.owner.Attachment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A lock between the threads of any number of processes, which survives its holders. Not reentrant: a thread that locks
 * it again gets an {@link IllegalMonitorStateException}. Who may call, how it waits, what a death does, cost and limits:
 * see {@link RobustLock}. Only the thread that locked it may unlock it. Python: {@code Lock}, which a killed holder leaves
 * locked for ever, and which anybody may release.
 */
public final class SharedLock extends RobustLock {
    private static final long serialVersionUID = 1;
    private static final FileSpec SPEC = new FileSpec(LockLayout.LOCK, 1);

    private SharedLock(Attachment attachment) {
        super(attachment, false);
    }

    /** With {@link LockOptions#DEFAULT}. */
    public static SharedLock create(Path path) {
        return create(path, LockOptions.DEFAULT);
    }

    public static SharedLock create(Path path, LockOptions options) {
        return new SharedLock(Attachment.create(path, SPEC, filler(options)));
    }

    /** Attaches, whatever its options, or creates one with {@link LockOptions#DEFAULT}. */
    public static SharedLock createOrAttach(Path path) {
        return new SharedLock(Attachment.createOrAttach(path, SPEC, filler(LockOptions.DEFAULT)));
    }

    public static SharedLock attach(Path path) {
        return new SharedLock(Attachment.attach(path, LockLayout.LOCK));
    }

    /** Waits for the file to be created, at most so long. */
    public static SharedLock attach(Path path, Duration timeout) {
        return new SharedLock(Attachment.attach(path, LockLayout.LOCK, timeout));
    }

    /**
     * The handler is called by each thread that gets the lock through this handle after a death, holding it, until
     * somebody calls {@link #markConsistent()}; before {@code lock} returns. If it throws, the lock is freed, and that
     * goes to the caller. Null for none.
     */
    public void onOwnerDied(Consumer<? super SharedLock> handler) {
        setOwnerDiedHandler(handler == null ? null : () -> handler.accept(this));
    }
}
