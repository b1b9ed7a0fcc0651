package io.tandem.sync;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tandem.support.Jvm;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** A thread of a test that does something which may block. */
final class Background {
    /** What it does. */
    interface Deed {
        void run() throws Exception;
    }

    /** The thread, and how it ends. */
    record Running(Thread thread, FutureTask<Void> task) {}

    private Background() {}

    static Running run(Deed deed) {
        FutureTask<Void> task = new FutureTask<>(() -> {
            deed.run();
            return null;
        });
        Thread thread = new Thread(task, "background");
        thread.setDaemon(true);
        thread.start();
        return new Running(thread, task);
    }

    static void end(Running running) throws Exception {
        running.task.get(Jvm.DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    /** What it threw. */
    static Throwable failure(Running running) {
        return assertThrows(ExecutionException.class, () -> end(running)).getCause();
    }
}
