package io.tandem.process;

import io.tandem.Tandem;
import io.tandem.value.SharedLong;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * From {@code start()} to the first line of a child's task, beside {@code java Hello} with the same flags, in turns. All
 * processes of a machine read the same monotonic clock.
 */
public final class ChildStart {
    private static final int ROUNDS = 21;

    private ChildStart() {}

    /** The least a JVM can do: say when. */
    public static final class Hello {
        public static void main(String[] arguments) {
            System.out.println(System.nanoTime());
        }
    }

    public static void main(String[] arguments) throws Exception {
        double[] bare = new double[ROUNDS];
        double[] child = new double[ROUNDS];
        try (Tandem tandem = Tandem.open()) {
            SharedLong first = tandem.newLong(0);
            for (int round = 0; round < ROUNDS; round++) {
                bare[round] = bare();
                long start = System.nanoTime();
                tandem.start(() -> first.set(System.nanoTime())).join();
                child[round] = (first.get() - start) / 1e6;
            }
        }
        double[] ratios = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            ratios[round] = child[round] / bare[round];
        }
        Arrays.sort(bare);
        Arrays.sort(child);
        Arrays.sort(ratios);
        int middle = ROUNDS / 2;
        System.out.printf("java Hello, same flags   min %.0f ms  median %.0f ms%n", bare[0], bare[middle]);
        System.out.printf("start() to the task      min %.0f ms  median %.0f ms%n", child[0], child[middle]);
        System.out.printf("ratio                    median %.2f  worst %.2f%n", ratios[middle], ratios[ROUNDS - 1]);
    }

    private static double bare() throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(JvmFlags.inherited());
        command.addAll(JvmFlags.required("ALL-UNNAMED"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Hello.class.getName()));
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command).start();
        try (BufferedReader output = process.inputReader()) {
            long first = Long.parseLong(output.readLine());
            process.waitFor();
            return (first - start) / 1e6;
        }
    }
}
