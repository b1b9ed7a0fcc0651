package io.tandem.queue;

import io.tandem.codec.Codec;
import io.tandem.lane.MessageWriter;
import io.tandem.queue.QueueLanes.Owned;
import io.tandem.spill.SharedBytes;
import io.tandem.wait.Waiter;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.channels.ReadableByteChannel;
import java.util.Objects;
import org.agrona.ExpandableArrayBuffer;

/**
 * What a {@link SharedQueue} does to put: encode, and publish in this JVM's lane; what is too long for the lane goes into
 * a file first, and a reference to it into the lane. Any thread, one at a time inside a lane.
 */
final class PuttingHalf<E> {
    /** A timeout that is none: look once, whether interrupted or not. */
    static final long ONCE = Long.MIN_VALUE;

    /** A thread keeps its buffer up to this size. */
    private static final int KEPT_BYTES = 4 << 20;

    private enum Result {
        PUT,
        FULL,
        SPILL
    }

    private final SharedQueue<E> queue;
    private final QueueEngine engine;
    private final Codec<E> codec;
    private final ThreadLocal<Buffers> buffers = ThreadLocal.withInitial(Buffers::new);

    /** A codec that puts in turn gets another one. */
    private static final class Buffers {
        private ExpandableArrayBuffer free;

        ExpandableArrayBuffer borrow() {
            ExpandableArrayBuffer mine = free;
            free = null;
            return mine == null ? new ExpandableArrayBuffer(1024) : mine;
        }

        void giveBack(ExpandableArrayBuffer borrowed) {
            free = borrowed.capacity() <= KEPT_BYTES ? borrowed : null;
        }
    }

    PuttingHalf(SharedQueue<E> queue, QueueEngine engine, Codec<E> codec) {
        this.queue = queue;
        this.engine = engine;
        this.codec = codec;
    }

    /** False if there was no room until the timeout; zero or less looks once. */
    boolean offer(E message, long nanos) throws InterruptedException {
        queue.requireOpen();
        Objects.requireNonNull(message, "null cannot be queued; to tell consumers that nothing more comes: shutdown()");
        Buffers mine = buffers.get();
        ExpandableArrayBuffer buffer = mine.borrow();
        try {
            int length = codec == BytesCodec.INSTANCE ? Integer.MAX_VALUE : codec.encode(message, buffer, 0);
            Waiter waiter = null;
            while (true) {
                Result result = tryPut(buffer, length, waiter);
                if (result == Result.PUT) {
                    return true;
                }
                waiter = waiter == null && nanos != ONCE ? newWaiter(nanos) : waiter;
                if (result == Result.SPILL) {
                    return offerSpilled(message, buffer, length, waiter);
                }
                if (waiter == null || !await(waiter)) {
                    return false;
                }
            }
        } finally {
            mine.giveBack(buffer);
        }
    }

    private Waiter newWaiter(long nanos) {
        return queue.newWaiter(nanos, engine.bells.putters);
    }

    private boolean await(Waiter waiter) throws InterruptedException {
        boolean more = waiter.await();
        queue.tick(waiter);
        return more;
    }

    /** The look that a sleep may follow must find all the room there is. */
    private MessageWriter writer(Owned owned, Waiter waiter) {
        if (waiter != null && !waiter.spins()) {
            owned.writer().lookHarder();
        }
        return owned.writer();
    }

    private Result tryPut(ExpandableArrayBuffer buffer, int length, Waiter waiter) {
        queue.localLock().lock();
        try {
            queue.requireOpen();
            MessageWriter writer = writer(engine.writer(), waiter);
            boolean fits = length <= engine.largestMessage();
            int index = engine.claim(writer, fits ? length : Long.BYTES);
            if (index == MessageWriter.NO_ROOM) {
                return writer.lacksBytes() ? Result.SPILL : Result.FULL;
            }
            if (!fits) {
                writer.abort();
                return Result.SPILL;
            }
            writer.data().putBytes(index, buffer, 0, length);
            return publish(writer, writer.commitAndPublish(SharedQueue.MESSAGE)) ? Result.PUT : Result.FULL;
        } catch (Error e) {
            engine.forgetWriter(); // no memory, no stack: whatever was not done
            throw e;
        } finally {
            queue.localLock().unlock();
        }
    }

    private boolean publish(MessageWriter writer, long at) {
        if (at == MessageWriter.NO_ROOM) {
            writer.abort();
            return false;
        }
        VarHandle.fullFence(); // the publication before the look; pairs with the order of looks in TakingHalf.look()
        engine.published(writer, at);
        return true;
    }

    /** The file is written once, without the lock: that may take long. */
    private boolean offerSpilled(E message, ExpandableArrayBuffer buffer, int length, Waiter waiter)
            throws InterruptedException {
        Owned owned = owned();
        if (!(message instanceof SharedBytes bytes)) {
            return offerReference(owned, engine.spill.write(owned.number(), buffer, 0, length), waiter);
        }
        boolean put = offerReference(owned, engine.spill.write(owned.number(), bytes), waiter);
        if (put) {
            bytes.close(); // it belongs to who takes it
        }
        return put;
    }

    void put(ReadableByteChannel source) throws IOException, InterruptedException {
        queue.requireOpen();
        if (codec != BytesCodec.INSTANCE) {
            throw new IllegalStateException(queue.path() + " is no queue of SharedBytes: its messages are "
                    + codec.type() + ", which a channel does not give");
        }
        if (engine.isShutDown()) {
            throw engine.refused(); // before the source is read: that may take long
        }
        Owned owned = owned();
        offerReference(owned, engine.spill.write(owned.number(), source), newWaiter(Long.MAX_VALUE));
    }

    private boolean offerReference(Owned owned, long reference, Waiter waiter) throws InterruptedException {
        boolean put = false;
        try {
            do {
                put = tryPutReference(owned, reference, waiter);
            } while (!put && waiter != null && await(waiter));
        } catch (Error e) {
            put = true; // or not: the file is left to the sweep
            throw e;
        } finally {
            if (!put) {
                engine.spill.delete(reference);
            }
        }
        return put;
    }

    private Owned owned() {
        queue.localLock().lock();
        try {
            queue.requireOpen();
            return engine.writer();
        } finally {
            queue.localLock().unlock();
        }
    }

    private boolean tryPutReference(Owned owned, long reference, Waiter waiter) {
        queue.localLock().lock();
        try {
            queue.requireOpen();
            engine.requireNotShutDown();
            if (engine.writer() != owned) {
                throw new IllegalStateException("an error in another thread took the lane away: put it again");
            }
            MessageWriter writer = writer(owned, waiter);
            return publish(writer, writer.publishReference(reference));
        } catch (Error e) {
            engine.forgetWriter();
            throw e;
        } finally {
            queue.localLock().unlock();
        }
    }
}
