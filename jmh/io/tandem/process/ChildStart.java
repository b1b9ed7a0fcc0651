package io.tandem.process;

import io.tandem.Tandem;
import io.tandem.value.SharedLong;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * From {@code start()} to the first line of a child's task: cold, cold with a class archive, warm; beside {@code java
 * Hello}, and Python's fork and spawn of an equally small program, in turns. Twice: one soon after the other, and each
 * after two seconds of rest, when caches are cold. All processes of a machine read the same monotonic clock. Runs itself
 * again as an ordinary program would: without flags, which its children would inherit, and from jars, for only jars can be
 * archived, those that every program with Tandem has. Its static fields are constants: a child initializes the class of its
 * task, and a pattern here took it five milliseconds.
 */
public final class ChildStart {
    private static final int SOON_ROUNDS = 41;
    private static final int RESTED_ROUNDS = 15;
    private static final String HELLO = "java Hello";
    private static final String SPAWN = "Python spawn";
    private static final double SOON_SECONDS = 0.3;
    private static final double REST_SECONDS = 2;
    private static final String NO_ARCHIVE = "-Xshare:auto";
    private static final String PYTHON = """
            import multiprocessing, sys, time
            def first(seen): seen.value = time.monotonic_ns()
            if __name__ == '__main__':
                context = multiprocessing.get_context(sys.argv[1])
                seen = context.Value('q', 0)
                for i in range(2):
                    time.sleep(float(sys.argv[2]) * i)
                    start = time.monotonic_ns()
                    child = context.Process(target=first, args=(seen,)); child.start(); child.join()
                print((seen.value - start) / 1e6)
            """;

    private ChildStart() {}

    /** The least a JVM can do: say when. */
    public static final class Hello {
        public static void main(String[] arguments) {
            System.out.println(System.nanoTime());
        }
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("tandem-start");
        if (arguments.length == 0) {
            System.exit(again(folder));
        }
        Path script = Files.writeString(folder.resolve("start.py"), PYTHON);
        try (Tandem cold = Tandem.open();
                Tandem warm = Tandem.open()) {
            SharedLong first = cold.newLong(0);
            SharedLong firstWarm = warm.newLong(0);
            warm.keepWarm(1);
            cold.start(() -> {}).join();
            TimeUnit.SECONDS.sleep(15); // the archive is built
            for (double rest : new double[] {SOON_SECONDS, REST_SECONDS}) {
                System.out.printf("each after %.1f s:%n", rest);
                Map<String, Callable<Double>> rows = new LinkedHashMap<>();
                rows.put(HELLO, ChildStart::bare);
                rows.put("cold, no archive", () -> start(cold.process().jvmFlags(NO_ARCHIVE), first));
                rows.put("cold, archive", () -> start(cold.process(), first));
                if (rest == REST_SECONDS) { // a spare is ready by then, and disturbs nobody
                    rows.put("warm", () -> start(warm.process(), firstWarm));
                }
                rows.put("Python fork", () -> python(script, "fork", rest));
                rows.put(SPAWN, () -> python(script, "spawn", rest));
                print(rows, rest);
            }
        }
    }

    private static void print(Map<String, Callable<Double>> rows, double rest) throws Exception {
        int rounds = rest == REST_SECONDS ? RESTED_ROUNDS : SOON_ROUNDS;
        Map<String, double[]> times = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (Map.Entry<String, Callable<Double>> row : rows.entrySet()) {
                TimeUnit.MILLISECONDS.sleep((long) (1e3 * rest));
                times.computeIfAbsent(row.getKey(), name -> new double[rounds])[round] =
                        row.getValue().call();
            }
        }
        times.forEach((name, all) -> {
            double[] sorted = sorted(all);
            System.out.printf(
                    "%-18s min %6.1f ms  median %6.1f ms  worst %6.1f ms  of its round's Hello %5.2f, spawn %5.2f%n",
                    name,
                    sorted[0],
                    sorted[rounds / 2],
                    sorted[rounds - 1],
                    ratio(all, times.get(HELLO)),
                    ratio(all, times.get(SPAWN)));
        });
    }

    private static double[] sorted(double[] all) {
        double[] sorted = all.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    /** The median: the machine is fast in one minute and slow in the next, but seldom within a round. */
    private static double ratio(double[] all, double[] others) {
        double[] ratios = new double[all.length];
        Arrays.setAll(ratios, round -> all[round] / others[round]);
        return sorted(ratios)[ratios.length / 2];
    }

    private static double start(ChildProcess child, SharedLong first) throws InterruptedException {
        long start = System.nanoTime();
        child.start(() -> first.set(System.nanoTime())).join();
        return (first.get() - start) / 1e6;
    }

    private static double bare() throws Exception {
        List<String> command = new ArrayList<>(List.of(ChildOptions.thisJava().toString()));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Hello.class.getName()));
        long start = System.nanoTime();
        return (Long.parseLong(answer(command)) - start) / 1e6;
    }

    private static double python(Path script, String method, double rest) throws Exception {
        try {
            return Double.parseDouble(answer(List.of("python3", script.toString(), method, String.valueOf(rest))));
        } catch (IOException noPython) {
            return Double.NaN;
        }
    }

    private static String answer(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).start();
        try (BufferedReader output = process.inputReader()) {
            String line = output.readLine();
            process.waitFor();
            return line;
        }
    }

    private static int again(Path folder) throws Exception {
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (Files.isDirectory(Path.of(entry))) {
                entries.add(jar(Path.of(entry), folder));
            } else if (entry.contains("/agrona-") || entry.contains("/jffi-")) {
                entries.add(entry);
            }
        }
        List<String> command = new ArrayList<>(List.of(ChildOptions.thisJava().toString()));
        command.add("-D" + ArchiveCache.PROPERTY + "=" + folder.resolve("cache"));
        command.addAll(List.of("-cp", String.join(File.pathSeparator, entries), ChildStart.class.getName(), "run"));
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    private static String jar(Path classes, Path folder) throws IOException {
        Path jar = folder.resolve(classes.getFileName() + ".jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
                Files.copy(file, out);
            }
        }
        return jar.toString();
    }
}
