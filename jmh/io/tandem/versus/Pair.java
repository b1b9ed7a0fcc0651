package io.tandem.versus;

import io.tandem.versus.Options.Mode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.agrona.IoUtil;

/** One run of one contestant: its fresh JVMs, each pinned to a core, in a directory that goes with them. */
final class Pair implements AutoCloseable {
    private static final long DEADLINE_SECONDS = 60;
    private static final int CORES = Runtime.getRuntime().availableProcessors();
    private static final boolean PINS = CORES > 1 && new File("/usr/bin/taskset").canExecute();
    private static final File SHM = new File("/dev/shm");

    private final Options options;
    private final Contestant contestant;
    private final Mode mode;
    private final int size;
    private final Path directory;
    private final List<Process> processes = new ArrayList<>();
    private final Thread atExit = new Thread(this::end);
    private boolean disturbed;

    Pair(Options options, Contestant contestant, Mode mode, int size) throws IOException {
        this.options = options;
        this.contestant = contestant;
        this.mode = mode;
        this.size = size;
        Runtime.getRuntime().addShutdownHook(atExit);
        this.directory = SHM.isDirectory()
                ? Files.createTempDirectory(SHM.toPath(), "versus")
                : Files.createTempDirectory("versus");
    }

    static String pinning() {
        return PINS ? "receiver on core 1, sender on core 0, second sender on core " + core(2) : "not pinned";
    }

    private static int core(int peer) {
        return peer < CORES ? peer : 0;
    }

    /** The figures its leading JVM printed. */
    double[] run() throws IOException {
        Process receiver = start("receive", 0, 1);
        Process leader = receiver;
        for (int sender = 0; sender < contestant.senders; sender++) {
            Process started = start("send", sender, core(2 * sender));
            leader = mode == Mode.THROUGHPUT ? receiver : started;
        }
        CompletableFuture<double[]> figures = new CompletableFuture<>();
        Process leading = leader;
        Thread reader = new Thread(() -> read(leading, figures), "output of " + leader.pid());
        reader.setDaemon(true);
        reader.start();
        try {
            return figures.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | InterruptedException e) {
            throw new IOException(contestant.key() + " with " + size + " bytes: " + e.getMessage(), e);
        }
    }

    /** True if others took much of a core away from one of the two while the time ran. */
    boolean disturbed() {
        return disturbed;
    }

    private Process start(String role, int number, int core) throws IOException {
        List<String> command = new ArrayList<>();
        if (PINS) {
            command.addAll(List.of("taskset", "-c", Integer.toString(core)));
        }
        command.addAll(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xms256m",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
                "-Dagrona.disable.bounds.checks=" + !options.boundsChecks,
                "-cp",
                System.getProperty("java.class.path"),
                Peer.class.getName()));
        command.addAll(List.of(role, "" + number, contestant.name(), mode.name(), directory.toString(), "" + size));
        command.addAll(List.of("" + options.capacity, "" + options.warmup, "" + options.seconds));
        boolean leads = (mode == Mode.THROUGHPUT) == role.equals("receive");
        Process process = new ProcessBuilder(command)
                .redirectError(Redirect.INHERIT)
                .redirectOutput(leads ? Redirect.PIPE : Redirect.DISCARD)
                .start();
        synchronized (processes) {
            processes.add(process);
        }
        return process;
    }

    private void read(Process leader, CompletableFuture<double[]> figures) {
        Quiet quiet = null;
        try (BufferedReader output = leader.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.equals("BEGIN")) {
                    quiet = new Quiet(contestant.senders == 1 ? processes : processes.subList(0, 1));
                } else if (line.startsWith("RESULT ")) {
                    disturbed = quiet != null && quiet.wasDisturbed();
                    String[] values = line.substring("RESULT ".length()).split(" ");
                    double[] numbers = new double[values.length];
                    for (int i = 0; i < values.length; i++) {
                        numbers[i] = Double.parseDouble(values[i]);
                    }
                    figures.complete(numbers);
                }
            }
            figures.completeExceptionally(new IOException("no result"));
        } catch (IOException e) {
            figures.completeExceptionally(e);
        }
    }

    private void end() {
        synchronized (processes) {
            processes.forEach(Process::destroyForcibly);
            processes.forEach(process -> process.onExit().join());
        }
        if (directory != null) {
            IoUtil.delete(directory.toFile(), true);
        }
    }

    @Override
    public void close() {
        end();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }
}
