package io.tandem.pool;

import io.tandem.process.ProcessTask;
import java.nio.file.Path;

/** What a worker's JVM is started with. A lambda, for those start sooner if they capture nothing but numbers and texts. */
final class WorkerTask {
    private WorkerTask() {}

    static ProcessTask of(Path pool, int worker, PoolOptions options) {
        String path = pool.toString();
        int mostTasks = options.maxTasksPerChild() == 0 ? Integer.MAX_VALUE : options.maxTasksPerChild();
        PoolInitializer initializer = options.initializer();
        return () -> run(path, worker, mostTasks, initializer);
    }

    private static void run(String path, int worker, int mostTasks, PoolInitializer initializer) throws Exception {
        Worker self = new Worker(PoolFile.attach(Path.of(path)), worker);
        if (initializer != null) {
            initializer.run();
        }
        self.work(mostTasks);
        System.exit(0); // whatever threads the tasks began
    }
}
