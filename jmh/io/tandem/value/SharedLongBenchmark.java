package io.tandem.value;

import io.tandem.Tandem;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
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

/** A shared long against an {@link AtomicLong}; with {@code -t 2} both are contended. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class SharedLongBenchmark {
    private Tandem tandem;
    private SharedLong ours;
    private AtomicLong peer;

    @Setup
    public void open() {
        tandem = Tandem.open();
        ours = tandem.newLong(1);
        peer = new AtomicLong(1);
    }

    @TearDown
    public void close() {
        tandem.close();
    }

    @Benchmark
    public long getOurs() {
        return ours.get();
    }

    @Benchmark
    public long getPeer() {
        return peer.get();
    }

    @Benchmark
    public void setOurs() {
        ours.set(7);
    }

    @Benchmark
    public void setPeer() {
        peer.set(7);
    }

    @Benchmark
    public long getAndAddOurs() {
        return ours.getAndAdd(3);
    }

    @Benchmark
    public long getAndAddPeer() {
        return peer.getAndAdd(3);
    }

    @Benchmark
    public boolean compareAndSetOurs() {
        return ours.compareAndSet(1, 1);
    }

    @Benchmark
    public boolean compareAndSetPeer() {
        return peer.compareAndSet(1, 1);
    }
}
