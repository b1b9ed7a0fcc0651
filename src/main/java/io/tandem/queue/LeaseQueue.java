package io.tandem.queue;

import io.tandem.codec.Codec;
import io.tandem.file.FileSpec;
import io.tandem.file.SharedFile;
import io.tandem.file.SharedFileException;
import io.tandem.file.SharedFileException.Reason;
import io.tandem.lane.MessageHandler;
import io.tandem.lane.MessageWriter;
import io.tandem.lease.LeaseLane;
import io.tandem.lease.LeasePeeker;
import io.tandem.lease.LeaseTaker;
import io.tandem.lease.LeaseWriter;
import io.tandem.owner.Attachment;
import io.tandem.spill.SharedBytes;
import io.tandem.wait.Waiter;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Order per producer; messages are leased, and done with when they are acknowledged. */
final class LeaseQueue extends QueueEngine {
    static final long NO_REFERENCE = -1;

    private static final long RECOVERY_NANOS = 100_000_000;

    final QueueLanes<LeaseLane> lanes;
    final int most;
    /** What this JVM has leased. */
    final AtomicInteger held = new AtomicInteger();

    private final AtomicLong recovered = new AtomicLong(System.nanoTime());
    private final DeadLetters deadLetters;

    LeaseQueue(Attachment attachment, QueueOptions options) {
        this(
                attachment,
                options,
                new QueueLanes<>(
                        attachment,
                        new LeaseForm(
                                options.laneBytes(),
                                attachment.directory().participants().self())));
    }

    private LeaseQueue(Attachment attachment, QueueOptions options, QueueLanes<LeaseLane> lanes) {
        super(attachment, options, lanes);
        this.lanes = lanes;
        this.most = options.mostDeliveries();
        this.deadLetters = options.mostDeliveries() > 0 ? new DeadLetters(this) : null;
    }

    private record LeaseForm(int capacity, long self) implements QueueLanes.Form<LeaseLane> {
        @Override
        public FileSpec spec() {
            return LeaseLane.spec(capacity);
        }

        @Override
        public LeaseLane lane(SharedFile file) {
            return new LeaseLane(file);
        }

        @Override
        public MessageWriter writer(int number, LeaseLane lane, boolean ownerDied) {
            return new LeaseWriter(lane, self);
        }
    }

    @Override
    QueueConsumer consumer() {
        return new LeaseConsumer(this);
    }

    /** Null if there are none in this queue. */
    DeadLetters deadLetters() {
        return deadLetters;
    }

    @Override
    boolean readsInPlace() {
        return true;
    }

    /** What was just leased, for a user; null if nothing is ready. What cannot be decoded goes back, and is thrown. */
    <E> Delivery<E> lease(LeaseConsumer consumer, Codec<E> codec) {
        LeaseLane lane = consumer.lease();
        if (lane == null) {
            return null;
        }
        holds();
        LeaseTaker lent = consumer.taker();
        long sequence = lent.sequence();
        long word = lent.word();
        Delivery<E> delivery = null;
        try {
            Decoding.Single<E> value = new Decoding.Single<>(codec);
            SharedBytes bytes = consumer.leasedBytes(lane);
            if (bytes == null) {
                value.onMessage(lent.type(), lane.data(), lent.index(), lent.length());
            } else {
                value.onBytes(bytes);
            }
            delivery = new Delivery<>(this, lane, lent, value.message());
            return delivery;
        } finally {
            if (delivery == null) {
                held.decrementAndGet();
                giveBack(lane, sequence, word);
            }
        }
    }

    /** This JVM holds one more: for its own threads, that ends a queue that was shut down. */
    void holds() {
        held.incrementAndGet();
        if (isShutDown()) {
            bells.takers.ring();
        }
    }

    /** To be called after something of this lane was acknowledged, or taken for good. */
    void acknowledged(LeaseLane lane) {
        bells.putters.ring();
        if ((bells.joiners.isAwaited() || isShutDown()) && !lane.isPending(most)) {
            bells.joiners.ring();
            bells.takers.ring();
        }
    }

    /** Makes it ready again, or a dead letter. */
    void giveBack(LeaseLane lane, long sequence, long word) {
        boolean given = LeaseTaker.giveBack(lane, sequence, word);
        bells.takers.ring();
        if (given && most > 0 && LeaseTaker.deliveries(word) >= most) {
            deadLetters.bury(lane);
        }
    }

    static long reference(LeaseLane lane, LeaseTaker leased) {
        return leased.type() == MessageWriter.REFERENCE ? lane.data().getLong(leased.index()) : NO_REFERENCE;
    }

    SharedBytes bytes(long reference) {
        SharedBytes bytes = spill.open(reference);
        if (bytes == null) {
            throw new SharedFileException(Reason.NOT_FOUND, spill.path(reference), "the bytes of a message", "nothing");
        }
        return bytes;
    }

    @Override
    void tick() {
        recover();
    }

    /** Makes ready what the dead had leased; returns how many messages. */
    int recover() {
        recovered.set(System.nanoTime());
        int count = 0;
        for (int number = lanes.used() - 1; number >= 0; number--) {
            LeaseLane lane = lanes.lane(number);
            count += lane == null ? 0 : lane.recover(directory.participants()::isDead, directory.participants());
        }
        if (count > 0) {
            bells.takers.ring();
        }
        return count;
    }

    void recoverNowAndThen() {
        if (System.nanoTime() - recovered.get() > RECOVERY_NANOS) {
            tick();
        }
    }

    /** False if not all was acknowledged until the timeout. */
    boolean join(SharedQueue<?> handle, long nanos) throws InterruptedException {
        if (isIdle()) {
            return true;
        }
        Waiter waiter = handle.newWaiter(nanos, bells.joiners);
        while (waiter.await()) {
            handle.requireOpen();
            if (handle.tick(waiter)) {
                tick();
            }
            if (isIdle()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether at one moment everything was acknowledged: at the end of the first pass, if no put came between the two
     * looks at each lane.
     */
    private boolean isIdle() {
        int used = lanes.used();
        long[] ends = new long[used];
        for (int number = 0; number < used; number++) {
            LeaseLane lane = lanes.lane(number);
            ends[number] = lane == null ? 0 : lane.idleAt();
            if (ends[number] < 0) {
                return false;
            }
        }
        for (int number = 0; number < used; number++) {
            LeaseLane lane = lanes.lane(number);
            if (lane != null && lane.idleAt() != ends[number]) {
                return false;
            }
        }
        return used == lanes.used();
    }

    /**
     * What others have leased may come back if they die; but who holds something itself must not wait for that, and nobody
     * for room among the dead letters.
     */
    @Override
    boolean isOver() {
        return held.get() > 0 || pending() == 0;
    }

    private long pending() {
        long pending = 0;
        for (int number = lanes.used() - 1; number >= 0; number--) {
            LeaseLane lane = lanes.lane(number);
            pending += lane == null ? 0 : lane.pending(most);
        }
        return pending;
    }

    @Override
    void look(MessageHandler handler, int limit) {
        LeasePeeker peeker = new LeasePeeker();
        int left = limit;
        for (int number = 0; number < lanes.used() && left > 0; number++) {
            LeaseLane lane = lanes.lane(number);
            left -= lane == null ? 0 : peeker.look(lane, handler, left);
        }
    }

    @Override
    void lookAtAll(MessageHandler handler) {
        LeasePeeker peeker = new LeasePeeker();
        for (int number = 0; number < lanes.used(); number++) {
            LeaseLane lane = lanes.lane(number);
            if (lane != null) {
                peeker.lookAtAll(lane, handler);
            }
        }
    }

    @Override
    long size() {
        long size = 0;
        for (int number = lanes.used() - 1; number >= 0; number--) {
            LeaseLane lane = lanes.lane(number);
            size += lane == null ? 0 : lane.ready();
        }
        return size;
    }

    @Override
    boolean isEmpty() {
        return size() == 0;
    }

    /** Who waits for several queues at once calls nothing but this: it has to look for the dead, too. */
    @Override
    boolean hasMessage() {
        recoverNowAndThen();
        for (int number = lanes.used() - 1; number >= 0; number--) {
            LeaseLane lane = lanes.lane(number);
            if (lane != null && lane.hasReady(most)) {
                return true;
            }
        }
        return false;
    }

    @Override
    void leave() {
        for (int number = lanes.used() - 1; number >= 0 && held.get() > 0; number--) {
            LeaseLane lane = lanes.lane(number);
            if (lane != null) {
                lane.giveBackAll(directory.participants().self());
            }
        }
        held.set(0);
        bells.takers.ring();
    }

    @Override
    void release() {
        if (deadLetters != null) {
            deadLetters.release();
        }
    }

    @Override
    void destroy() {
        super.destroy();
        if (deadLetters != null) {
            deadLetters.destroy();
        }
    }
}
