package io.tandem.sync;

import io.tandem.file.Memory;
import io.tandem.file.SharedFile;
import io.tandem.support.Await;
import io.tandem.support.Jvm;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Threads that wait, and how to know that they do. */
final class Sleepers {
    private Sleepers() {}

    /** In a thread of its own, which nobody waits for. */
    static <T> CompletableFuture<T> start(Callable<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                result.complete(task.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    static <T> T end(CompletableFuture<T> future) throws Exception {
        return future.get(Jvm.DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    /** Waits until somebody, of any process, sleeps on the bell of this lock. */
    static void await(RobustLock lock) {
        SharedFile file =
                SharedFile.attach(lock.path(), lock instanceof SharedLock ? LockLayout.LOCK : LockLayout.REENTRANT);
        try {
            Await.until("a sleeper", () -> (Memory.intAcquire(file.mapping(), file.body(LockLayout.BELL_AT)) & 1) != 0);
        } finally {
            file.release();
        }
    }

    static void await(SharedCondition condition, int waiting) {
        Await.until(() -> waiting + " waiters of " + condition, () -> condition.waiting() == waiting);
    }

    /** A thread that ends without an unlock. */
    static void dieHolding(RobustLock lock) throws InterruptedException {
        Thread careless = new Thread(lock::lock);
        careless.start();
        careless.join();
    }

    /** Waits until this JVM can ring bells; before that, sleeps of others are short ones. */
    static void awaitRinging(Object anything) {
        Await.until(anything::toString, () -> !anything.toString().contains("back-off"));
    }

    /** A different time in each round of a test: who is about to sleep does so in some of them. */
    static void delay(int round) {
        LockSupport.parkNanos(20_000L * round);
    }
}
