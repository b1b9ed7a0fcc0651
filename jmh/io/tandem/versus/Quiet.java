package io.tandem.versus;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether the busiest thread of each process had its core to itself since this was made: the kernel's schedstat says how
 * long it ran and how long it wanted to run and could not.
 */
final class Quiet {
    private static final double TOLERATED = 0.05;

    private final List<Process> processes;
    private final Map<Path, long[]> before;
    private final long start = System.nanoTime();

    Quiet(List<Process> processes) {
        this.processes = List.copyOf(processes);
        this.before = threads();
    }

    private Map<Path, long[]> threads() {
        Map<Path, long[]> threads = new HashMap<>();
        for (Process process : processes) {
            try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/" + process.pid() + "/task"))) {
                for (Path task : tasks) {
                    String[] fields =
                            Files.readString(task.resolve("schedstat")).split(" ");
                    threads.put(task, new long[] {Long.parseLong(fields[0]), Long.parseLong(fields[1])});
                }
            } catch (IOException unknown) {
                // no such file here, or a thread that ended
            }
        }
        return threads;
    }

    boolean wasDisturbed() {
        double elapsed = System.nanoTime() - start;
        Map<Path, long[]> busiest = new HashMap<>();
        threads().forEach((task, now) -> {
            long[] then = before.getOrDefault(task, new long[2]);
            long[] spent = {now[0] - then[0], now[1] - then[1]};
            busiest.merge(task.getParent(), spent, (a, b) -> a[0] >= b[0] ? a : b);
        });
        return busiest.values().stream().anyMatch(spent -> spent[1] / elapsed > TOLERATED);
    }
}
