package io.tandem.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.file.ClosedException;
import io.tandem.process.ChildProcess;
import io.tandem.queue.SharedQueue;
import io.tandem.support.Await;
import io.tandem.support.Jvm;
import io.tandem.support.Threads;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** A journal in an anonymous directory ends with that: nothing of it is left on disk, in memory, or waiting. */
class AnonymousJournalTest {
    private static final int ROUNDS = 4;

    /** Opens, uses and closes; says what is left. */
    static final class Closer {
        public static void main(String[] arguments) throws Exception {
            int most = Integer.MAX_VALUE;
            for (int i = 0; i < ROUNDS; i++) {
                Path path = round();
                System.out.println("left " + Files.exists(path));
                Await.until(() -> path + " is still here: " + traces(path), () -> {
                    System.gc();
                    return traces(path).isEmpty();
                });
                int enough = most;
                Await.until(
                        () -> "more than " + enough + ": " + threads(),
                        () -> threads().size() <= enough);
                most = Math.min(most, threads().size() + 1); // one of a child that ended just now
            }
            System.out.println("end");
        }

        private static Path round() throws Exception {
            Tandem tandem = Tandem.open();
            JournalQueue<String> journal = tandem.journal("orders", String.class);
            JournalReader<String> reader = journal.reader("group");
            SharedQueue<String> queue = tandem.newQueue(String.class);
            Recorder<String> recorder =
                    tandem.journal(queue, String.class, tandem.path().resolve("recorded"));
            journal.put("one");
            queue.put("recorded");
            reader.receive().ack();
            journal.put("two");
            JournalDelivery<String> open = reader.receive();
            ChildProcess child = tandem.start(() -> journal.put("by a child"));
            child.join();
            Await.until("recorded", () -> recorder.recorded() == 1);
            reader.receive().ack();
            FutureTask<String> waiting = new FutureTask<>(reader::take);
            Thread waiter = new Thread(waiting, "waiter");
            waiter.start();
            Await.until("a reader that waits", () -> Threads.sleeps(waiter));
            Path path = tandem.path();
            tandem.close();
            try {
                waiting.get();
                throw new AssertionError("took something");
            } catch (ExecutionException told) {
                if (!(told.getCause() instanceof ClosedException)) {
                    throw told;
                }
            }
            waiter.join();
            recorder.join();
            journal.close();
            reader.close();
            open.close();
            tandem.close();
            return path;
        }

        /** What a first journal starts for good does not count as a leak; what each one starts would. */
        private static List<String> threads() {
            return Thread.getAllStackTraces().keySet().stream()
                    .filter(Thread::isAlive)
                    .map(Thread::getName)
                    .sorted()
                    .toList();
        }

        private static List<String> traces(Path path) {
            List<String> traces = new ArrayList<>();
            try {
                Files.readAllLines(Path.of("/proc/self/maps")).stream()
                        .filter(line -> line.contains(path.toString()))
                        .forEach(traces::add);
                for (File each : new File("/proc/self/fd").listFiles()) {
                    try {
                        String target = Files.readSymbolicLink(each.toPath()).toString();
                        if (target.startsWith(path.toString())) {
                            traces.add(target);
                        }
                    } catch (IOException closedMeanwhile) {
                        continue;
                    }
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return traces;
        }
    }

    @Test
    void nothingIsLeft() throws Exception {
        try (Jvm jvm = Crew.start(Closer.class)) {
            List<String> lines = jvm.awaitSuccess();
            assertTrue(lines.contains("end"), jvm::toString);
            assertEquals(ROUNDS, lines.stream().filter("left false"::equals).count(), jvm::toString);
            List<String> noise =
                    lines.stream().filter(line -> !line.matches("(left|end).*")).toList();
            assertEquals(List.of(), noise);
        }
    }
}
