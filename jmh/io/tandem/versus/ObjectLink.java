package io.tandem.versus;

import io.tandem.codec.Codecs;
import io.tandem.queue.QueueOptions;
import io.tandem.queue.SharedQueue;

/** Ours: {@code put(E)} and {@code take()}; longs where 8 bytes are sent, texts of that length else. */
final class ObjectLink {
    private static final int TEXTS = 64;

    private ObjectLink() {}

    private static String[] texts(int size) {
        String[] texts = new String[TEXTS];
        for (int i = 0; i < TEXTS; i++) {
            texts[i] = String.valueOf((char) ('0' + i)).repeat(size);
        }
        return texts;
    }

    static Receiver receiver(Place place, Sink sink) {
        QueueOptions options = QueueOptions.DEFAULT.laneBytes(place.capacity());
        if (place.size() == Long.BYTES) {
            SharedQueue<Long> queue = SharedQueue.create(place.file(""), Codecs.of(Long.class), options);
            return () -> {
                sink.sequence(take(queue));
                return 1;
            };
        }
        SharedQueue<String> queue = SharedQueue.create(place.file(""), Codecs.of(String.class), options);
        String[] texts = texts(place.size());
        return new Receiver() {
            private long next;

            @Override
            public int poll() {
                if (!texts[(int) next & TEXTS - 1].equals(take(queue))) {
                    throw new AssertionError("a wrong text instead of message " + next);
                }
                sink.sequence(next++);
                return 1;
            }
        };
    }

    private static <E> E take(SharedQueue<E> queue) {
        try {
            return queue.take();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static <E> boolean put(SharedQueue<E> queue, E message) {
        try {
            queue.put(message);
            return true;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static Sender sender(Place place) {
        if (place.size() == Long.BYTES) {
            SharedQueue<Long> queue = SharedQueue.attach(place.file(""), Long.class, QueueLink.PATIENCE);
            return sequence -> put(queue, sequence);
        }
        SharedQueue<String> queue = SharedQueue.attach(place.file(""), String.class, QueueLink.PATIENCE);
        String[] texts = texts(place.size());
        return sequence -> put(queue, texts[(int) sequence & TEXTS - 1]);
    }
}
