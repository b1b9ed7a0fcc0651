package io.tandem.versus;

import io.tandem.codec.Codecs;
import io.tandem.lane.MessageHandler;
import io.tandem.pipe.PipeReceiver;
import io.tandem.pipe.PipeSender;
import io.tandem.pipe.SharedPipe;

/** Ours: a simplex pipe, used through a sender's claims and a receiver, in place. */
final class PipeLink {
    static final int LARGE_CAPACITY = 16 << 20;

    private PipeLink() {}

    static Receiver receiver(Place place, Sink sink, int capacity) {
        PipeReceiver receiver = SharedPipe.create(place.file(""), Codecs.of(byte[].class), false, capacity)
                .first()
                .receiver();
        MessageHandler handler = (type, buffer, index, length) -> sink.accept(buffer, index, length);
        return () -> receiver.drain(handler, Receiver.LIMIT);
    }

    static Sender sender(Place place, int batch) {
        PipeSender sender = SharedPipe.attach(place.file(""), byte[].class, QueueLink.PATIENCE)
                .second()
                .sender();
        int size = place.size();
        return new Sender() {
            private int pending;

            @Override
            public boolean trySend(long sequence) {
                int at = sender.tryClaim(size);
                if (at < 0) {
                    sender.publish();
                    pending = 0;
                    return false;
                }
                Payload.fill(sender.buffer(), at, size, sequence);
                if (batch == 1) {
                    sender.commitAndPublish();
                    return true;
                }
                sender.commit();
                if (++pending >= batch) {
                    sender.publish();
                    pending = 0;
                }
                return true;
            }
        };
    }
}
