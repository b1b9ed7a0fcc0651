package io.tandem.sync;

import io.tandem.Tandem;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What nobody else wants at the moment: taken and given back, beside the JDK's for threads. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class SyncBenchmark {
    private final ReentrantLock jdkLock = new ReentrantLock();
    private final Semaphore jdkSemaphore = new Semaphore(4);
    private Tandem tandem;
    private SharedLock lock;
    private SharedReentrantLock reentrant;
    private SharedLock fair;
    private SharedSemaphore semaphore;

    @Setup
    public void open() {
        tandem = Tandem.open();
        lock = tandem.newLock();
        reentrant = tandem.newReentrantLock();
        fair = tandem.newLock(LockOptions.DEFAULT.fair());
        semaphore = tandem.newSemaphore(4);
    }

    @TearDown
    public void close() {
        tandem.close();
    }

    @Benchmark
    public void lockOurs() {
        lock.lock();
        lock.unlock();
    }

    @Benchmark
    public void lockPeer() {
        jdkLock.lock();
        jdkLock.unlock();
    }

    @Benchmark
    public void guardOurs() {
        try (LockGuard held = lock.acquire()) {
            // nothing
        }
    }

    @Benchmark
    public void guardPeer() {
        lockPeer();
    }

    @Benchmark
    public void reentrantOurs() {
        reentrant.lock();
        reentrant.unlock();
    }

    @Benchmark
    public void reentrantPeer() {
        lockPeer();
    }

    @Benchmark
    public void fairOurs() {
        fair.lock();
        fair.unlock();
    }

    @Benchmark
    public void fairPeer() {
        lockPeer();
    }

    @Benchmark
    public void semaphoreOurs() {
        semaphore.tryAcquire();
        semaphore.release();
    }

    @Benchmark
    public void semaphorePeer() {
        jdkSemaphore.tryAcquire();
        jdkSemaphore.release();
    }
}
