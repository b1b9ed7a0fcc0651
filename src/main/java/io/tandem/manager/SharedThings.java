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
 * What a {@link Manager} offers besides managed objects: ordinary shared things, made in its directory. The server has no part
 * in them, so they survive it; locks pass on when their holder dies. With a name: made, or attached to if it is there. They
 * may be stored in managed objects: who gets them from there is attached. A pool's workers are children of the JVM that
 * made it, and end when that closes this handle, or dies.
 */
abstract class SharedThings {
    /** Those that are not garbage. */
    private final transient Set<ProcessPool> pools =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    SharedThings() {}

    /** A path that nobody else has. */
    abstract Path fresh(String kind);

    abstract Path named(String name);

    public SharedLock newLock() {
        return SharedLock.create(fresh("lock"));
    }

    public SharedLock newLock(LockOptions options) {
        return SharedLock.create(fresh("lock"), options);
    }

    public SharedLock lock(String name) {
        return SharedLock.createOrAttach(named(name));
    }

    public SharedReentrantLock newReentrantLock() {
        return SharedReentrantLock.create(fresh("rlock"));
    }

    public SharedReentrantLock newReentrantLock(LockOptions options) {
        return SharedReentrantLock.create(fresh("rlock"), options);
    }

    public SharedReentrantLock reentrantLock(String name) {
        return SharedReentrantLock.createOrAttach(named(name));
    }

    public SharedCondition newCondition(RobustLock lock) {
        return lock.newCondition();
    }

    public SharedSemaphore newSemaphore(int permits) {
        return SharedSemaphore.create(fresh("semaphore"), permits);
    }

    public SharedSemaphore newBoundedSemaphore(int permits) {
        return SharedSemaphore.createBounded(fresh("semaphore"), permits);
    }

    public SharedSemaphore semaphore(String name, int permits) {
        return SharedSemaphore.createOrAttach(named(name), permits);
    }

    public SharedEvent newEvent() {
        return SharedEvent.create(fresh("event"));
    }

    /** An event that lets one pass for each set. */
    public SharedEvent newAutoResetEvent() {
        return SharedEvent.create(fresh("event"), true);
    }

    public SharedEvent event(String name) {
        return SharedEvent.createOrAttach(named(name));
    }

    public SharedBarrier newBarrier(int parties) {
        return SharedBarrier.create(fresh("barrier"), parties);
    }

    public SharedBarrier newBarrier(int parties, BarrierAction action) {
        return SharedBarrier.create(fresh("barrier"), parties, action);
    }

    public SharedBarrier barrier(String name, int parties) {
        return SharedBarrier.createOrAttach(named(name), parties);
    }

    public SharedCountDownLatch newCountDownLatch(long count) {
        return SharedCountDownLatch.create(fresh("latch"), count);
    }

    public SharedCountDownLatch countDownLatch(String name, long count) {
        return SharedCountDownLatch.createOrAttach(named(name), count);
    }

    public <E> SharedQueue<E> newQueue(Class<E> type) {
        return newQueue(type, QueueOptions.DEFAULT);
    }

    public <E> SharedQueue<E> newQueue(Class<E> type, QueueOptions options) {
        return SharedQueue.create(fresh("queue"), type, options);
    }

    public <E> SharedQueue<E> newQueue(Codec<E> codec, QueueOptions options) {
        return SharedQueue.create(fresh("queue"), codec, options);
    }

    public <E> SharedQueue<E> queue(String name, Class<E> type) {
        return SharedQueue.createOrAttach(named(name), Codecs.of(type), QueueOptions.DEFAULT);
    }

    public <E> SharedPipe<E> newPipe(Class<E> type) {
        return SharedPipe.create(fresh("pipe"), type);
    }

    public SharedLong newLong(long value) {
        return SharedLong.create(fresh("long"), value);
    }

    public SharedLong sharedLong(String name, long initial) {
        return SharedLong.createOrAttach(named(name), initial);
    }

    public SharedInt newInt(int value) {
        return SharedInt.create(fresh("int"), value);
    }

    public SharedInt sharedInt(String name, int initial) {
        return SharedInt.createOrAttach(named(name), initial);
    }

    public SharedDouble newDouble(double value) {
        return SharedDouble.create(fresh("double"), value);
    }

    public SharedDouble sharedDouble(String name, double initial) {
        return SharedDouble.createOrAttach(named(name), initial);
    }

    public SharedBoolean newBoolean(boolean value) {
        return SharedBoolean.create(fresh("boolean"), value);
    }

    public SharedBoolean sharedBoolean(String name, boolean initial) {
        return SharedBoolean.createOrAttach(named(name), initial);
    }

    public <T> SharedValue<T> newValue(Class<T> type, T value) {
        return SharedValue.create(fresh("value"), type, value);
    }

    /** A value none of whose versions takes more than {@code capacity} bytes. */
    public <T> SharedValue<T> newValue(Codec<T> codec, int capacity, T value) {
        return SharedValue.create(fresh("value"), codec, capacity, value);
    }

    public <T> SharedValue<T> sharedValue(String name, Class<T> type, T initial) {
        return SharedValue.createOrAttach(named(name), type, initial);
    }

    public SharedByteArray newByteArray(long length) {
        return SharedByteArray.create(fresh("bytes"), length);
    }

    public SharedByteArray newByteArray(byte... values) {
        return SharedByteArray.create(fresh("bytes"), values);
    }

    public SharedByteArray byteArray(String name, long length) {
        return SharedByteArray.createOrAttach(named(name), length);
    }

    public SharedIntArray newIntArray(long length) {
        return SharedIntArray.create(fresh("ints"), length);
    }

    /** An array of these values; one number alone is a length. */
    public SharedIntArray newIntArray(int... values) {
        return SharedIntArray.create(fresh("ints"), values);
    }

    public SharedIntArray intArray(String name, long length) {
        return SharedIntArray.createOrAttach(named(name), length);
    }

    public SharedLongArray newLongArray(long length) {
        return SharedLongArray.create(fresh("longs"), length);
    }

    /** An array of these values; one number alone is a length. */
    public SharedLongArray newLongArray(long... values) {
        return SharedLongArray.create(fresh("longs"), values);
    }

    public SharedLongArray longArray(String name, long length) {
        return SharedLongArray.createOrAttach(named(name), length);
    }

    public SharedFloatArray newFloatArray(long length) {
        return SharedFloatArray.create(fresh("floats"), length);
    }

    public SharedFloatArray newFloatArray(float... values) {
        return SharedFloatArray.create(fresh("floats"), values);
    }

    public SharedFloatArray floatArray(String name, long length) {
        return SharedFloatArray.createOrAttach(named(name), length);
    }

    public SharedDoubleArray newDoubleArray(long length) {
        return SharedDoubleArray.create(fresh("doubles"), length);
    }

    public SharedDoubleArray newDoubleArray(double... values) {
        return SharedDoubleArray.create(fresh("doubles"), values);
    }

    public SharedDoubleArray doubleArray(String name, long length) {
        return SharedDoubleArray.createOrAttach(named(name), length);
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

    void endPools() {
        ProcessPool.terminateAll(List.copyOf(pools));
    }
}
