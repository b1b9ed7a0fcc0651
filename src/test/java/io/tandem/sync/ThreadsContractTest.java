package io.tandem.sync;

import io.tandem.process.ProcessTask;

/** The others are threads of this JVM. */
class ThreadsContractTest extends SyncContract {
    @Override
    Other begin(ProcessTask task) {
        Background.Running running = Background.run(task::run);
        return () -> Background.end(running);
    }
}
