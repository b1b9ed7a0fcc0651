package io.tandem.manager;

import io.tandem.codec.Codec;
import io.tandem.codec.Codecs;
import io.tandem.pipe.SharedPipe;
import io.tandem.pool.PoolOptions;
import io.tandem.pool.ProcessPool;
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
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * What a {@code Tandem} and a {@link Manager} offer alike: shared things, made in a directory. With a name: made, or attached to
 * if they are there.
 *
 * <p>Any thread may call anything. A pool's workers are children of the JVM that made it, and end when that closes this, or dies.
 */
public abstract class SharedThings {
    /** Those that are not garbage. */
    private final transient Set<ProcessPool> pools =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    protected SharedThings() {}

    /** A path that nobody else has. */
    protected abstract Path fresh(String kind);

    protected abstract Path named(String name);

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

    public SharedCountDownLatch countDownLatch(String name, long count) {
        return SharedCountDownLatch.createOrAttach(named(name), count);
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

    /** All that are left. */
    protected final void endPools() {
        ProcessPool.terminateAll(List.copyOf(pools));
    }
}
