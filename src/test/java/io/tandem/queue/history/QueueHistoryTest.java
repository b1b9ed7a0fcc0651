package io.tandem.queue.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.queue.SharedQueue;
import io.tandem.support.Jvm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Histories of real queues: JVMs that put and JVMs that take, of several threads each, all at once. */
class QueueHistoryTest {
    private static final int EACH = 2; // JVMs that put, and JVMs that take
    private static final int COUNT = 25_000; // messages of a thread

    @TempDir
    private Path directory;

    private final List<Jvm> workers = new ArrayList<>();

    private Jvm start(SharedQueue<Long> queue, Setup setup, String role) {
        Jvm worker = Jvm.start(
                HistoryWorker.class,
                queue.path().toString(),
                setup.name(),
                role,
                Integer.toString(workers.size() + 1),
                Integer.toString(COUNT),
                directory.toString());
        workers.add(worker);
        return worker;
    }

    private List<Operation> history(SharedQueue<Long> queue, Setup setup) throws Exception {
        List<Jvm> putters = new ArrayList<>();
        for (int i = 0; i < EACH; i++) {
            putters.add(start(queue, setup, "put"));
            start(queue, setup, "take");
        }
        for (Jvm worker : workers) {
            worker.awaitLine("ready");
        }
        for (Jvm worker : workers) {
            worker.send("go");
        }
        for (Jvm putter : putters) {
            putter.awaitSuccess();
        }
        queue.shutdown();
        List<Operation> history = new ArrayList<>();
        for (int number = 1; number <= workers.size(); number++) {
            workers.get(number - 1).awaitSuccess();
            for (int thread = 0; thread < HistoryWorker.THREADS; thread++) {
                history.addAll(Recorder.read(HistoryWorker.record(directory, number, thread)));
            }
        }
        return history;
    }

    @ParameterizedTest
    @EnumSource
    void isThatOfAQueue(Setup setup) throws Exception {
        try (Tandem tandem = Tandem.open();
                SharedQueue<Long> queue = HistoryWorker.queue(tandem.directory().freshPath("history"), setup)) {
            List<Operation> history = history(queue, setup);
            assertTrue(queue.isEmpty());
            List<String> problems = setup.problems(history);
            System.out.println(setup + ": " + history.size() + " operations, " + count(history, Operation.Kind.FULL)
                    + " found no room, " + count(history, Operation.Kind.EMPTY) + " found nothing");
            assertEquals(List.of(), problems);
            assertEquals(EACH * HistoryWorker.THREADS * COUNT, count(history, Operation.Kind.TAKE));
        } finally {
            workers.forEach(Jvm::close);
        }
    }

    private static long count(List<Operation> history, Operation.Kind kind) {
        return history.stream().filter(operation -> operation.kind() == kind).count();
    }
}
