package io.tandem.value;

import io.tandem.Tandem;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One element at a varying index of an array that fits in the first cache, against {@link AtomicLongArray}. Loops over
 * the whole array, so that no overhead of the harness hides the price of our checks.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(ArrayElementBenchmark.LENGTH)
@Fork(3)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class ArrayElementBenchmark {
    static final int LENGTH = 1024;
    private static final int STRIDE = 7;

    private Tandem tandem;
    private SharedLongArray ours;
    private AtomicLongArray peer;

    @Setup
    public void open() {
        tandem = Tandem.open();
        ours = tandem.newLongArray((long) LENGTH);
        peer = new AtomicLongArray(LENGTH);
    }

    @TearDown
    public void close() {
        tandem.close();
    }

    private static int index(int i) {
        return i * STRIDE & LENGTH - 1;
    }

    @Benchmark
    public long getOurs() {
        long sum = 0;
        for (int i = 0; i < LENGTH; i++) {
            sum += ours.get(index(i));
        }
        return sum;
    }

    @Benchmark
    public long getPeer() {
        long sum = 0;
        for (int i = 0; i < LENGTH; i++) {
            sum += peer.get(index(i));
        }
        return sum;
    }

    @Benchmark
    public long getPlainOurs() {
        long sum = 0;
        for (int i = 0; i < LENGTH; i++) {
            sum += ours.getPlain(index(i));
        }
        return sum;
    }

    @Benchmark
    public long getPlainPeer() {
        long sum = 0;
        for (int i = 0; i < LENGTH; i++) {
            sum += peer.getPlain(index(i));
        }
        return sum;
    }

    @Benchmark
    public void setOurs() {
        for (int i = 0; i < LENGTH; i++) {
            ours.set(index(i), i);
        }
    }

    @Benchmark
    public void setPeer() {
        for (int i = 0; i < LENGTH; i++) {
            peer.set(index(i), i);
        }
    }

    @Benchmark
    public long getAndAddOurs() {
        long sum = 0;
        for (int i = 0; i < LENGTH; i++) {
            sum += ours.getAndAdd(index(i), 3);
        }
        return sum;
    }

    @Benchmark
    public long getAndAddPeer() {
        long sum = 0;
        for (int i = 0; i < LENGTH; i++) {
            sum += peer.getAndAdd(index(i), 3);
        }
        return sum;
    }
}
