package io.tandem.demo;

import io.tandem.process.ChildProcess;
import io.tandem.value.SharedLong;
import java.util.concurrent.locks.LockSupport;

/** A child is killed with signal 9 in the middle of its work; the parent says so, and what it did is not lost. */
final class KilledStep implements DemoStep {
    private static final long ENOUGH = 100_000;

    @Override
    public String title() {
        return "A child is killed with signal 9";
    }

    @Override
    public void show(Stage stage) throws Exception {
        SharedLong work = stage.tandem().newLong(0);
        ChildProcess child = stage.tandem().start(() -> {
            while (true) {
                work.getAndIncrement();
            }
        });
        while (work.get() < ENOUGH && child.isAlive()) {
            LockSupport.parkNanos(1_000_000);
        }
        long killed = System.nanoTime();
        child.kill();
        child.join();
        long noticed = System.nanoTime();
        stage.check("signal that ended it", 9, child.exitSignal().orElse(0));
        stage.check("its work is still here", true, work.get() >= ENOUGH);
        stage.say(child.name() + " (pid " + child.pid() + ") was killed after " + work.get() + " additions");
        stage.figure("kill -9 until the parent knows", "%.1f ms", (noticed - killed) / 1e6);
    }
}
