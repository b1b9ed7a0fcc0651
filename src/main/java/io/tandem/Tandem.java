package io.tandem;

import io.tandem.codec.Codecs;
import io.tandem.journal.JournalOptions;
import io.tandem.journal.JournalQueue;
import io.tandem.journal.Recorder;
import io.tandem.manager.Manager;
import io.tandem.manager.ManagerOptions;
import io.tandem.manager.SharedThings;
import io.tandem.owner.Home;
import io.tandem.owner.SharedDirectory;
import io.tandem.owner.SharedObject;
import io.tandem.pipe.SharedPipe;
import io.tandem.process.ChildProcess;
import io.tandem.process.ProcessTask;
import io.tandem.queue.SharedQueue;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The front door: a directory of shared things, anonymous or named, and the child JVMs that use them.
 *
 * <p>Any thread may call anything. Serializable by path: a task that captures it gets one attached to the same
 * directory. {@link #close()} terminates its pools, waits for the children it started and ends the daemons among them; an anonymous directory
 * is then removed and what this JVM has open in it closed. If this JVM is killed instead, the next {@link #open()} of the
 * same user removes it once all its users are gone. Files are readable by their owner only. Cost: a directory with a registry
 * of 257 KiB. Limits: 1024 JVMs at a time in one directory; local file systems.
 */
public final class Tandem extends SharedThings implements AutoCloseable, Home, Serializable {
    private static final long serialVersionUID = 1;

    private final transient SharedDirectory directory;
    private final transient boolean anonymous;
    private final transient AtomicBoolean closed = new AtomicBoolean();

    private Tandem(SharedDirectory directory, boolean anonymous) {
        this.directory = directory;
        this.anonymous = anonymous;
    }

    /** A private directory for this JVM and its descendants, under {@code /dev/shm} where there is room. */
    public static Tandem open() {
        return new Tandem(SharedDirectory.openAnonymous(), true);
    }

    /** Opens, or creates, a directory for JVMs that have no parent in common. It stays after {@link #close()}. */
    public static Tandem open(Path path) {
        SharedDirectory directory = SharedDirectory.open(path, true);
        directory.sweep();
        return new Tandem(directory, false);
    }

    /** The directory; files in it may be attached to by their paths. */
    public Path path() {
        return directory.path();
    }

    @Override
    public SharedDirectory directory() {
        if (closed.get()) {
            throw new io.tandem.file.ClosedException(toString());
        }
        return directory;
    }

    @Override
    protected Path fresh(String prefix) {
        return directory().freshPath(prefix);
    }

    @Override
    protected Path named(String name) {
        if (name.indexOf('/') >= 0) {
            throw new IllegalArgumentException("\"" + name + "\" is a path; names of shared things have no slash");
        }
        return directory().path().resolve(name);
    }

    /** Starts a child JVM that runs this task. */
    public ChildProcess start(ProcessTask task) {
        return process().start(task);
    }

    /**
     * Keeps so many spare JVMs ready, so that {@code start} takes milliseconds; see {@link ChildProcess#keepWarm}. They
     * end with this, at {@link #close()} or however this JVM ends.
     */
    public void keepWarm(int spares) {
        ChildProcess.keepWarm(this, spares);
    }

    /** A child to be given a name, flags or an environment before it is started. */
    public ChildProcess process() {
        return new ChildProcess(this);
    }

    /** Starts a daemon child that holds ordinary objects for this JVM and others. */
    public Manager newManager() {
        return Manager.start(this);
    }

    public Manager newManager(ManagerOptions options) {
        return Manager.start(this, options);
    }

    /**
     * Attaches to the journal of this name, or creates it; needs the dependency chronicle-queue and its JVM flags. In an
     * anonymous directory it ends with that.
     */
    public <E> JournalQueue<E> journal(String name, Class<E> type) {
        return JournalQueue.createOrAttach(named(name), Codecs.of(type), JournalOptions.DEFAULT);
    }

    /** Records all that is put into a queue in a journal, which is made if need be. */
    public <E> Recorder<E> journal(SharedQueue<E> queue, Class<E> type, Path path) {
        return Recorder.start(queue, JournalQueue.createOrAttach(path, Codecs.of(type), JournalOptions.DEFAULT));
    }

    /** Records all that arrives at the first end of a pipe in a journal, which is made if need be. */
    public <E> Recorder<E> journal(SharedPipe<E> pipe, Class<E> type, Path path) {
        return Recorder.start(pipe, JournalQueue.createOrAttach(path, Codecs.of(type), JournalOptions.DEFAULT));
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        endPools();
        ChildProcess.endFamily(directory);
        if (anonymous) {
            SharedObject.closeAll(directory);
            directory.destroy();
        }
        directory.release();
    }

    private Object writeReplace() {
        return new ByPath(path().toString());
    }

    /** No record: reading one would make a child's start longer. */
    private static final class ByPath implements Serializable {
        private static final long serialVersionUID = 1;
        private final String path;

        ByPath(String path) {
            this.path = path;
        }

        private Object readResolve() {
            return new Tandem(SharedDirectory.open(Path.of(path), false), false);
        }
    }

    @Override
    public String toString() {
        return "Tandem[" + (closed.get() ? path() + ", closed" : directory.toString()) + "]";
    }
}
