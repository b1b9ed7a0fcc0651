package io.tandem.sync;

import io.tandem.value.SharedLongArray;
import java.nio.file.Path;
import java.util.Random;

/**
 * The main class of a storm's JVMs: lock or condition, cells, its number, seed. The cells are plain longs that only the
 * lock keeps whole; what a worker finds wrong it prints, and ends. It ends as well when it is told to.
 */
final class LockStormWorker {
    /** Two counters that are equal whenever nobody holds the lock. */
    static final int ONE = 0;

    static final int OTHER = 1;
    /** Who is inside; 0 for nobody. */
    static final int INSIDE = 2;

    static final int LAST_TOKEN = 3;
    static final int OVER = 4;
    static final int ITEMS = 5;
    /** Worker n's own count of what it has done is at DONE + n. */
    static final int DONE = 8;

    private final RobustLock lock;
    private final SharedLongArray cells;
    private final long number;
    private final Random random;

    private LockStormWorker(RobustLock lock, String[] words) {
        this.lock = lock;
        this.cells = SharedLongArray.attach(Path.of(words[1]));
        this.number = Long.parseLong(words[2]);
        this.random = new Random(Long.parseLong(words[3]));
    }

    private void require(boolean right, String what) {
        if (!right) {
            System.out.println("WRONG " + what + ": " + cells.getPlain(ONE) + " " + cells.getPlain(OTHER) + ", inside "
                    + cells.getPlain(INSIDE) + ", token " + cells.getPlain(LAST_TOKEN) + ", " + lock);
            System.out.flush();
            Runtime.getRuntime().halt(3);
        }
    }

    /** Called with the lock held. */
    private void enter() {
        require(lock.fencingToken() > cells.getPlain(LAST_TOKEN), "token " + lock.fencingToken());
        cells.setPlain(LAST_TOKEN, lock.fencingToken());
        if (lock.ownerDied()) {
            cells.setPlain(OTHER, cells.getPlain(ONE));
            cells.setPlain(INSIDE, 0);
            lock.markConsistent();
        }
        require(cells.getPlain(INSIDE) == 0, "two inside");
        require(cells.getPlain(ONE) == cells.getPlain(OTHER), "half done and not told");
        cells.setPlain(INSIDE, number);
    }

    private void leave() {
        cells.setPlain(ONE, cells.getPlain(ONE) + 1);
        for (int i = random.nextInt(200); i > 0; i--) {
            Thread.onSpinWait();
        }
        cells.setPlain(OTHER, cells.getPlain(OTHER) + 1);
        cells.setPlain(DONE + number, cells.getPlain(DONE + number) + 1);
        require(cells.getPlain(INSIDE) == number, "robbed");
        cells.setPlain(INSIDE, 0);
    }

    private boolean isOver() {
        return cells.get(OVER) != 0;
    }

    /** Locks and unlocks, in all ways. */
    static final class Locking {
        public static void main(String[] words) throws Exception {
            LockStormWorker worker = new LockStormWorker(LockKind.find(words[0]), words);
            Thread second = new Thread(worker::lockAndUnlock);
            System.out.println("ready");
            second.start();
            worker.lockAndUnlock();
            second.join();
        }
    }

    private void lockAndUnlock() {
        while (!isOver()) {
            if (random.nextInt(3) > 0) {
                lock.lock();
            } else if (!lock.tryLock()) {
                continue;
            }
            enter();
            leave();
            lock.unlock();
        }
    }

    /** Takes items, one for each signal. */
    static final class Taking {
        public static void main(String[] words) throws Exception {
            SharedCondition condition = SharedCondition.attach(Path.of(words[0]));
            LockStormWorker worker = new LockStormWorker(condition.lock(), words);
            System.out.println("ready");
            while (!worker.isOver()) {
                worker.lock.lock();
                if (worker.cells.getPlain(ITEMS) == 0) {
                    condition.await();
                }
                worker.enter();
                if (worker.cells.getPlain(ITEMS) > 0) {
                    worker.cells.setPlain(ITEMS, worker.cells.getPlain(ITEMS) - 1);
                }
                worker.leave();
                worker.lock.unlock();
            }
        }
    }
}
