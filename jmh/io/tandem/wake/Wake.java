package io.tandem.wake;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.agrona.IoUtil;

/**
 * Round trips of eight bytes between two processes that sleep until they are woken, in turns of 0.3 s; then what a JVM
 * costs that only waits. Arguments: rounds, whether the two are {@code apart} on two cores or {@code together} on one.
 */
public final class Wake {
    private static final long TURN_NANOS = 300_000_000;
    private static final long SETTLE_SECONDS = 5;
    private static final long IDLE_SECONDS = 20;
    private static final Path PROGRAM_TEXT = Path.of("jmh", "io", "tandem", "wake", "futex.c");

    private Wake() {}

    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 9;
        boolean apart = arguments.length < 2 || arguments[1].equals("apart");
        roundTrips(rounds, apart);
        idle();
    }

    private static void roundTrips(int rounds, boolean apart) throws Exception {
        Path built = Couple.directory();
        Map<Way, Couple> couples = new EnumMap<>(Way.class);
        Map<Way, List<long[]>> turns = new EnumMap<>(Way.class);
        try {
            Path program = compile(built.resolve("futex"));
            for (Way way : Way.values()) {
                if (way != Way.FUTEX_IN_C || program != null) {
                    couples.put(way, new Couple(way, program, apart, TURN_NANOS));
                    turns.put(way, new ArrayList<>());
                }
            }
            for (int round = 0; round < rounds; round++) {
                for (Way way : couples.keySet()) {
                    turns.get(way).add(couples.get(way).turn());
                }
            }
        } finally {
            couples.values().forEach(Couple::close);
            IoUtil.delete(built.toFile(), true);
        }
        System.out.printf(
                "JDK %s, %d rounds, on %s%n%-12s %10s %10s %14s %10s%n",
                Runtime.version(),
                rounds,
                apart ? "two cores" : "one core",
                "",
                "median us",
                "p99 us",
                "to Unix median",
                "worst");
        turns.forEach((way, list) -> print(way, list, turns.get(Way.UNIX)));
    }

    private static void print(Way way, List<long[]> turns, List<long[]> unix) {
        double[] ratios = new double[turns.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = (double) turns.get(i)[0] / unix.get(i)[0];
        }
        Arrays.sort(ratios);
        System.out.printf(
                "%-12s %10.2f %10.2f %14.2f %10.2f%n",
                way,
                median(turns, 0) / 1000.0,
                median(turns, 1) / 1000.0,
                ratios[ratios.length / 2],
                ratios[ratios.length - 1]);
    }

    private static long median(List<long[]> turns, int column) {
        return turns.stream().mapToLong(turn -> turn[column]).sorted().toArray()[turns.size() / 2];
    }

    /** Null, with a message, where there is no compiler. */
    private static Path compile(Path program) throws IOException, InterruptedException {
        try {
            Process cc = new ProcessBuilder("cc", "-O2", "-o", program.toString(), PROGRAM_TEXT.toString())
                    .inheritIO()
                    .start();
            return cc.waitFor() == 0 ? program : null;
        } catch (IOException none) {
            System.out.println("FUTEX_IN_C is left out: " + none.getMessage());
            return null;
        }
    }

    /** All of them at once: each sleeps nearly always. */
    private static void idle() throws Exception {
        List<Process> processes = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<Path> directories = new ArrayList<>();
        try {
            for (boolean noFutex : new boolean[] {false, true}) {
                for (Way way : Way.values()) {
                    if (way.isOurs() || way == Way.UNIX && !noFutex) {
                        Path directory = Couple.directory();
                        directories.add(directory);
                        List<String> command = new ArrayList<>(Couple.java("-Dio.tandem.noFutex=" + noFutex));
                        command.addAll(List.of("answer", way.name(), directory.toString(), "0"));
                        processes.add(new ProcessBuilder(command)
                                .redirectOutput(Redirect.DISCARD)
                                .redirectError(Redirect.INHERIT)
                                .start());
                        names.add(way + (noFutex ? " without futex" : ""));
                    }
                }
            }
            TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
            double[] before = used(processes);
            long start = System.nanoTime();
            TimeUnit.SECONDS.sleep(IDLE_SECONDS);
            double[] after = used(processes);
            double nanos = System.nanoTime() - start;
            System.out.println("a JVM that waits, per cent of a core");
            for (int i = 0; i < names.size(); i++) {
                System.out.printf("%-24s %6.2f%n", names.get(i), 100 * (after[i] - before[i]) / nanos);
            }
        } finally {
            processes.forEach(Process::destroyForcibly);
            processes.forEach(process -> process.onExit().join());
            directories.forEach(directory -> IoUtil.delete(directory.toFile(), true));
        }
    }

    /** Nanoseconds of all threads of each on a processor. */
    private static double[] used(List<Process> processes) throws IOException {
        double[] sums = new double[processes.size()];
        for (int i = 0; i < sums.length; i++) {
            try (Stream<Path> threads =
                    Files.list(Path.of("/proc/" + processes.get(i).pid() + "/task"))) {
                for (Path thread : threads.toList()) {
                    sums[i] += Double.parseDouble(
                            Files.readString(thread.resolve("schedstat")).split(" ")[0]);
                }
            }
        }
        return sums;
    }
}
