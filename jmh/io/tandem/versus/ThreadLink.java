package io.tandem.versus;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.EventPoller;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.dsl.ProducerType;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.agrona.concurrent.UnsafeBuffer;
import org.jctools.queues.MpmcArrayQueue;
import org.jctools.queues.SpscArrayQueue;

/**
 * References only: queues between threads of one JVM. JCTools hands over buffers that the sender uses again, twice as
 * many as the queue holds, so that none of them is filled while it is read; Disruptor's slots are the buffers.
 */
final class ThreadLink {
    private static final int LEAST_SLOTS = 16;
    static final int MOST_SLOTS = 1 << 14;

    /** By channel: what the threads of this JVM share. */
    private static final Map<String, Object> SHARED = new ConcurrentHashMap<>();

    private ThreadLink() {}

    @SuppressWarnings("unchecked")
    private static <T> T shared(Place place, Supplier<T> made) {
        return (T) SHARED.computeIfAbsent(place.channel(), channel -> made.get());
    }

    private static int slots(Place place) {
        return Math.max(LEAST_SLOTS, Math.min(MOST_SLOTS, Integer.highestOneBit(place.capacity() / place.size())));
    }

    private static UnsafeBuffer buffer(Place place) {
        return new UnsafeBuffer(new byte[place.size()]);
    }

    private static Queue<UnsafeBuffer> queue(Place place, boolean many) {
        return ThreadLink.<Queue<UnsafeBuffer>>shared(place, () -> {
            if (many) {
                return new MpmcArrayQueue<>(slots(place));
            }
            return new SpscArrayQueue<>(slots(place));
        });
    }

    static Receiver receiver(Place place, Sink sink, boolean many) {
        Queue<UnsafeBuffer> queue = queue(place, many);
        return () -> {
            int received = 0;
            while (received < Receiver.LIMIT) {
                UnsafeBuffer message = queue.poll();
                if (message == null) {
                    break;
                }
                sink.accept(message, 0, message.capacity());
                received++;
            }
            return received;
        };
    }

    static Sender sender(Place place, boolean many) {
        Queue<UnsafeBuffer> queue = queue(place, many);
        UnsafeBuffer[] buffers = new UnsafeBuffer[2 * slots(place)];
        for (int i = 0; i < buffers.length; i++) {
            buffers[i] = buffer(place);
        }
        return sequence -> {
            UnsafeBuffer message = buffers[(int) sequence & buffers.length - 1];
            Payload.fill(message, 0, message.capacity(), sequence);
            return queue.offer(message);
        };
    }

    private record Disruptor(RingBuffer<UnsafeBuffer> ring, EventPoller<UnsafeBuffer> poller) {}

    private static Disruptor disruptor(Place place) {
        return shared(place, () -> {
            RingBuffer<UnsafeBuffer> ring = RingBuffer.create(
                    place.senders() > 1 ? ProducerType.MULTI : ProducerType.SINGLE,
                    () -> buffer(place),
                    slots(place),
                    new BusySpinWaitStrategy());
            EventPoller<UnsafeBuffer> poller = ring.newPoller();
            ring.addGatingSequences(poller.getSequence());
            return new Disruptor(ring, poller);
        });
    }

    static Receiver disruptorReceiver(Place place, Sink sink) {
        EventPoller<UnsafeBuffer> poller = disruptor(place).poller();
        return new Receiver() {
            private int received;

            private boolean handle(UnsafeBuffer message, long position, boolean last) {
                sink.accept(message, 0, message.capacity());
                return ++received < LIMIT;
            }

            private final EventPoller.Handler<UnsafeBuffer> handler = this::handle;

            @Override
            public int poll() {
                received = 0;
                try {
                    poller.poll(handler);
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
                return received;
            }
        };
    }

    static Sender disruptorSender(Place place) {
        RingBuffer<UnsafeBuffer> ring = disruptor(place).ring();
        return sequence -> {
            if (!ring.hasAvailableCapacity(1)) {
                return false;
            }
            long at = ring.next();
            UnsafeBuffer message = ring.get(at);
            Payload.fill(message, 0, message.capacity(), sequence);
            ring.publish(at);
            return true;
        };
    }
}
