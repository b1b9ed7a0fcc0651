package io.tandem.queue;

import io.tandem.codec.Codecs;
import io.tandem.support.Await;
import io.tandem.support.Jvm;
import io.tandem.support.Threads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What the tests of queues have in common. */
final class Queues {
    /** The smallest lanes, so that they are full soon. */
    static final QueueOptions SMALL = QueueOptions.DEFAULT.laneBytes(4096).lanes(8);

    private Queues() {}

    static SharedQueue<String> texts(Path path) {
        return SharedQueue.attach(path, Codecs.of(String.class));
    }

    /** How many messages have a file of their own in a queue's directory, or in that of others; links are not followed. */
    static long spilled(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.getFileName().toString().matches("[0-9]+~[0-9]+"))
                    .count();
        }
    }

    /** In a thread of its own, which nobody waits for. */
    static <T> CompletableFuture<T> start(Callable<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                result.complete(task.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    static <T> T end(CompletableFuture<T> future) throws Exception {
        return future.get(Jvm.DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    /** Does this once the calling thread is parked with a timeout, as it is in a wait that lasts. */
    static void whenBlocked(Runnable action) {
        Thread caller = Thread.currentThread();
        start(() -> {
            Await.until("a wait", () -> Threads.sleeps(caller));
            action.run();
            return null;
        });
    }
}
