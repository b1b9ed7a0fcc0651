package io.tandem.sync;

import io.tandem.file.Kind;
import io.tandem.owner.SharedObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Each class of this folder, for what all of them promise. */
enum SyncNoun {
    SEMAPHORE(
            SemaphoreLayout.KIND,
            path -> SharedSemaphore.create(path, 2),
            path -> SharedSemaphore.createOrAttach(path, 2),
            SharedSemaphore::attach,
            SharedSemaphore::attach),
    BARRIER(
            BarrierLayout.KIND,
            path -> SharedBarrier.create(path, 2),
            path -> SharedBarrier.createOrAttach(path, 2),
            SharedBarrier::attach,
            SharedBarrier::attach),
    LATCH(
            LatchLayout.KIND,
            path -> SharedCountDownLatch.create(path, 2),
            path -> SharedCountDownLatch.createOrAttach(path, 2),
            SharedCountDownLatch::attach,
            SharedCountDownLatch::attach),
    EVENT(EventLayout.KIND, SharedEvent::create, SharedEvent::createOrAttach, SharedEvent::attach, SharedEvent::attach);

    final Kind kind;
    final Function<Path, SharedObject> create;
    final Function<Path, SharedObject> createOrAttach;
    final Function<Path, SharedObject> attach;
    final BiFunction<Path, Duration, SharedObject> attachSoon;

    SyncNoun(
            Kind kind,
            Function<Path, SharedObject> create,
            Function<Path, SharedObject> createOrAttach,
            Function<Path, SharedObject> attach,
            BiFunction<Path, Duration, SharedObject> attachSoon) {
        this.kind = kind;
        this.create = create;
        this.createOrAttach = createOrAttach;
        this.attach = attach;
        this.attachSoon = attachSoon;
    }

    /** Any other one. */
    SyncNoun next() {
        return values()[(ordinal() + 1) % values().length];
    }

    /** The call that blocks. */
    static void block(SharedObject thing) throws Exception {
        if (thing instanceof SharedSemaphore semaphore) {
            semaphore.drainPermits();
            semaphore.acquire();
        } else if (thing instanceof SharedBarrier barrier) {
            barrier.await();
        } else if (thing instanceof SharedEvent event) {
            event.await();
        } else {
            ((SharedCountDownLatch) thing).await();
        }
    }
}
