package io.tandem.manager;

import io.tandem.Tandem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Calls on a map in another process, put and get in turn, one client, one call at a time: {@code manager.dict()}, Python's
 * {@code Manager().dict()} if there is a python3, and a map behind RMI on this machine. They take turns; ratios are of one turn.
 */
public final class ManagerVersus {
    private static final int ROUNDS = 11;
    private static final int CALLS = 20_000;
    private static final int PYTHON_CALLS = 4_000;

    private static final String PYTHON = """
            import sys, time
            from multiprocessing import Manager
            if __name__ == '__main__':
                with Manager() as manager:
                    d = manager.dict()
                    print('ready', flush=True)
                    for line in sys.stdin:
                        n = int(line)
                        times = []
                        begin = time.perf_counter_ns()
                        for i in range(n // 2):
                            a = time.perf_counter_ns()
                            d['key'] = i
                            b = time.perf_counter_ns()
                            d['key']
                            c = time.perf_counter_ns()
                            times.append(b - a)
                            times.append(c - b)
                        total = time.perf_counter_ns() - begin
                        times.sort()
                        print(total / n, times[n // 2], flush=True)
            """;

    private ManagerVersus() {}

    /** Nanoseconds per call: mean and median of a turn. */
    record Turn(double mean, double median) {}

    /** One of those that are compared. */
    interface Contestant {
        Turn run() throws Exception;
    }

    /** A map whose calls can fail. */
    interface Calls {
        void put(String key, Integer value) throws Exception;

        Integer get(String key) throws Exception;
    }

    private static Turn turn(Calls map) throws Exception {
        long[] times = new long[CALLS];
        long begin = System.nanoTime();
        long before = begin;
        for (int i = 0; i < CALLS; i += 2) {
            map.put("key", i);
            long between = System.nanoTime();
            if (map.get("key") != i) {
                throw new AssertionError("another value");
            }
            long after = System.nanoTime();
            times[i] = between - before;
            times[i + 1] = after - between;
            before = after;
        }
        double mean = (before - begin) / (double) CALLS;
        Arrays.sort(times);
        return new Turn(mean, times[CALLS / 2]);
    }

    private static Calls managed(Map<String, Integer> map) {
        return new Calls() {
            @Override
            public void put(String key, Integer value) {
                map.put(key, value);
            }

            @Override
            public Integer get(String key) {
                return map.get(key);
            }
        };
    }

    private static Calls remote(RmiMap.Face map) {
        return new Calls() {
            @Override
            public void put(String key, Integer value) throws Exception {
                map.put(key, value);
            }

            @Override
            public Integer get(String key) throws Exception {
                return map.get(key);
            }
        };
    }

    private static Contestant python() {
        try {
            Process process = new ProcessBuilder("python3", "-c", PYTHON)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
            BufferedReader answers = process.inputReader();
            Writer orders = process.outputWriter();
            if (!"ready".equals(answers.readLine())) {
                return null;
            }
            return () -> {
                orders.write(PYTHON_CALLS + "\n");
                orders.flush();
                String[] words = answers.readLine().split(" ");
                return new Turn(Double.parseDouble(words[0]), Double.parseDouble(words[1]));
            };
        } catch (IOException none) {
            return null;
        }
    }

    public static void main(String[] arguments) throws Exception {
        try (Tandem tandem = Tandem.open();
                Manager manager = tandem.newManager();
                RmiMap rmi = RmiMap.start(tandem)) {
            Map<String, Contestant> all = new LinkedHashMap<>();
            ManagedMap<String, Integer> map = manager.dict();
            all.put("tandem", () -> turn(managed(map)));
            all.put("rmi", () -> turn(remote(rmi.face())));
            Contestant python = python();
            if (python == null) {
                System.out.println("SKIPPED PYTHON: no python3 here");
            } else {
                all.put("python", python);
            }
            Map<String, List<Turn>> turns = new LinkedHashMap<>();
            for (int round = -4; round < ROUNDS; round++) {
                for (Map.Entry<String, Contestant> each : all.entrySet()) {
                    Turn turn = each.getValue().run();
                    if (round >= 0) {
                        turns.computeIfAbsent(each.getKey(), name -> new ArrayList<>())
                                .add(turn);
                    }
                }
            }
            turns.forEach((name, of) -> report(name, of, turns.get("tandem")));
        }
    }

    private static void report(String name, List<Turn> turns, List<Turn> ours) {
        double[] means = new double[ROUNDS];
        double[] medians = new double[ROUNDS];
        double[] rates = new double[ROUNDS];
        double[] ratios = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            means[i] = turns.get(i).mean();
            medians[i] = turns.get(i).median();
            rates[i] = turns.get(i).mean() / ours.get(i).mean();
            ratios[i] = turns.get(i).median() / ours.get(i).median();
        }
        for (double[] each : List.of(means, medians, rates, ratios)) {
            Arrays.sort(each);
        }
        int middle = ROUNDS / 2;
        System.out.printf(
                Locale.ROOT,
                "%-7s calls/s %9.0f   median call %9.0f ns   calls/s of tandem: median %.1f, worst %.1f times"
                        + "   median call of tandem: 1/%.1f, worst 1/%.1f%n",
                name,
                1e9 / means[middle],
                medians[middle],
                rates[middle],
                rates[0],
                ratios[middle],
                ratios[0]);
    }
}
