package io.tandem.support;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Several threads at once, ended before the call returns; what one of them throws fails the test. */
public final class Threads {
    private Threads() {}

    /** Runs each action so many times in a thread of its own, all begun at one moment. */
    public static void repeat(int times, List<? extends Runnable> actions) throws Exception {
        List<Callable<Object>> tasks = new ArrayList<>();
        for (Runnable action : actions) {
            tasks.add(() -> {
                for (int i = 0; i < times; i++) {
                    action.run();
                }
                return null;
            });
        }
        all(tasks);
    }

    /** Runs each task in a thread of its own, all begun at one moment, and returns what they returned, in order. */
    public static <T> List<T> all(List<? extends Callable<T>> tasks) throws Exception {
        CyclicBarrier start = new CyclicBarrier(tasks.size());
        ExecutorService pool = Executors.newFixedThreadPool(tasks.size(), Threads::daemon);
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (Callable<T> task : tasks) {
                futures.add(pool.submit(() -> {
                    start.await();
                    return task.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get(Jvm.DEADLINE_SECONDS, TimeUnit.SECONDS));
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }

    /** Whether it waits for something: parked, or in the kernel, which the JVM takes for running. */
    public static boolean sleeps(Thread thread) {
        return thread.getState() == Thread.State.TIMED_WAITING
                || Arrays.stream(thread.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().equals("io.tandem.wait.Futex"));
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    }
}
