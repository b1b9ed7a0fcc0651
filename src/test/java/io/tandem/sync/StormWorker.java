package io.tandem.sync;

import io.tandem.owner.Participants;
import io.tandem.owner.SharedDirectory;
import io.tandem.value.SharedLongArray;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * The main class of a storm's JVMs: semaphore, marks, which worker, seed. Two threads note what they have in a place of each,
 * after they got it and until they give it back: so what living processes have noted at one moment is no more than the permits.
 */
final class StormWorker {
    static final int PERMITS = 3;
    static final int WORKERS = 5;
    static final int THREADS = 2;

    static final int TOO_MANY = 0;
    static final int ROUNDS = 1;
    private static final int OWNERS = 2;
    private static final int PLACES = OWNERS + WORKERS;
    static final int MARKS = PLACES + WORKERS * THREADS;
    /** A mark is a number that is never used again, and how many permits. */
    private static final int ONE_MORE = 16;

    private final SharedSemaphore semaphore;
    private final SharedLongArray marks;
    private final Participants participants;

    private StormWorker(Path semaphore, Path marks) {
        this.semaphore = SharedSemaphore.attach(semaphore);
        this.marks = SharedLongArray.attach(marks);
        this.participants = SharedDirectory.open(semaphore.getParent(), false).participants();
    }

    public static void main(String[] arguments) throws Exception {
        StormWorker worker = new StormWorker(Path.of(arguments[0]), Path.of(arguments[1]));
        int number = Integer.parseInt(arguments[2]);
        worker.marks.set(OWNERS + number, worker.participants.self());
        for (int i = 0; i < THREADS; i++) {
            int place = PLACES + number * THREADS + i;
            Random random = new Random(Long.parseLong(arguments[3]) + i);
            Background.run(() -> {
                try {
                    worker.work(place, random);
                } catch (Throwable e) {
                    e.printStackTrace();
                    Runtime.getRuntime().halt(1);
                }
            });
        }
        System.out.println("ready");
        LockSupport.park();
        Thread.currentThread().join();
    }

    /** What a killed worker had noted. */
    static void wipe(SharedLongArray marks, int worker) {
        for (int i = 0; i < THREADS; i++) {
            marks.updateAndGet(PLACES + worker * THREADS + i, StormWorker::without);
        }
    }

    private static long without(long mark) {
        return (mark | ONE_MORE - 1) + 1;
    }

    private void work(int place, Random random) throws InterruptedException {
        while (true) {
            int wanted = 1 + random.nextInt(2);
            if (random.nextBoolean()) {
                semaphore.acquire(wanted);
            } else if (!semaphore.tryAcquire(wanted, Duration.ofNanos(random.nextInt(2_000_000)))) {
                continue;
            }
            marks.set(place, without(marks.get(place)) + wanted);
            judge();
            if (random.nextInt(16) == 0) {
                LockSupport.parkNanos(random.nextInt(3_000_000));
            }
            marks.set(place, without(marks.get(place)));
            semaphore.release(wanted);
            marks.getAndAdd(ROUNDS, 1);
        }
    }

    private long[] look() {
        long[] seen = new long[MARKS - PLACES];
        for (int i = 0; i < seen.length; i++) {
            seen[i] = marks.get(PLACES + i);
        }
        return seen;
    }

    /** What is seen twice was so at one moment in between; what a dead one noted does not count. */
    private void judge() {
        long[] seen = look();
        long sum = 0;
        for (int i = 0; i < seen.length; i++) {
            long count = seen[i] % ONE_MORE;
            boolean counts = count > 0 && !participants.isDead(marks.get(OWNERS + i / THREADS));
            sum += counts ? count : 0;
        }
        if (sum > PERMITS && java.util.Arrays.equals(seen, look())) {
            marks.set(TOO_MANY, sum);
        }
    }
}
