package io.tandem.versus;

import io.tandem.codec.Codecs;
import io.tandem.lane.MessageHandler;
import io.tandem.queue.QueueOptions;
import io.tandem.queue.QueueProducer;
import io.tandem.queue.SharedQueue;
import java.time.Duration;

/** Ours: a queue that any number of JVMs may take from, used through claims and {@code drain}. */
final class QueueLink {
    static final QueueOptions BY_PRODUCER = QueueOptions.DEFAULT;

    /** As many messages as the others have room for bytes, or more. */
    static final QueueOptions ORDERED = QueueOptions.DEFAULT.capacity(1 << 16);

    static final Duration PATIENCE = Duration.ofSeconds(20);

    private QueueLink() {}

    static Receiver receiver(Place place, Sink sink, QueueOptions options) {
        SharedQueue<byte[]> queue =
                SharedQueue.create(place.file(""), Codecs.of(byte[].class), options.laneBytes(place.capacity()));
        MessageHandler handler = (type, buffer, index, length) -> sink.accept(buffer, index, length);
        return () -> queue.drain(handler, Receiver.LIMIT);
    }

    static Sender sender(Place place, int batch) {
        QueueProducer producer =
                SharedQueue.attach(place.file(""), byte[].class, PATIENCE).producer();
        int size = place.size();
        return new Sender() {
            private int pending;

            @Override
            public boolean trySend(long sequence) {
                int at = producer.tryClaim(size);
                if (at < 0) {
                    producer.publish();
                    pending = 0;
                    return false;
                }
                Payload.fill(producer.buffer(), at, size, sequence);
                if (batch == 1) {
                    return producer.commitAndPublish();
                }
                producer.commit();
                if (++pending >= batch) {
                    producer.publish();
                    pending = 0;
                }
                return true;
            }
        };
    }
}
