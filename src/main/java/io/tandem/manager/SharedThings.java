package io.tandem.manager;

import io.tandem.codec.Codecs;
import io.tandem.queue.QueueOptions;
import io.tandem.queue.SharedQueue;
import io.tandem.sync.RobustLock;
import io.tandem.sync.SharedBarrier;
import io.tandem.sync.SharedCondition;
import io.tandem.sync.SharedEvent;
import io.tandem.sync.SharedLock;
import io.tandem.sync.SharedReentrantLock;
import io.tandem.sync.SharedSemaphore;
import io.tandem.value.SharedDouble;
import io.tandem.value.SharedDoubleArray;
import io.tandem.value.SharedIntArray;
import io.tandem.value.SharedLong;
import io.tandem.value.SharedLongArray;
import io.tandem.value.SharedValue;
import java.nio.file.Path;

/**
 * What a {@link Manager} offers besides managed objects: ordinary shared things, made in its directory. The server has no part
 * in them, so they survive it; locks pass on when their holder dies. With a name: made, or attached to if it is there.
 */
abstract class SharedThings {
    SharedThings() {}

    /** A path that nobody else has. */
    abstract Path fresh(String kind);

    abstract Path named(String name);

    public SharedLock newLock() {
        return SharedLock.create(fresh("lock"));
    }

    public SharedLock lock(String name) {
        return SharedLock.createOrAttach(named(name));
    }

    public SharedReentrantLock newReentrantLock() {
        return SharedReentrantLock.create(fresh("rlock"));
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

    public SharedEvent event(String name) {
        return SharedEvent.createOrAttach(named(name));
    }

    public SharedBarrier newBarrier(int parties) {
        return SharedBarrier.create(fresh("barrier"), parties);
    }

    public SharedBarrier barrier(String name, int parties) {
        return SharedBarrier.createOrAttach(named(name), parties);
    }

    public <E> SharedQueue<E> newQueue(Class<E> type) {
        return newQueue(type, QueueOptions.DEFAULT);
    }

    public <E> SharedQueue<E> newQueue(Class<E> type, QueueOptions options) {
        return SharedQueue.create(fresh("queue"), type, options);
    }

    public <E> SharedQueue<E> queue(String name, Class<E> type) {
        return SharedQueue.createOrAttach(named(name), Codecs.of(type), QueueOptions.DEFAULT);
    }

    public SharedLong newLong(long value) {
        return SharedLong.create(fresh("long"), value);
    }

    public SharedLong sharedLong(String name, long initial) {
        return SharedLong.createOrAttach(named(name), initial);
    }

    public SharedDouble newDouble(double value) {
        return SharedDouble.create(fresh("double"), value);
    }

    public <T> SharedValue<T> newValue(Class<T> type, T value) {
        return SharedValue.create(fresh("value"), type, value);
    }

    public SharedIntArray newIntArray(int... values) {
        return SharedIntArray.create(fresh("ints"), values);
    }

    public SharedLongArray newLongArray(long... values) {
        return SharedLongArray.create(fresh("longs"), values);
    }

    public SharedDoubleArray newDoubleArray(double... values) {
        return SharedDoubleArray.create(fresh("doubles"), values);
    }
}
