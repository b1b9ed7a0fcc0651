package io.tandem.support;

import io.tandem.file.CrashPoint;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real JVM for a test, not a child in Tandem's sense: started by class name with this JVM's class path, its standard
 * output read line by line, stopped and killed by real signals. Killed at {@link #close()}. Waits have a deadline.
 */
public final class Jvm implements AutoCloseable {
    public static final long DEADLINE_SECONDS = 60;
    private static final int NATIVE_ACCESS_SINCE = 22;

    private final Process process;
    private final List<String> lines = new ArrayList<>();
    private boolean outputEnded;
    private int next;

    private Jvm(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "output of " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    public static Jvm start(Class<?> main, String... arguments) {
        return start(List.of(), main, arguments);
    }

    /** With further JVM flags. */
    public static Jvm start(List<String> flags, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(java().toString()));
        command.add("-Xmx256m");
        command.addAll(quiet());
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(Arrays.asList(arguments));
        return run(command);
    }

    /** The flags with which no JDK warns. */
    public static List<String> quiet() {
        String exports = "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED";
        return Runtime.version().feature() < NATIVE_ACCESS_SINCE
                ? List.of(exports)
                : List.of(exports, "--enable-native-access=ALL-UNNAMED");
    }

    /** One that stands at a crash point when this returns. */
    public static Jvm stoppedAt(String point, Class<?> main, Object... arguments) throws InterruptedException {
        String[] words = Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
        Jvm jvm = start(List.of("-D" + CrashPoint.PROPERTY + "=" + point), main, words);
        jvm.awaitLine("CRASHPOINT");
        return jvm;
    }

    /** Any command; both its outputs are read together. */
    public static Jvm run(List<String> command) {
        try {
            return new Jvm(new ProcessBuilder(command).redirectErrorStream(true).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    private void read() {
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (!isWarningOfTheJdk(line)) {
                    synchronized (lines) {
                        lines.add(line);
                        lines.notifyAll();
                    }
                }
            }
        } catch (IOException ended) {
            // as good as the end
        }
        synchronized (lines) {
            outputEnded = true;
            lines.notifyAll();
        }
    }

    /** From JDK 24 on, in a JVM without the flag that opens jdk.internal.misc. */
    private static boolean isWarningOfTheJdk(String line) {
        return line.startsWith("WARNING: ")
                && (line.contains("sun.misc.Unsafe") || line.contains("io.tandem.file.Internals"));
    }

    /** Waits for the next line that begins so, and returns it; lines before it are skipped. */
    public String awaitLine(String prefix) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        synchronized (lines) {
            while (true) {
                while (next < lines.size()) {
                    String line = lines.get(next++);
                    if (line.startsWith(prefix)) {
                        return line;
                    }
                }
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (outputEnded || left <= 0) {
                    throw new AssertionError("no line \"" + prefix + "...\" from " + this);
                }
                lines.wait(left);
            }
        }
    }

    /** Writes one line to its standard input. */
    public void send(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes());
        process.getOutputStream().flush();
    }

    public List<String> lines() {
        synchronized (lines) {
            return new ArrayList<>(lines);
        }
    }

    /** Waits for its end and for all it wrote; returns the exit code. */
    public int awaitExit() throws InterruptedException {
        if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("did not end: " + this);
        }
        return process.exitValue();
    }

    /** The same, and an exit code other than 0 fails with all it wrote. */
    public List<String> awaitSuccess() throws InterruptedException {
        int code = awaitExit();
        awaitOutputEnd();
        if (code != 0) {
            throw new AssertionError("exit code " + code + " of " + this);
        }
        return lines();
    }

    /** Waits until all it wrote was read, after its end. */
    public void awaitOutputEnd() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        synchronized (lines) {
            while (!outputEnded) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError("its output did not end: " + this);
                }
                lines.wait(left);
            }
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** Sends a real signal, by name: CONT, TERM, KILL; for STOP there is {@link #stop()}. */
    public void signal(String name) {
        signal(process.pid(), name);
    }

    public static void signal(long pid, String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** SIGSTOP, and waits until all its threads stand still: the kernel stops them one by one. */
    public void stop() {
        signal("STOP");
        Await.until("stop of " + pid(), () -> {
            File[] threads = new File("/proc/" + pid() + "/task").listFiles();
            return threads == null || Arrays.stream(threads).allMatch(Jvm::standsStill);
        });
    }

    private static boolean standsStill(File thread) {
        try {
            String stat = Files.readString(thread.toPath().resolve("stat"));
            return "TtZX".indexOf(stat.charAt(stat.lastIndexOf(')') + 2)) >= 0;
        } catch (IOException gone) {
            return true;
        }
    }

    /** SIGKILL, and waits until it is gone. */
    public void kill() throws InterruptedException {
        signal("KILL");
        awaitExit();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public String toString() {
        return "JVM " + process.pid() + ", its output:\n  " + String.join("\n  ", lines());
    }
}
