package io.tandem.queue.history;

import io.tandem.codec.Codecs;
import io.tandem.queue.SharedQueue;
import io.tandem.support.Threads;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * The main class of the JVMs whose history is taken: queue, the name of its {@link Setup}, "put" or "take", its number, how many
 * each thread puts, the directory of the records. Its threads begin at its first line of input.
 */
final class HistoryWorker {
    static final int THREADS = 2;

    private HistoryWorker() {}

    static SharedQueue<Long> queue(Path path, Setup setup) {
        return SharedQueue.createOrAttach(path, Codecs.of(Long.class), setup.options());
    }

    /** Where a thread of a worker keeps its record. */
    static Path record(Path directory, int number, int thread) {
        return directory.resolve("history-" + number + "-" + thread);
    }

    public static void main(String[] arguments) throws Exception {
        SharedQueue<Long> queue = queue(Path.of(arguments[0]), Setup.valueOf(arguments[1]));
        int number = Integer.parseInt(arguments[3]);
        int count = Integer.parseInt(arguments[4]);
        List<Callable<Object>> tasks = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            int first = thread;
            Player player = new Player(
                    Fifo.of(queue), record(Path.of(arguments[5]), number, thread), (long) number * THREADS + thread);
            tasks.add(() -> {
                if (arguments[2].equals("put")) {
                    player.put(number, first, THREADS, count);
                } else {
                    player.take(queue::isShutdown);
                }
                return null;
            });
        }
        System.out.println("ready");
        System.in.read();
        Threads.all(tasks);
    }
}
