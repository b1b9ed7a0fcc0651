package io.tandem.pool;

import java.time.Duration;
import java.util.List;

/**
 * What a pool is made with.
 *
 * @param workers how many JVMs, 1 to 1024
 * @param initializer runs once in each worker; null for none
 * @param maxTasksPerChild after so many tasks a worker is replaced, a chunk of a {@code map} counting as one; 0 for never
 * @param retries how often a task is run again whose worker died; only for tasks that may be repeated
 * @param taskTimeout a task that runs longer fails with a {@code TimeoutException} and is stopped; null for none
 * @param grace how long a cancelled task may go on after the interrupt, before its worker is killed
 * @param jvmFlags of the workers, after the inherited ones
 */
public record PoolOptions(
        int workers,
        PoolInitializer initializer,
        int maxTasksPerChild,
        int retries,
        Duration taskTimeout,
        Duration grace,
        List<String> jvmFlags) {
    /** As many workers as there are processors, and nothing else. */
    public static final PoolOptions DEFAULT = new PoolOptions(
            Math.min(PoolLayout.MOST_WORKERS, Runtime.getRuntime().availableProcessors()),
            null,
            0,
            0,
            null,
            Duration.ofSeconds(1),
            List.of());

    public PoolOptions {
        requireBetween("workers", workers, 1, PoolLayout.MOST_WORKERS);
        requireBetween("maxTasksPerChild", maxTasksPerChild, 0, Integer.MAX_VALUE);
        requireBetween("retries", retries, 0, Integer.MAX_VALUE);
        if (taskTimeout != null && (taskTimeout.isNegative() || taskTimeout.isZero())) {
            throw new IllegalArgumentException("taskTimeout: " + taskTimeout + " is not positive");
        }
        if (grace.isNegative()) {
            throw new IllegalArgumentException("grace: " + grace + " is negative");
        }
        jvmFlags = List.copyOf(jvmFlags);
    }

    private static void requireBetween(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + ": " + value + " is not between " + least + " and " + most);
        }
    }

    public PoolOptions workers(int number) {
        return new PoolOptions(number, initializer, maxTasksPerChild, retries, taskTimeout, grace, jvmFlags);
    }

    public PoolOptions initializer(PoolInitializer first) {
        return new PoolOptions(workers, first, maxTasksPerChild, retries, taskTimeout, grace, jvmFlags);
    }

    public PoolOptions maxTasksPerChild(int tasks) {
        requireBetween("maxTasksPerChild", tasks, 1, Integer.MAX_VALUE);
        return new PoolOptions(workers, initializer, tasks, retries, taskTimeout, grace, jvmFlags);
    }

    public PoolOptions retries(int times) {
        return new PoolOptions(workers, initializer, maxTasksPerChild, times, taskTimeout, grace, jvmFlags);
    }

    public PoolOptions taskTimeout(Duration longest) {
        return new PoolOptions(workers, initializer, maxTasksPerChild, retries, longest, grace, jvmFlags);
    }

    public PoolOptions grace(Duration afterInterrupt) {
        return new PoolOptions(workers, initializer, maxTasksPerChild, retries, taskTimeout, afterInterrupt, jvmFlags);
    }

    public PoolOptions jvmFlags(String... flags) {
        return new PoolOptions(workers, initializer, maxTasksPerChild, retries, taskTimeout, grace, List.of(flags));
    }
}
