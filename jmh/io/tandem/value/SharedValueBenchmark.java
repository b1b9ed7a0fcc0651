package io.tandem.value;

import io.tandem.Tandem;
import java.util.concurrent.TimeUnit;
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

/** A whole object, encoded and decoded each time: no peer in the JDK, and it allocates. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class SharedValueBenchmark {
    private static final String SMALL = "a small string";

    private Tandem tandem;
    private SharedValue<String> value;

    @Setup
    public void open() {
        tandem = Tandem.open();
        value = tandem.newValue(String.class, SMALL);
    }

    @TearDown
    public void close() {
        tandem.close();
    }

    @Benchmark
    public String get() {
        return value.get();
    }

    @Benchmark
    public void set() {
        value.set(SMALL);
    }
}
