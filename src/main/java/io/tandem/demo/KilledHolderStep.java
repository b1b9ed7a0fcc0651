package io.tandem.demo;

import io.tandem.process.ChildProcess;
import io.tandem.sync.LockGuard;
import io.tandem.sync.SharedEvent;
import io.tandem.sync.SharedLock;
import io.tandem.value.SharedLong;
import io.tandem.value.SharedLongArray;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Several JVMs move money between two accounts under a lock; one of them is killed in the middle of it. */
final class KilledHolderStep implements DemoStep {
    private static final long MONEY = 1_000;
    private static final long MOVES = 100_000;

    @Override
    public String title() {
        return "The holder of a lock is killed with signal 9";
    }

    @Override
    public void show(Stage stage) throws Exception {
        SharedLock lock = stage.tandem().newLock();
        SharedLongArray accounts = stage.tandem().newLongArray(MONEY, MONEY);
        SharedLong moved = stage.tandem().newLong(0);
        SharedLong waiting = stage.tandem().newLong(0);
        SharedLong told = stage.tandem().newLong(0);
        SharedEvent half = stage.tandem().newEvent();
        ChildProcess victim = stage.tandem().start(() -> {
            lock.lock();
            accounts.getAndAdd(0, -1);
            half.set();
            while (true) {
                LockSupport.park();
            }
        });
        half.await();
        List<ChildProcess> children = new ArrayList<>();
        for (int i = 0; i < stage.workers(); i++) {
            children.add(stage.tandem().start(() -> {
                lock.onOwnerDied(dead -> {
                    accounts.set(1, 2 * MONEY - accounts.get(0)); // what the dead one had begun
                    told.getAndIncrement();
                    dead.markConsistent();
                });
                waiting.getAndIncrement();
                for (long n = 0; n < MOVES; n++) {
                    try (LockGuard held = lock.acquire()) {
                        accounts.setPlain(0, accounts.getPlain(0) - 1);
                        accounts.setPlain(1, accounts.getPlain(1) + 1);
                        moved.setPlain(moved.getPlain() + 1);
                    }
                }
            }));
        }
        while (waiting.get() < stage.workers() && children.get(0).isAlive()) {
            LockSupport.parkNanos(100_000);
        }
        long killed = System.nanoTime();
        victim.kill();
        while (moved.get() == 0 && children.get(0).isAlive()) {
            LockSupport.parkNanos(100_000);
        }
        long passedOn = System.nanoTime();
        long total = stage.workers() * MOVES;
        stage.follow("moves", moved::get, total, children);
        stage.check("moves", total, moved.get());
        stage.check("money", 2 * MONEY, accounts.get(0) + accounts.get(1));
        stage.check("told of the death", 1L, told.get());
        stage.figure("kill -9 of a lock's holder until the next one has it", "%.1f ms", (passedOn - killed) / 1e6);
    }
}
