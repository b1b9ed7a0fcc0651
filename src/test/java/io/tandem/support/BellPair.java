package io.tandem.support;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tandem.Tandem;
import io.tandem.wait.Doorman;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Two JVMs whose slow tick is an hour. A thread of the first sleeps in the kernel; if what the second one does rings no
 * bell, it sleeps on, and the test fails at the deadline of {@link Jvm}.
 */
public final class BellPair implements AutoCloseable {
    private final List<String> arguments;
    private final Jvm sleeper;
    private Jvm waker;

    public BellPair(Class<? extends BellRow> rows, Path folder) throws InterruptedException {
        arguments = List.of(rows.getName(), folder.toString());
        sleeper = start();
        waker = start();
        sleeper.awaitLine("ready");
        waker.awaitLine("ready");
    }

    private Jvm start() {
        List<String> flags = List.of("-Dio.tandem.noTick=true", "-Dio.tandem.wait=park");
        return Jvm.start(flags, Main.class, arguments.toArray(String[]::new));
    }

    public void play(BellRow row) throws Exception {
        ask(sleeper, "create", row);
        ask(waker, "hold", row);
        ask(sleeper, "sleep", row);
        if (row.afterDeath()) {
            waker.kill();
            waker = start();
            waker.awaitLine("ready");
        }
        (row.here() ? sleeper : waker).send("wake " + row.name());
        assertEquals("woke " + row.name() + ": " + row.expected(), sleeper.awaitLine("woke " + row.name()));
    }

    private static void ask(Jvm jvm, String what, BellRow row) throws IOException, InterruptedException {
        jvm.send(what + " " + row.name());
        jvm.awaitLine("done " + what + " " + row.name());
    }

    @Override
    public void close() {
        sleeper.close();
        waker.close();
    }

    /** Does what it is told, a line at a time. */
    static final class Main {
        private static final Map<String, BellRow.Stage> STAGES = new HashMap<>();

        public static void main(String[] arguments) throws Exception {
            Path folder = Path.of(arguments[1]);
            Tandem.open(folder).newLong(0); // or nobody would load the futex
            Await.until("the futex: " + Doorman.state(), () -> Doorman.state().equals("futex"));
            System.out.println("ready");
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ");
                obey(row(arguments[0], words[1]), words[0], folder);
                System.out.println("done " + line);
            }
        }

        private static BellRow row(String rows, String name) throws ClassNotFoundException {
            return Arrays.stream(Class.forName(rows).getEnumConstants())
                    .map(BellRow.class::cast)
                    .filter(row -> row.name().equals(name))
                    .findFirst()
                    .orElseThrow();
        }

        private static void obey(BellRow row, String what, Path folder) throws Exception {
            BellRow.Stage stage =
                    STAGES.computeIfAbsent(row.name(), name -> new BellRow.Stage(folder.resolve(row.name())));
            switch (what) {
                case "create" -> row.create(stage);
                case "hold" -> row.hold(stage);
                case "wake" -> start(() -> row.wake(stage));
                default -> {
                    Thread thread = start(() -> System.out.println("woke " + row.name() + ": " + end(row, stage)));
                    Await.until("a sleep in " + row.name(), () -> sleeps(thread));
                }
            }
        }

        private interface Task {
            void run() throws Exception;
        }

        private static Thread start(Task task) {
            Thread thread = new Thread(() -> {
                try {
                    task.run();
                } catch (Exception e) {
                    e.printStackTrace();
                }
            });
            thread.setDaemon(true);
            thread.start();
            return thread;
        }

        private static Object end(BellRow row, BellRow.Stage stage) {
            try {
                return row.sleep(stage);
            } catch (Throwable e) {
                return e.getClass().getSimpleName();
            }
        }

        private static boolean sleeps(Thread thread) {
            return Arrays.stream(thread.getStackTrace())
                    .anyMatch(frame -> frame.getClassName().equals("io.tandem.wait.Futex")
                            && frame.getMethodName().equals("sleep"));
        }
    }
}
