package io.tandem.sync;

/** What {@code try (var held = lock.acquire())} closes; one per handle. Closing it unlocks. */
public final class LockGuard implements AutoCloseable {
    private final RobustLock lock;

    LockGuard(RobustLock lock) {
        this.lock = lock;
    }

    @Override
    public void close() {
        lock.unlock();
    }
}
