package io.tandem.wake;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.IoUtil;

/** Two processes, one that asks and one that answers, in a directory that goes with them. Between its turns both sleep. */
final class Couple implements AutoCloseable {
    private static final boolean PINS =
            Runtime.getRuntime().availableProcessors() > 1 && Files.isExecutable(Path.of("/usr/bin/taskset"));

    private final List<Process> processes = new ArrayList<>();
    private final Path directory;
    private final BufferedReader lines;
    private final Writer orders;

    /** {@code program} is the C program, or null. */
    Couple(Way way, Path program, boolean apart, long nanos) throws IOException {
        directory = directory();
        Process answering = start(way, program, "answer", apart ? 1 : 0, nanos);
        await(answering.inputReader(), "READY");
        Process asking = start(way, program, "ask", 0, nanos);
        lines = asking.inputReader();
        orders = asking.outputWriter();
        await(lines, "READY");
    }

    static Path directory() throws IOException {
        Path shm = Path.of("/dev/shm");
        return Files.isDirectory(shm) ? Files.createTempDirectory(shm, "wake") : Files.createTempDirectory("wake");
    }

    private Process start(Way way, Path program, String role, int core, long nanos) throws IOException {
        List<String> command = new ArrayList<>(PINS ? List.of("taskset", "-c", "" + core) : List.of());
        if (way == Way.FUTEX_IN_C) {
            command.addAll(
                    List.of(program.toString(), role, directory.resolve("words").toString(), "" + nanos));
        } else {
            command.addAll(java("-Dio.tandem.wait=park"));
            command.addAll(List.of(role, way.name(), directory.toString(), "" + nanos));
        }
        Process process =
                new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
        processes.add(process);
        return process;
    }

    /** How to start a {@link Sleeper}, but for its arguments. */
    static List<String> java(String flag) {
        return List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
                flag,
                "-cp",
                System.getProperty("java.class.path"),
                Sleeper.class.getName());
    }

    private static String await(BufferedReader lines, String what) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(what)) {
                return line.substring(what.length()).trim();
            }
        }
        throw new IOException("ended without " + what);
    }

    /** Median and 99th percentile of the round trips of one turn, in nanoseconds, and how many there were. */
    long[] turn() throws IOException {
        orders.write('\n');
        orders.flush();
        String[] words = await(lines, "RESULT").split(" ");
        return new long[] {Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2])};
    }

    @Override
    public void close() {
        processes.forEach(Process::destroyForcibly);
        processes.forEach(process -> process.onExit().join());
        IoUtil.delete(directory.toFile(), true);
    }
}
