package io.tandem.demo;

import io.tandem.pool.ProcessPool;
import io.tandem.pool.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** A job over the files of a source tree: by a pool of processes, a pool of threads, and Python's pool. */
final class FileTreeStep implements DemoStep {
    private static final int ROUNDS = 30;
    static final int WARM_ROUNDS = 5;
    private static final int MOST_FILES = 2000;

    private interface Job {
        FileSum sum(List<String> files) throws Exception;
    }

    private record Outcome(FileSum sum, double seconds) {}

    @Override
    public String title() {
        return "Pool.map over the files of a source tree, SHA-256 and words of each: processes, threads, Python's Pool";
    }

    /** The sources of this project, if we are in it, else texts of the JDK. */
    private static List<String> files() throws IOException {
        Path sources = Path.of("src");
        Path root = Files.isDirectory(sources) ? sources : Path.of(System.getProperty("java.home"), "legal");
        try (Stream<Path> files = Files.walk(root.toRealPath())) {
            return files.filter(Files::isRegularFile)
                    .map(Path::toString)
                    .sorted()
                    .limit(MOST_FILES)
                    .toList();
        }
    }

    @Override
    public void show(Stage stage) throws Exception {
        List<String> files = files();
        FileSum expected = alone(files).times(ROUNDS);
        Outcome processes;
        try (ProcessPool pool = stage.tandem().newPool(stage.workers())) {
            processes = timed(files, all -> byProcesses(pool, all));
        }
        ExecutorService threadPool = Executors.newFixedThreadPool(stage.workers());
        Outcome threads;
        try {
            threads = timed(files, all -> byThreads(threadPool, all));
        } finally {
            threadPool.shutdown();
        }
        PythonFiles python = PythonFiles.run(files, stage.workers(), ROUNDS);

        stage.say(files.size() + " files, " + expected.words() / ROUNDS + " words, " + ROUNDS + " times over");
        stage.check("sums by processes", expected, processes.sum());
        stage.check("sums by threads", expected, threads.sum());
        double total = (double) files.size() * ROUNDS;
        String inPython = "no python3 here";
        if (python != null) {
            stage.check("sums by Python's Pool", expected, python.sum());
            inPython = String.format(Locale.ROOT, "%.0f (%.2f s)", total / python.seconds(), python.seconds());
        }
        stage.figure(
                "files/s by processes; threads; Python's Pool",
                "%.0f (%.2f s); %.0f (%.2f s); %s",
                total / processes.seconds(),
                processes.seconds(),
                total / threads.seconds(),
                threads.seconds(),
                inPython);
    }

    /** Some rounds to warm up, then all for the clock. */
    private static Outcome timed(List<String> files, Job job) throws Exception {
        job.sum(times(files, WARM_ROUNDS));
        List<String> all = times(files, ROUNDS);
        long start = System.nanoTime();
        FileSum sum = job.sum(all);
        return new Outcome(sum, (System.nanoTime() - start) / 1e9);
    }

    private static List<String> times(List<String> files, int rounds) {
        return Collections.nCopies(rounds, files).stream().flatMap(List::stream).toList();
    }

    private static FileSum alone(List<String> files) throws Exception {
        FileSum sum = FileSum.NOTHING;
        for (String file : files) {
            sum = sum.plus(FileSum.of(file));
        }
        return sum;
    }

    private static FileSum byProcesses(ProcessPool pool, List<String> files) throws Exception {
        FileSum sum = FileSum.NOTHING;
        for (FileSum each : pool.map(FileSum::of, files, Progress.bar("   files"))) {
            sum = sum.plus(each);
        }
        return sum;
    }

    private static FileSum byThreads(ExecutorService threads, List<String> files) throws Exception {
        List<Callable<FileSum>> tasks = new ArrayList<>();
        for (String file : files) {
            tasks.add(() -> FileSum.of(file));
        }
        FileSum sum = FileSum.NOTHING;
        for (Future<FileSum> each : threads.invokeAll(tasks)) {
            sum = sum.plus(each.get());
        }
        return sum;
    }
}
