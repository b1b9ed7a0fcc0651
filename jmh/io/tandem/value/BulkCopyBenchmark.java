package io.tandem.value;

import io.tandem.Tandem;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Blocks between a Java array and a shared array, against {@link System#arraycopy} between two Java arrays. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class BulkCopyBenchmark {
    @Param({"1024", "65536", "1048576"})
    public int bytes;

    private Tandem tandem;
    private SharedLongArray ours;
    private long[] peer;
    private long[] array;

    @Setup
    public void open() {
        tandem = Tandem.open();
        peer = new long[bytes / Long.BYTES];
        array = new long[peer.length];
        Arrays.setAll(array, i -> i);
        ours = tandem.newLongArray((long) peer.length);
    }

    @TearDown
    public void close() {
        tandem.close();
    }

    @Benchmark
    public long[] getOurs() {
        ours.get(0, array);
        return array;
    }

    @Benchmark
    public long[] getPeer() {
        System.arraycopy(peer, 0, array, 0, array.length);
        return array;
    }

    @Benchmark
    public SharedLongArray setOurs() {
        ours.set(0, array);
        return ours;
    }

    @Benchmark
    public long[] setPeer() {
        System.arraycopy(array, 0, peer, 0, array.length);
        return peer;
    }

    @Benchmark
    public SharedLongArray fillOurs() {
        ours.fill(7);
        return ours;
    }

    @Benchmark
    public long[] fillPeer() {
        Arrays.fill(peer, 7);
        return peer;
    }
}
