package io.tandem.demo;

import io.tandem.process.ChildProcess;
import io.tandem.value.SharedLong;
import java.util.ArrayList;
import java.util.List;

/** Several JVMs add to one long, without a lock, to an exact total. */
final class CounterStep implements DemoStep {
    private static final long ADDS = 10_000_000;

    @Override
    public String title() {
        return "Several JVMs add to one SharedLong";
    }

    @Override
    public void show(Stage stage) {
        SharedLong counter = stage.tandem().newLong(0);
        SharedLong arrived = stage.tandem().newLong(0);
        SharedLong busyNanos = stage.tandem().newLong(0);
        int workers = stage.workers();
        List<ChildProcess> children = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            children.add(stage.tandem().start(() -> {
                arrived.getAndIncrement();
                while (arrived.get() < workers) {
                    Thread.onSpinWait(); // so that all add at the same time
                }
                long start = System.nanoTime();
                for (long n = 0; n < ADDS; n++) {
                    counter.getAndIncrement();
                }
                busyNanos.getAndAdd(System.nanoTime() - start);
            }));
        }
        long total = workers * ADDS;
        stage.follow("additions", counter::get, total, children);
        stage.check("total", total, counter.get());
        stage.figure(
                "atomic additions, " + workers + " JVMs on one long",
                "%.1f million/s",
                total * 1e3 / (busyNanos.get() / (double) workers));
    }
}
