package io.tandem.versus;

import io.tandem.versus.Options.Mode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.agrona.IoUtil;

/**
 * One contestant: its JVMs, each pinned to a core, in a directory that goes with them. They are started and warmed up once,
 * and stopped but for the moments in which it is their turn.
 */
final class Pair implements AutoCloseable {
    private static final long DEADLINE_SECONDS = 60;
    private static final int CORES = Runtime.getRuntime().availableProcessors();
    private static final boolean PINS = CORES > 1 && new File("/usr/bin/taskset").canExecute();
    private static final File SHM = new File("/dev/shm");

    private final Options options;
    private final Entrant entrant;
    private final Contestant contestant;
    private final Mode mode;
    private final int size;
    private final Path directory;
    private final List<Process> processes = new ArrayList<>();
    private final Thread atExit = new Thread(this::end);
    private BufferedReader lines;
    private Writer orders;
    private boolean disturbed;

    Pair(Options options, Entrant entrant, Mode mode, int size) throws IOException {
        this.options = options;
        this.entrant = entrant;
        this.contestant = entrant.contestant();
        this.mode = mode;
        this.size = size;
        Runtime.getRuntime().addShutdownHook(atExit);
        this.directory = SHM.isDirectory()
                ? Files.createTempDirectory(SHM.toPath(), "versus")
                : Files.createTempDirectory("versus");
    }

    static String pinning() {
        return PINS ? "receiver on core 1, senders on cores 0, " + core(2) + ", " + core(3) + " ..." : "not pinned";
    }

    /** Of the receiver, 1, or of a sender, 0, 2, 3 ...; -1 if nothing can be pinned. */
    static int core(int peer) {
        return !PINS ? -1 : peer < CORES ? peer : 0;
    }

    static int coreOfSender(int sender) {
        return core(sender == 0 ? 0 : sender + 1);
    }

    /** Starts and warms up, and stops. */
    void begin() throws IOException {
        Process leader;
        if (contestant.isPython()) {
            leader = start(python(), true);
        } else if (contestant.isInProcess()) {
            leader = start(java("both", 0, -1), true);
        } else {
            leader = start(java("receive", 0, core(1)), mode.counts());
            for (int sender = 0; sender < entrant.senders(); sender++) {
                Process started = start(java("send", sender, coreOfSender(sender)), !mode.counts());
                leader = mode.counts() ? leader : started;
            }
        }
        lines = leader.inputReader();
        orders = leader.outputWriter();
        await("READY");
        signal("-STOP");
    }

    /** The figures its leading JVM prints when it is its turn. */
    double[] turn() throws IOException {
        signal("-CONT");
        Quiet quiet = new Quiet(entrant.senders() == 1 ? processes : processes.subList(0, 1));
        orders.write('\n');
        orders.flush();
        String[] values = await("RESULT ").split(" ");
        disturbed = quiet.wasDisturbed();
        signal("-STOP");
        double[] numbers = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            numbers[i] = Double.parseDouble(values[i]);
        }
        return numbers;
    }

    /** Whether others took much of a core away from one of the two in the last turn. */
    boolean disturbed() {
        return disturbed;
    }

    /** The rest of the line that begins so. */
    private String await(String what) throws IOException {
        CompletableFuture<Void> watch = CompletableFuture.runAsync(
                this::killAll, CompletableFuture.delayedExecutor(DEADLINE_SECONDS, TimeUnit.SECONDS));
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(what)) {
                    return line.substring(what.length());
                }
            }
        } finally {
            watch.cancel(false);
        }
        throw new IOException(entrant.key() + " with " + size + " bytes ended without " + what);
    }

    private void signal(String signal) throws IOException {
        List<String> command = new ArrayList<>(List.of("kill", signal));
        tree().forEach(process -> command.add(Long.toString(process.pid())));
        new ProcessBuilder(command).inheritIO().start().onExit().join();
    }

    private List<String> java(String role, int number, int core) {
        List<String> command = new ArrayList<>();
        if (core >= 0) {
            command.addAll(List.of("taskset", "-c", Integer.toString(core)));
        }
        command.addAll(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xms256m",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
                "-Dagrona.disable.bounds.checks=" + !options.boundsChecks));
        command.addAll(contestant.flags());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Peer.class.getName()));
        command.addAll(List.of(role, "" + number, contestant.name(), mode.name(), directory.toString(), "" + size));
        command.addAll(List.of("" + options.capacity, "" + options.warmup, "" + options.seconds));
        command.add("" + entrant.senders());
        return command;
    }

    private List<String> python() {
        List<String> command = new ArrayList<>(PythonLink.command(contestant));
        command.addAll(List.of(mode.counts() ? "THROUGHPUT" : "ROUNDTRIP", "" + size, "" + options.capacity));
        command.addAll(List.of("" + options.warmup, "" + options.seconds, "" + entrant.senders()));
        command.addAll(List.of("" + ThreadLink.MOST_SLOTS, "" + core(1)));
        for (int sender = 0; sender < entrant.senders(); sender++) {
            command.add("" + coreOfSender(sender));
        }
        return command;
    }

    private Process start(List<String> command, boolean leads) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(Redirect.INHERIT)
                .redirectOutput(leads ? Redirect.PIPE : Redirect.DISCARD)
                .start();
        synchronized (processes) {
            processes.add(process);
        }
        return process;
    }

    /** The processes, and if they are Python's, their children. */
    private List<ProcessHandle> tree() {
        List<ProcessHandle> tree = new ArrayList<>();
        for (Process process : processes) {
            tree.add(process.toHandle());
            if (contestant.isPython()) {
                process.descendants().forEach(tree::add);
            }
        }
        return tree;
    }

    private void killAll() {
        synchronized (processes) {
            tree().forEach(ProcessHandle::destroyForcibly);
        }
    }

    private void end() {
        synchronized (processes) {
            killAll();
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
