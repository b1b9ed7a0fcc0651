package io.tandem;

import io.tandem.codec.Codec;
import io.tandem.codec.Codecs;
import io.tandem.journal.JournalOptions;
import io.tandem.journal.JournalQueue;
import io.tandem.journal.Recorder;
import io.tandem.manager.Manager;
import io.tandem.manager.ManagerOptions;
import io.tandem.owner.Home;
import io.tandem.owner.SharedDirectory;
import io.tandem.owner.SharedObject;
import io.tandem.pipe.SharedPipe;
import io.tandem.pool.PoolOptions;
import io.tandem.pool.ProcessPool;
import io.tandem.process.ChildProcess;
import io.tandem.process.ProcessTask;
import io.tandem.queue.QueueOptions;
import io.tandem.queue.SharedQueue;
import io.tandem.sync.BarrierAction;
import io.tandem.sync.LockOptions;
import io.tandem.sync.RobustLock;
import io.tandem.sync.SharedBarrier;
import io.tandem.sync.SharedCondition;
import io.tandem.sync.SharedCountDownLatch;
import io.tandem.sync.SharedEvent;
import io.tandem.sync.SharedLock;
import io.tandem.sync.SharedReentrantLock;
import io.tandem.sync.SharedSemaphore;
import io.tandem.value.SharedBoolean;
import io.tandem.value.SharedByteArray;
import io.tandem.value.SharedDouble;
import io.tandem.value.SharedDoubleArray;
import io.tandem.value.SharedFloatArray;
import io.tandem.value.SharedInt;
import io.tandem.value.SharedIntArray;
import io.tandem.value.SharedLong;
import io.tandem.value.SharedLongArray;
import io.tandem.value.SharedValue;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
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
public final class Tandem implements AutoCloseable, Home, Serializable {
    private static final long serialVersionUID = 1;

    private final transient SharedDirectory directory;
    private final transient boolean anonymous;
    private final transient AtomicBoolean closed = new AtomicBoolean();
    /** Those that are not garbage. */
    private final transient Set<ProcessPool> pools =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

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

    private Path fresh(String prefix) {
        return directory().freshPath(prefix);
    }

    private Path named(String name) {
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

    public SharedLong newLong(long value) {
        return SharedLong.create(fresh("long"), value);
    }

    public SharedInt newInt(int value) {
        return SharedInt.create(fresh("int"), value);
    }

    public SharedDouble newDouble(double value) {
        return SharedDouble.create(fresh("double"), value);
    }

    public SharedBoolean newBoolean(boolean value) {
        return SharedBoolean.create(fresh("boolean"), value);
    }

    public <T> SharedValue<T> newValue(Class<T> type, T value) {
        return SharedValue.create(fresh("value"), type, value);
    }

    /** A value none of whose versions takes more than {@code capacity} bytes. */
    public <T> SharedValue<T> newValue(Codec<T> codec, int capacity, T value) {
        return SharedValue.create(fresh("value"), codec, capacity, value);
    }

    public SharedByteArray newByteArray(long length) {
        return SharedByteArray.create(fresh("bytes"), length);
    }

    public SharedByteArray newByteArray(byte... values) {
        return SharedByteArray.create(fresh("bytes"), values);
    }

    public SharedIntArray newIntArray(long length) {
        return SharedIntArray.create(fresh("ints"), length);
    }

    /** An array of these values; one number alone is a length. */
    public SharedIntArray newIntArray(int... values) {
        return SharedIntArray.create(fresh("ints"), values);
    }

    public SharedLongArray newLongArray(long length) {
        return SharedLongArray.create(fresh("longs"), length);
    }

    /** An array of these values; one number alone is a length. */
    public SharedLongArray newLongArray(long... values) {
        return SharedLongArray.create(fresh("longs"), values);
    }

    public SharedFloatArray newFloatArray(long length) {
        return SharedFloatArray.create(fresh("floats"), length);
    }

    public SharedFloatArray newFloatArray(float... values) {
        return SharedFloatArray.create(fresh("floats"), values);
    }

    public SharedDoubleArray newDoubleArray(long length) {
        return SharedDoubleArray.create(fresh("doubles"), length);
    }

    public SharedDoubleArray newDoubleArray(double... values) {
        return SharedDoubleArray.create(fresh("doubles"), values);
    }

    /** A queue for any number of producers and consumers. */
    public <E> SharedQueue<E> newQueue(Class<E> type) {
        return SharedQueue.create(fresh("queue"), type);
    }

    public <E> SharedQueue<E> newQueue(Class<E> type, QueueOptions options) {
        return SharedQueue.create(fresh("queue"), type, options);
    }

    public <E> SharedQueue<E> newQueue(Codec<E> codec, QueueOptions options) {
        return SharedQueue.create(fresh("queue"), codec, options);
    }

    /** A pipe both of whose ends send and receive. */
    public <E> SharedPipe<E> newPipe(Class<E> type) {
        return SharedPipe.create(fresh("pipe"), type);
    }

    /** A pipe whose first end receives and whose second end sends, if not duplex. */
    public <E> SharedPipe<E> newPipe(Class<E> type, boolean duplex) {
        return SharedPipe.create(fresh("pipe"), Codecs.of(type), duplex, SharedPipe.DEFAULT_CAPACITY);
    }

    /** A lock that passes on when its holder dies, and says so. */
    public SharedLock newLock() {
        return SharedLock.create(fresh("lock"));
    }

    /** Fair, or strict. */
    public SharedLock newLock(LockOptions options) {
        return SharedLock.create(fresh("lock"), options);
    }

    public SharedReentrantLock newReentrantLock() {
        return SharedReentrantLock.create(fresh("rlock"));
    }

    public SharedReentrantLock newReentrantLock(LockOptions options) {
        return SharedReentrantLock.create(fresh("rlock"), options);
    }

    public SharedCondition newCondition(RobustLock lock) {
        return lock.newCondition();
    }

    /** Permits come back when their holder dies, until a process releases what it never acquired. */
    public SharedSemaphore newSemaphore(int permits) {
        return SharedSemaphore.create(fresh("semaphore"), permits);
    }

    /** One that refuses to be released more often than it was acquired. */
    public SharedSemaphore newBoundedSemaphore(int permits) {
        return SharedSemaphore.createBounded(fresh("semaphore"), permits);
    }

    public SharedEvent newEvent() {
        return SharedEvent.create(fresh("event"));
    }

    /** An event that lets one pass for each set. */
    public SharedEvent newAutoResetEvent() {
        return SharedEvent.create(fresh("event"), true);
    }

    public SharedBarrier newBarrier(int parties) {
        return SharedBarrier.create(fresh("barrier"), parties);
    }

    /** With an action that the one who completes a phase runs before all go on. */
    public SharedBarrier newBarrier(int parties, BarrierAction action) {
        return SharedBarrier.create(fresh("barrier"), parties, action);
    }

    public SharedCountDownLatch newCountDownLatch(long count) {
        return SharedCountDownLatch.create(fresh("latch"), count);
    }

    /** Attaches to the lock of this name, or creates it; so do the others. */
    public SharedLock lock(String name) {
        return SharedLock.createOrAttach(named(name));
    }

    public SharedReentrantLock reentrantLock(String name) {
        return SharedReentrantLock.createOrAttach(named(name));
    }

    public SharedSemaphore semaphore(String name, int permits) {
        return SharedSemaphore.createOrAttach(named(name), permits);
    }

    public SharedEvent event(String name) {
        return SharedEvent.createOrAttach(named(name));
    }

    public SharedBarrier barrier(String name, int parties) {
        return SharedBarrier.createOrAttach(named(name), parties);
    }

    /** A pool with a worker per processor. */
    public ProcessPool newPool() {
        return newPool(PoolOptions.DEFAULT);
    }

    public ProcessPool newPool(int workers) {
        return newPool(PoolOptions.DEFAULT.workers(workers));
    }

    public ProcessPool newPool(PoolOptions options) {
        ProcessPool pool = ProcessPool.create(fresh("pool"), options);
        pools.add(pool);
        return pool;
    }

    /** Attaches to the queue of this name, or creates it. */
    public <E> SharedQueue<E> queue(String name, Class<E> type) {
        return SharedQueue.createOrAttach(named(name), Codecs.of(type), QueueOptions.DEFAULT);
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

    /** Attaches to the long of this name, or creates it with this value; so do the others. */
    public SharedLong sharedLong(String name, long initial) {
        return SharedLong.createOrAttach(named(name), initial);
    }

    public SharedInt sharedInt(String name, int initial) {
        return SharedInt.createOrAttach(named(name), initial);
    }

    public SharedDouble sharedDouble(String name, double initial) {
        return SharedDouble.createOrAttach(named(name), initial);
    }

    public SharedBoolean sharedBoolean(String name, boolean initial) {
        return SharedBoolean.createOrAttach(named(name), initial);
    }

    public <T> SharedValue<T> sharedValue(String name, Class<T> type, T initial) {
        return SharedValue.createOrAttach(named(name), type, initial);
    }

    /** Attaches to the array of this name and length, or creates it; so do the others. */
    public SharedByteArray byteArray(String name, long length) {
        return SharedByteArray.createOrAttach(named(name), length);
    }

    public SharedIntArray intArray(String name, long length) {
        return SharedIntArray.createOrAttach(named(name), length);
    }

    public SharedLongArray longArray(String name, long length) {
        return SharedLongArray.createOrAttach(named(name), length);
    }

    public SharedFloatArray floatArray(String name, long length) {
        return SharedFloatArray.createOrAttach(named(name), length);
    }

    public SharedDoubleArray doubleArray(String name, long length) {
        return SharedDoubleArray.createOrAttach(named(name), length);
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        ProcessPool.terminateAll(List.copyOf(pools));
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
