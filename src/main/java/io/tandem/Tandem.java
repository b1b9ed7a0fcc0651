package io.tandem;

import io.tandem.codec.Codec;
import io.tandem.codec.Codecs;
import io.tandem.owner.Home;
import io.tandem.owner.SharedDirectory;
import io.tandem.owner.SharedObject;
import io.tandem.pipe.SharedPipe;
import io.tandem.process.ChildProcess;
import io.tandem.process.ProcessTask;
import io.tandem.queue.QueueOptions;
import io.tandem.queue.SharedQueue;
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
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The front door: a directory of shared things, anonymous or named, and the child JVMs that use them.
 *
 * <p>Any thread may call anything. Serializable by path: a task that captures it gets one attached to the same
 * directory. {@link #close()} waits for the children it started and ends the daemons among them; an anonymous directory
 * is then removed and what this JVM has open in it closed. If this JVM is killed instead, the next {@link #open()} of the
 * same user removes it once all its users are gone. Files are readable by their owner only. Cost: a directory with a registry
 * of 257 KiB. Limits: 1024 JVMs at a time in one directory; local file systems.
 */
public final class Tandem implements AutoCloseable, Home, Serializable {
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

    /** A child to be given a name, flags or an environment before it is started. */
    public ChildProcess process() {
        return new ChildProcess(this);
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

    /** Attaches to the queue of this name, or creates it. */
    public <E> SharedQueue<E> queue(String name, Class<E> type) {
        return SharedQueue.createOrAttach(named(name), Codecs.of(type), QueueOptions.DEFAULT);
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
