package io.tandem.sync;

import io.tandem.process.ChildProcess;
import io.tandem.process.ProcessTask;
import io.tandem.support.Jvm;
import java.time.Duration;

/** The others are JVMs. */
class JvmsContractProcessTest extends SyncContract {
    @Override
    Other begin(ProcessTask task) {
        ChildProcess child = tandem.start(task);
        return () -> {
            if (!child.join(Duration.ofSeconds(Jvm.DEADLINE_SECONDS))) {
                child.kill();
                throw new AssertionError(child + " did not end");
            }
            if (child.exitCode().getAsInt() != 0) {
                throw new AssertionError(child.toString(), child.failure().orElse(null));
            }
        };
    }
}
