package io.tandem;

import io.tandem.sync.SyncBenchmark;
import io.tandem.value.ArrayElementBenchmark;
import io.tandem.value.BulkCopyBenchmark;
import io.tandem.value.IntArrayElementBenchmark;
import io.tandem.value.SharedLongBenchmark;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs each benchmark {@code xOurs} against {@code xPeer}, in turns, each time in a fresh JVM, and prints one line per
 * pair: what counts on a noisy machine are ratios within a round. Arguments: a regular expression for the pairs, and
 * the number of rounds, as in {@code mvn test-compile exec:exec@ratios -Dratios="BulkCopy.get 7"}.
 */
public final class Ratios {
    private static final List<Class<?>> BENCHMARKS = List.of(
            SharedLongBenchmark.class,
            ArrayElementBenchmark.class,
            IntArrayElementBenchmark.class,
            BulkCopyBenchmark.class,
            SyncBenchmark.class);
    private static final String OURS = "Ours";
    private static final int ROUNDS = 7;

    private Ratios() {}

    private record Pair(Class<?> type, String operation, String parameter, String value) {
        String name() {
            String suffix = parameter == null ? "" : " " + value;
            return type.getSimpleName().replace("Benchmark", "") + "." + operation + suffix;
        }
    }

    /** One fork: nanoseconds and bytes allocated per operation. */
    private record Score(double nanos, double bytes) {}

    public static void main(String[] args) throws RunnerException {
        String wanted = args.length > 0 ? args[0] : ".*";
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : ROUNDS;
        System.out.printf(
                "%s %s, %d rounds%n", System.getProperty("java.vm.name"), System.getProperty("java.version"), rounds);
        System.out.printf(
                "%-32s %12s %12s %8s %8s %8s%n", "operation", "ours ns", "peer ns", "median", "worst", "B/op");
        for (Pair pair : pairs()) {
            if (pair.name().matches(".*(" + wanted + ").*")) {
                System.out.println(line(pair, rounds));
            }
        }
    }

    private static List<Pair> pairs() {
        List<Pair> pairs = new ArrayList<>();
        for (Class<?> type : BENCHMARKS) {
            for (Method method : type.getDeclaredMethods()) {
                String name = method.getName();
                if (method.isAnnotationPresent(Benchmark.class) && name.endsWith(OURS)) {
                    addAll(pairs, type, name.substring(0, name.length() - OURS.length()));
                }
            }
        }
        pairs.sort(Comparator.comparing(pair -> BENCHMARKS.indexOf(pair.type())));
        return pairs;
    }

    private static void addAll(List<Pair> pairs, Class<?> type, String operation) {
        boolean varies = false;
        for (Field field : type.getDeclaredFields()) {
            if (field.isAnnotationPresent(Param.class)) {
                varies = true;
                for (String value : field.getAnnotation(Param.class).value()) {
                    pairs.add(new Pair(type, operation, field.getName(), value));
                }
            }
        }
        if (!varies) {
            pairs.add(new Pair(type, operation, null, null));
        }
    }

    private static String line(Pair pair, int rounds) throws RunnerException {
        double[] ours = new double[rounds];
        double[] peer = new double[rounds];
        double[] ratios = new double[rounds];
        double bytes = Double.MAX_VALUE; // the harness allocates too, now and then: the least counts
        for (int round = 0; round < rounds; round++) {
            boolean oursFirst = round % 2 == 0;
            Score first = fork(pair, oursFirst ? OURS : "Peer");
            Score second = fork(pair, oursFirst ? "Peer" : OURS);
            Score mine = oursFirst ? first : second;
            ours[round] = mine.nanos();
            peer[round] = (oursFirst ? second : first).nanos();
            ratios[round] = ours[round] / peer[round];
            bytes = Math.min(bytes, mine.bytes());
        }
        Arrays.sort(ours);
        Arrays.sort(peer);
        Arrays.sort(ratios);
        return String.format(
                "%-32s %12.2f %12.2f %8.2f %8.2f %8.2f",
                pair.name(), ours[rounds / 2], peer[rounds / 2], ratios[rounds / 2], ratios[rounds - 1], bytes);
    }

    private static Score fork(Pair pair, String side) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + pair.type().getName().replace(".", "\\.") + "\\." + pair.operation() + side + "$")
                .forks(1)
                .warmupIterations(3)
                .warmupTime(TimeValue.milliseconds(200))
                .measurementIterations(3)
                .measurementTime(TimeValue.milliseconds(300))
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true);
        if (pair.parameter() != null) {
            options.param(pair.parameter(), pair.value());
        }
        RunResult result = new Runner(options.build()).runSingle();
        Result<?> allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
        return new Score(result.getPrimaryResult().getScore(), allocated.getScore());
    }
}
