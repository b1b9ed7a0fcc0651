package io.tandem.owner;

import io.tandem.file.ClosedException;
import io.tandem.file.SharedFile;
import io.tandem.wait.Bell;
import io.tandem.wait.Doorman;
import io.tandem.wait.WaitPolicy;
import io.tandem.wait.Waiter;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What all shared things have in common: a handle of this JVM on a shared file.
 *
 * <p>A handle may be used by any number of threads. It is serializable <em>by path</em>: a copy that arrives in another
 * JVM is attached to the same file. Closing is logical and at once: every later call on this handle throws
 * {@link ClosedException}; a call racing with it either completes or throws, and never touches unmapped memory, for the
 * mapping goes only when no thread can reach it, some time after the last handle on the file was closed. Other handles
 * and other JVMs are not affected; {@link #destroy()} takes the file away for all of them.
 */
public abstract class SharedObject implements AutoCloseable, Serializable {
    private static final long serialVersionUID = 1;
    private static final Set<SharedObject> OPEN = ConcurrentHashMap.newKeySet();

    private static final long LOOK_NANOS = 1_000_000_000;

    private final transient Attachment attachment;
    private transient volatile boolean closed;
    /** The open handle itself, and every call that must not lose its identity half-way; 0 once all is released. */
    private final transient AtomicInteger uses = new AtomicInteger(1);

    private transient volatile long lookedForAnother = System.nanoTime();

    private transient volatile WaitPolicy waitPolicy = WaitPolicy.standard();

    protected SharedObject(Attachment attachment) {
        this.attachment = attachment;
        OPEN.add(this);
    }

    /** Where the shared file is; other JVMs attach by it. */
    public final Path path() {
        return attachment.file().path();
    }

    public final boolean isClosed() {
        return closed;
    }

    /** Closes this handle. May be repeated. The file stays: see {@link #destroy()}. */
    @Override
    public final void close() {
        if (isFirstToClose()) {
            OPEN.remove(this);
            onClose();
            alarm();
            leave();
        }
    }

    private synchronized boolean isFirstToClose() {
        boolean first = !closed;
        closed = true;
        return first;
    }

    /** Begins a call that owns something in shared memory: until {@link #leave()} this JVM stays a participant. */
    protected final void enter() {
        requireOpen();
        if (uses.getAndUpdate(n -> n == 0 ? 0 : n + 1) == 0) {
            throw closedException();
        }
    }

    /** Ends what {@link #enter()} began. */
    protected final void leave() {
        if (uses.decrementAndGet() == 0) {
            attachment.release();
        }
    }

    /** Closes this handle and removes the file; JVMs that are attached keep the memory until they close it. */
    public final void destroy() {
        requireOpen();
        onDestroy();
        attachment.file().destroy();
        close();
    }

    /** How calls on this handle wait; see {@link WaitPolicy}. */
    public final void setWaitPolicy(WaitPolicy policy) {
        waitPolicy = Objects.requireNonNull(policy);
    }

    /** One wait of a call on this handle, until one of these bells is rung. */
    protected final Waiter waiter(long nanos, Bell... bells) {
        return new Waiter(nanos, waitPolicy, bells);
    }

    /** A bell in the body of this file. */
    protected final Bell bell(long offset) {
        return new Bell(file().mapping(), file().body(offset), directory().participants());
    }

    /** Wakes all that sleep on bells of this thing, in any process, so that they notice what happened to it. */
    protected void alarm() {}

    /**
     * Part of every slow tick: throws if this was closed, destroyed, or, once a second, replaced by another file of its
     * name.
     */
    protected final void requireThere() {
        requireOpen();
        if (file().destroyed()) {
            throw ClosedException.destroyed(toString());
        }
        long now = System.nanoTime();
        if (now - lookedForAnother >= LOOK_NANOS) { // half of what a sleeping thread costs, if at every tick
            lookedForAnother = now;
            file().requireNotReplaced();
        }
    }

    /** Closes all handles of this JVM on files of a directory that goes away with all below it, journals too. */
    public static void closeAll(SharedDirectory directory) {
        for (SharedObject object : OPEN) {
            if (object.attachment.directory().path().startsWith(directory.path())) {
                object.close();
            }
        }
    }

    /** Takes away what belongs to the file besides itself. */
    protected void onDestroy() {}

    /** Makes the handle unusable; called once. */
    protected abstract void onClose();

    /** The engine below this handle. */
    protected final SharedFile file() {
        return attachment.file();
    }

    protected final SharedDirectory directory() {
        return attachment.directory();
    }

    /** Throws {@link ClosedException} if this handle is closed. */
    public final void requireOpen() {
        if (closed) {
            throw closedException();
        }
    }

    /** What to throw when a call meets a closed handle. */
    protected final ClosedException closedException() {
        return new ClosedException(toString());
    }

    /** What a copy in another JVM needs besides the path; null for nothing. */
    protected Serializable travelData() {
        return null;
    }

    protected final Object writeReplace() {
        return new ByPath(getClass(), path(), file().header().uuid(), travelData());
    }

    private String state() {
        return isClosed() ? "closed" : file().destroyed() ? "destroyed" : "open";
    }

    /** What else {@link #toString} says, such as {@code ", set"}. */
    protected String detail() {
        return "";
    }

    /** Kind, path, state, and who this JVM is among the participants. */
    @Override
    public String toString() {
        return getClass().getSimpleName() + "[" + path() + ", " + state() + detail() + ", pid "
                + ProcessHandle.current().pid() + " as " + directory().participants() + ", waits: " + waitPolicy
                + ", " + Doorman.state() + "]";
    }
}
