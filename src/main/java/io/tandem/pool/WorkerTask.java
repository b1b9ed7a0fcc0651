package io.tandem.pool;

import io.tandem.process.ProcessTask;
import java.nio.file.Path;

/** What a worker's JVM is started with. */
final class WorkerTask implements ProcessTask {
    private static final long serialVersionUID = 1;

    private final String path;
    private final int worker;
    private final int mostTasks;
    private final PoolInitializer initializer;

    WorkerTask(Path path, int worker, PoolOptions options) {
        this.path = path.toString();
        this.worker = worker;
        this.mostTasks = options.maxTasksPerChild() == 0 ? Integer.MAX_VALUE : options.maxTasksPerChild();
        this.initializer = options.initializer();
    }

    @Override
    public void run() throws Exception {
        Worker self = new Worker(PoolFile.attach(Path.of(path)), worker);
        if (initializer != null) {
            initializer.run();
        }
        self.work(mostTasks);
        System.exit(0); // whatever threads the tasks began
    }
}
