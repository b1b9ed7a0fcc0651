package io.tandem.demo;

import io.tandem.process.ChildProcess;
import io.tandem.queue.SharedQueue;
import io.tandem.value.SharedLongArray;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** One of two consumers is killed; what it took and had not counted is all that is missing. */
final class KilledConsumerStep implements DemoStep {
    private static final long NUMBERS = 1_000_000;

    @Override
    public String title() {
        return "A consumer is killed with signal 9 in the middle of a queue";
    }

    @Override
    public void show(Stage stage) throws Exception {
        SharedQueue<Long> queue = stage.tandem().newQueue(Long.class);
        SharedLongArray counted = stage.tandem().newLongArray(2);
        List<ChildProcess> consumers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            int me = i;
            consumers.add(stage.tandem().start(() -> {
                for (long number : queue.consume()) {
                    counted.getAndAdd(me, number < 0 ? 0 : 1);
                }
            }));
        }
        ChildProcess producer = stage.tandem().start(() -> {
            for (long number = 0; number < NUMBERS; number++) {
                queue.put(number);
            }
            queue.shutdown();
        });
        while (counted.get(0) < 1000) {
            LockSupport.parkNanos(100_000);
        }
        consumers.get(0).kill();
        consumers.get(0).join();
        producer.join();
        consumers.get(1).join();
        long missing = NUMBERS - counted.get(0) - counted.get(1);
        stage.check("the survivor's exit code", 0, consumers.get(1).exitCode().orElse(-1));
        stage.check("at most one message went with the victim", true, missing == 0 || missing == 1);
        stage.say("counted " + counted.get(0) + " by the victim, " + counted.get(1) + " by the survivor, missing "
                + missing + " of " + NUMBERS);
    }
}
