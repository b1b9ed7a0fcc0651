package io.tandem.pool;

import java.util.concurrent.Callable;

/** A task that {@link ProcessPool#shutdownNow()} took back. */
final class DroppedTask implements Runnable {
    private final Object task;

    DroppedTask(Object task) {
        this.task = task;
    }

    /** Runs it here, if it has no argument. */
    @Override
    public void run() {
        try {
            if (task instanceof Callable<?> callable) {
                callable.call();
            } else if (task instanceof Runnable runnable) {
                runnable.run();
            } else {
                throw new UnsupportedOperationException(this + " has arguments, which are gone: submit it again");
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new java.util.concurrent.CompletionException(e);
        }
    }

    @Override
    public String toString() {
        return "task " + task;
    }
}
