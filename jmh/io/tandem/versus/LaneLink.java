package io.tandem.versus;

import io.tandem.file.SharedFile;
import io.tandem.lane.Lane;
import io.tandem.lane.LaneReader;
import io.tandem.lane.LaneWriter;
import io.tandem.lane.MessageHandler;
import io.tandem.owner.SharedDirectory;

/** Ours: a lane with one consumer that reads in place. */
final class LaneLink {
    private LaneLink() {}

    private static Lane lane(Place place) {
        SharedDirectory directory = SharedDirectory.open(place.directory(), true);
        return new Lane(directory.createOrAttach(place.file(""), Lane.spec(place.capacity()), SharedFile.Filler.ZEROS));
    }

    static Receiver receiver(Place place, Sink sink) {
        LaneReader reader = new LaneReader(lane(place));
        MessageHandler handler = (type, buffer, index, length) -> sink.accept(buffer, index, length);
        return () -> reader.drain(handler, Receiver.LIMIT);
    }

    static Sender sender(Place place, int batch) {
        Lane lane = lane(place);
        LaneWriter writer = new LaneWriter(lane);
        int size = place.size();
        return new Sender() {
            private int pending;

            @Override
            public boolean trySend(long sequence) {
                int at = writer.claim(size);
                if (at == LaneWriter.NO_ROOM) {
                    writer.publish();
                    pending = 0;
                    return false;
                }
                Payload.fill(lane.data(), at, size, sequence);
                if (batch == 1) {
                    writer.commitAndPublish(Lane.MESSAGE);
                    return true;
                }
                writer.commit(Lane.MESSAGE);
                if (++pending >= batch) {
                    writer.publish();
                    pending = 0;
                }
                return true;
            }
        };
    }
}
