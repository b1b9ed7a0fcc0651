package io.tandem.sync;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.agrona.IoUtil;

/**
 * Locks between processes, in turns: each contestant has two processes that live through the whole run and do nothing but
 * wait when it is not their turn. First one of them alone locks, adds one to a shared counter and unlocks; then both at
 * once. The counter must come out right. Prints medians, and ratios of what ran in the same round.
 *
 * <p>{@code mvn test-compile exec:exec@measure -Dmeasure=io.tandem.sync.LockVersus}
 */
public final class LockVersus {
    private static final int ROUNDS = 15;
    private static final int TURN_MILLIS = 200;
    /** An order to say how much was counted. */
    static final int COUNTER = -1;

    private LockVersus() {}

    /** Who takes part; the last word of the command of its processes says what each does. */
    enum Contestant {
        OURS("SharedLock"),
        REENTRANT("SharedReentrantLock"),
        FAIR("SharedLock, fair"),
        JDK("ReentrantLock"),
        C("C robust mutex"),
        FILE("FileChannel.lock");

        final String title;

        Contestant(String title) {
            this.title = title;
        }

        boolean crossesProcesses() {
            return this != JDK;
        }
    }

    /** One process, told by a line how many milliseconds to work; answers how often it locked, and what it counted. */
    private static final class Worker {
        private final Process process;
        private final BufferedReader answers;
        private final Writer orders;
        private long done;

        Worker(List<String> command) throws IOException {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            answers = process.inputReader();
            orders = process.outputWriter();
            answer();
        }

        void order(int millis) throws IOException {
            orders.write(millis + "\n");
            orders.flush();
        }

        long answer() throws IOException {
            String line = answers.readLine();
            if (line == null) {
                throw new IOException("a worker ended: " + process.info().commandLine());
            }
            return Long.parseLong(line.trim());
        }
    }

    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createTempDirectory(Path.of("/dev/shm"), "locks");
        Map<Contestant, List<Worker>> workers = new EnumMap<>(Contestant.class);
        try {
            for (Contestant each : Contestant.values()) {
                List<Worker> pair = start(each, directory);
                if (pair.isEmpty()) {
                    System.out.println("without " + each.title + ": no cc here");
                } else {
                    workers.put(each, pair);
                }
            }
            run(workers);
        } finally {
            workers.values().forEach(pair -> pair.forEach(worker -> worker.process.destroyForcibly()));
            workers.values()
                    .forEach(pair ->
                            pair.forEach(worker -> worker.process.onExit().join()));
            IoUtil.delete(directory.toFile(), true);
        }
    }

    private static List<Worker> start(Contestant contestant, Path directory) throws IOException {
        List<Worker> pair = new ArrayList<>();
        Path file = directory.resolve(contestant.name());
        String program = contestant == Contestant.C ? RobustMutex.compile(directory) : null;
        if (contestant == Contestant.C && program == null) {
            return pair;
        }
        for (int number = 0; number < 2; number++) {
            List<String> command = new ArrayList<>(List.of("taskset", "-c", "" + number));
            if (program != null) {
                command.addAll(List.of(program, file.toString(), "" + number));
            } else {
                command.addAll(List.of(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockWorker.class.getName(),
                        contestant.name(),
                        file.toString()));
            }
            pair.add(new Worker(command));
        }
        return pair;
    }

    private static void run(Map<Contestant, List<Worker>> workers) throws IOException {
        Map<Contestant, double[]> alone = new EnumMap<>(Contestant.class);
        Map<Contestant, double[]> both = new EnumMap<>(Contestant.class);
        for (Contestant each : workers.keySet()) {
            alone.put(each, new double[ROUNDS]);
            both.put(each, new double[ROUNDS]);
            turn(workers.get(each).subList(0, 1), 2_000); // warm up
            if (each.crossesProcesses()) {
                turn(workers.get(each), 1_000);
            }
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (Contestant each : workers.keySet()) {
                alone.get(each)[round] =
                        1e6 * TURN_MILLIS / turn(workers.get(each).subList(0, 1), TURN_MILLIS);
                if (each.crossesProcesses()) {
                    both.get(each)[round] = turn(workers.get(each), TURN_MILLIS) / (1e3 * TURN_MILLIS);
                }
            }
        }
        workers.forEach(LockVersus::check);
        print("alone, ns for lock and unlock", alone);
        both.remove(Contestant.JDK);
        print("two processes, millions of locks per second", both);
    }

    /** What both did is what they counted: nobody was ever inside together with another. */
    private static void check(Contestant contestant, List<Worker> pair) {
        try {
            pair.get(0).order(COUNTER);
            long counted = pair.get(0).answer();
            long done = pair.stream().mapToLong(worker -> worker.done).sum();
            if (counted != done) {
                throw new IllegalStateException(contestant.title + " counted " + counted + " of " + done);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double turn(List<Worker> workers, int millis) throws IOException {
        for (Worker worker : workers) {
            worker.order(millis);
        }
        double sum = 0;
        for (Worker worker : workers) {
            long done = worker.answer();
            worker.done += done;
            sum += done;
        }
        return sum;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static void print(String title, Map<Contestant, double[]> figures) {
        System.out.printf("%n%s: median (least to most), ours / theirs, median (least to most)%n", title);
        double[] ours = figures.get(Contestant.OURS);
        figures.forEach((each, values) -> {
            double[] ratios = new double[values.length];
            Arrays.setAll(ratios, i -> ours[i] / values[i]);
            System.out.printf(
                    "  %-20s %s   %s%n", each.title, spread(values), each == Contestant.OURS ? "" : spread(ratios));
        });
    }

    private static String spread(double[] values) {
        return String.format(
                "%9.2f (%.2f to %.2f)",
                median(values),
                Arrays.stream(values).min().orElse(0),
                Arrays.stream(values).max().orElse(0));
    }

    static long deadline(int millis) {
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
