package io.tandem.queue;

import io.tandem.codec.Codec;
import io.tandem.lane.MessageHandler;
import io.tandem.wait.Waiter;
import java.util.concurrent.locks.LockSupport;

/** What a {@link SharedQueue} does to take: look, decode, wait, and tell the end. Any thread. */
final class TakingHalf<E> {
    /** Far longer than a store of a {@link QueueProducer}, which has no fence, takes to be seen. */
    private static final long LAST_LOOK_NANOS = 100_000;

    private final SharedQueue<E> queue;
    private final QueueEngine engine;
    private final Codec<E> codec;
    private final ThreadLocal<Consumers> consumers;

    /** A handler or a codec that uses the queue in turn gets another one. */
    private static final class Consumers {
        private final QueueEngine engine;
        private QueueConsumer free;

        Consumers(QueueEngine engine) {
            this.engine = engine;
        }

        QueueConsumer borrow() {
            QueueConsumer mine = free;
            free = null;
            return mine == null ? engine.consumer() : mine;
        }
    }

    /** What one look brings. */
    interface Look<T> {
        /** Null for nothing. */
        T look();
    }

    TakingHalf(SharedQueue<E> queue, QueueEngine engine, Codec<E> codec) {
        this.queue = queue;
        this.engine = engine;
        this.codec = codec;
        this.consumers = ThreadLocal.withInitial(() -> new Consumers(engine));
    }

    /** Null if nothing was there at one moment of this call. */
    E poll() {
        E found = look();
        while (found == null && engine.mayMiss()) {
            found = look();
        }
        return found;
    }

    /** Waits; null if nothing came until the timeout; zero or less looks once. */
    E poll(long nanos) throws InterruptedException {
        E found = await(this::look, nanos);
        return found == null ? poll() : found;
    }

    private E look() {
        Decoding.Single<E> one = new Decoding.Single<>(codec);
        drain(one, 1);
        return one.message();
    }

    /** At most once, but for an exclusive consumer. */
    int drain(MessageHandler handler, int limit) {
        return drain(handler, limit, false);
    }

    /** In place and at least once, where messages are kept so. */
    int handle(MessageHandler handler, int limit) {
        return drain(handler, limit, true);
    }

    private int drain(MessageHandler handler, int limit, boolean handle) {
        queue.requireOpen();
        boolean role = engine.readsInPlace();
        if (role) {
            queue.enterRole(); // a handle closed meanwhile keeps it until this is over
        }
        Consumers mine = consumers.get();
        QueueConsumer consumer = mine.borrow();
        try {
            return handle ? consumer.handle(handler, limit) : consumer.drain(handler, limit);
        } finally {
            mine.free = consumer;
            if (role) {
                queue.leaveRole();
            }
        }
    }

    /** Null if nothing is ready. */
    Delivery<E> lease(LeaseQueue leases) {
        queue.enterRole(); // who closes meanwhile gives this back, too
        Consumers mine = consumers.get();
        QueueConsumer consumer = mine.borrow();
        try {
            return leases.lease((LeaseConsumer) consumer, codec);
        } finally {
            mine.free = consumer;
            queue.leaveRole();
        }
    }

    /** A look that throws at the end of a queue that was shut down. */
    private <T> T lookOpen(Look<T> looking) {
        T found = looking.look();
        if (found != null || !engine.isShutDown()) {
            return found;
        }
        found = looking.look(); // after that word was seen: what was put before the shutdown is found
        if (found == null && engine.looksAgain()) {
            long start = System.nanoTime();
            do {
                LockSupport.parkNanos(LAST_LOOK_NANOS); // an interrupt ends it early
            } while (System.nanoTime() - start < LAST_LOOK_NANOS);
            found = looking.look();
        }
        if (found == null && engine.isOver()) {
            throw new QueueShutDownException(queue.path() + " was shut down and is empty");
        }
        return found;
    }

    /** Waits for what {@code looking} finds; null if that is nothing until the timeout; zero or less looks once. */
    <T> T await(Look<T> looking, long nanos) throws InterruptedException {
        T found = lookOpen(looking);
        if (found != null) {
            return found;
        }
        Waiter waiter = queue.newWaiter(nanos, engine.bells.takers);
        while (waiter.await()) {
            if (queue.tick(waiter)) {
                engine.tick();
            }
            found = lookOpen(looking);
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
