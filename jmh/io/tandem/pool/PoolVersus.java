package io.tandem.pool;

import io.tandem.Tandem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * No-op tasks through a pool of two workers, beside Python's {@code multiprocessing.Pool}, in turns; whoever has no turn is
 * stopped. Prints nanoseconds per task and Python's time divided by ours. Arguments: the number of
 * rounds, and a wait policy if not all.
 */
public final class PoolVersus {
    private static final int WORKERS = 2;
    /** Rounds, until the JIT compilers of all three JVMs are done. */
    private static final int WARM_UP = 40;

    private static final List<Measure> MEASURES = List.of(
            new Measure("calls", 40_000, 4_000),
            new Measure("map", 100_000, 100_000),
            new Measure("trip", 4_000, 1_000),
            new Measure("kib", 20_000, 4_000));

    private static final String PYTHON = """
            import sys, time, multiprocessing
            def f(x): return x
            pool = multiprocessing.Pool(2)
            pool.map(f, range(100))
            print('ready', flush=True)
            kib = bytes(1024)
            while True:
                line = sys.stdin.readline()
                if not line: break
                what, n = line.split()[0], int(line.split()[1])
                start = time.perf_counter_ns()
                if what == 'calls':
                    for r in [pool.apply_async(f, (i,)) for i in range(n)]: r.get()
                elif what == 'map': pool.map(f, range(n))
                elif what == 'trip':
                    for i in range(n): pool.apply(f, (i,))
                else:
                    for r in [pool.apply_async(f, (kib,)) for i in range(n)]: r.get()
                print((time.perf_counter_ns() - start) / n, flush=True)
            pool.terminate()
            """;

    private record Measure(String name, int ours, int python) {}

    private PoolVersus() {}

    /** The side that is measured, in a JVM of its own: reads what to do, prints nanoseconds per task. */
    public static final class Side {
        public static void main(String[] arguments) throws Exception {
            BufferedReader commands = new BufferedReader(new InputStreamReader(System.in));
            try (Tandem tandem = Tandem.open();
                    ProcessPool pool = tandem.newPool(WORKERS)) {
                while (pool.pids().size() < WORKERS) {
                    pool.apply(n -> n, 1);
                }
                System.out.println("ready "
                        + String.join(
                                " ", pool.pids().stream().map(String::valueOf).toList()));
                for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                    String[] words = line.split(" ");
                    int count = Integer.parseInt(words[1]);
                    long start = System.nanoTime();
                    run(pool, words[0], count);
                    System.out.println((System.nanoTime() - start) / (double) count);
                }
            }
        }

        private static void run(ProcessPool pool, String what, int count) throws Exception {
            PoolFunction<Object, Object> same = Side::same;
            switch (what) {
                case "calls" -> all(pool, IntStream.range(0, count).boxed().toArray());
                case "map" -> pool.map(same, IntStream.range(0, count).boxed().toList());
                case "trip" -> {
                    for (int i = 0; i < count; i++) {
                        pool.apply(same, i);
                    }
                }
                default -> {
                    Object[] bytes = new Object[count];
                    Arrays.fill(bytes, new byte[1024]);
                    all(pool, bytes);
                }
            }
        }

        private static Object same(Object value) {
            return value;
        }

        private static void all(ProcessPool pool, Object[] values) throws Exception {
            PoolFunction<Object, Object> same = Side::same;
            List<AsyncResult<Object>> results = new ArrayList<>(values.length);
            for (Object value : values) {
                results.add(pool.applyAsync(same, value));
            }
            for (AsyncResult<Object> result : results) {
                result.get();
            }
        }
    }

    /** One of the processes that take turns. */
    private static final class Player implements AutoCloseable {
        private final Process process;
        private final BufferedReader output;
        private final List<String> pids = new ArrayList<>();

        Player(List<String> command) throws IOException {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            output = process.inputReader();
            String ready = output.readLine();
            pids.addAll(Arrays.asList(ready.split(" ")).subList(1, ready.split(" ").length));
            pids.add(Long.toString(process.pid()));
        }

        double measure(String what, int count) throws Exception {
            signal("CONT");
            process.getOutputStream().write((what + " " + count + "\n").getBytes());
            process.getOutputStream().flush();
            double nanos = Double.parseDouble(output.readLine());
            signal("STOP");
            return nanos;
        }

        private void signal(String name) throws Exception {
            List<String> command = new ArrayList<>(List.of("kill", "-" + name));
            command.addAll(pids);
            new ProcessBuilder(command).start().waitFor();
        }

        @Override
        public void close() throws Exception {
            signal("CONT");
            process.getOutputStream().close();
            process.waitFor();
        }
    }

    private static Player ours(String policy) throws IOException {
        return new Player(List.of(
                System.getProperty("java.home") + "/bin/java",
                "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
                "-Dio.tandem.wait=" + policy,
                "-cp",
                System.getProperty("java.class.path"),
                Side.class.getName()));
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 7;
        List<String> policies = arguments.length > 1 ? List.of(arguments[1]) : List.of("spin", "balanced", "park");
        for (String policy : policies) {
            try (Player ours = ours(policy);
                    Player python = python()) {
                for (Measure measure : MEASURES) {
                    System.out.println(line(policy, measure, rounds, ours, python));
                }
            }
        }
    }

    /** Null where there is no Python. */
    private static Player python() {
        try {
            return new Player(List.of("python3", "-c", PYTHON));
        } catch (IOException e) {
            return null;
        }
    }

    private static String line(String policy, Measure measure, int rounds, Player ours, Player python)
            throws Exception {
        double[] nanos = new double[rounds];
        double[] ratios = new double[rounds];
        for (int warm = 0; warm < WARM_UP; warm++) {
            ours.measure(measure.name, measure.ours);
        }
        for (int round = 0; round < rounds; round++) {
            nanos[round] = ours.measure(measure.name, measure.ours);
            ratios[round] = python == null ? Double.NaN : python.measure(measure.name, measure.python) / nanos[round];
        }
        Arrays.sort(nanos);
        Arrays.sort(ratios);
        return String.format(
                Locale.ROOT,
                "%-8s %-5s  ours %9.0f ns  Python/ours median %6.1f  worst %6.1f",
                policy,
                measure.name,
                nanos[rounds / 2],
                ratios[rounds / 2],
                ratios[0]);
    }
}
