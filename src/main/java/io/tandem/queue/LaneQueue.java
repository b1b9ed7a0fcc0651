package io.tandem.queue;

import static io.tandem.queue.QueueLayout.READER_AT;

import io.tandem.file.FileSpec;
import io.tandem.file.SharedFile;
import io.tandem.lane.Lane;
import io.tandem.lane.LanePeeker;
import io.tandem.lane.LaneReader;
import io.tandem.lane.LaneWriter;
import io.tandem.lane.MessageHandler;
import io.tandem.lane.MessageWriter;
import io.tandem.owner.Attachment;

/** Order per producer: each lane keeps its own. */
final class LaneQueue extends QueueEngine {
    private static final long SOMETHING = -1;

    final QueueLanes<Lane> lanes;
    private final InPlaceConsumer exclusive;
    private final LaneReader[] readers;
    private int next;

    LaneQueue(Attachment attachment, QueueOptions options) {
        this(attachment, options, new QueueLanes<>(attachment, new LaneForm(options.laneBytes())));
    }

    private LaneQueue(Attachment attachment, QueueOptions options, QueueLanes<Lane> lanes) {
        super(attachment, options, lanes);
        this.lanes = lanes;
        this.readers = new LaneReader[options.lanes()];
        this.exclusive = options.exclusive() ? new InPlaceConsumer(this, file.body(READER_AT), this::read) : null;
    }

    private record LaneForm(int capacity) implements QueueLanes.Form<Lane> {
        @Override
        public FileSpec spec() {
            return Lane.spec(capacity);
        }

        @Override
        public Lane lane(SharedFile file) {
            return new Lane(file);
        }

        @Override
        public MessageWriter writer(int number, Lane lane, boolean ownerDied) {
            return new LaneWriter(lane);
        }
    }

    @Override
    QueueConsumer consumer() {
        return exclusive == null ? new CopyingConsumer(lanes, this) : exclusive;
    }

    @Override
    boolean readsInPlace() {
        return exclusive != null;
    }

    /** The only consumer's look: each lane has its turn. */
    private int read(MessageHandler handler, int limit) {
        int used = lanes.used();
        int count = 0;
        for (int looked = 0; looked < used && count < limit; looked++) {
            next = next + 1 >= used ? 0 : next + 1;
            LaneReader reader = reader(next);
            int read = reader == null ? 0 : reader.drain(handler, limit - count);
            if (read > 0) {
                bells.putters.ring(); // before the handler is busy with the next lane
            }
            count += read;
        }
        return count;
    }

    private LaneReader reader(int number) {
        if (readers[number] == null) {
            Lane lane = lanes.lane(number);
            readers[number] = lane == null ? null : new LaneReader(lane);
        }
        return readers[number];
    }

    @Override
    long settled(MessageWriter by, long at) {
        return exclusive == null ? super.settled(by, at) : at;
    }

    @Override
    void leave() {
        if (exclusive != null) {
            exclusive.leave();
        }
    }

    @Override
    void look(MessageHandler handler, int limit) {
        LanePeeker peeker = new LanePeeker();
        int left = limit;
        for (int number = 0; number < lanes.used() && left > 0; number++) {
            Lane lane = lanes.lane(number);
            left -= lane == null ? 0 : peeker.look(lane, handler, left);
        }
    }

    @Override
    long size() {
        long size = 0;
        for (int number = lanes.used() - 1; number >= 0; number--) {
            Lane lane = lanes.lane(number);
            size += lane == null ? 0 : lane.size();
        }
        return size;
    }

    /**
     * Nothing was in any lane at one moment of this call: no head moved between two looks that found all of them empty. A
     * single look may see each lane at a time when it was another one that had the message.
     */
    @Override
    boolean isEmpty() {
        long before = SOMETHING;
        long now = emptyAt();
        while (now != before && now != SOMETHING) {
            before = now;
            now = emptyAt();
        }
        return now != SOMETHING;
    }

    /** A number that grows with each lane and with each message taken, of one look at all lanes; or {@link #SOMETHING}. */
    private long emptyAt() {
        int used = lanes.used();
        long at = used;
        for (int number = 0; number < used; number++) {
            Lane lane = lanes.lane(number);
            long head = lane == null ? 0 : lane.emptyAt();
            if (head == Lane.NOT_EMPTY) {
                return SOMETHING;
            }
            at += head;
        }
        return at;
    }

    /** By a single look: who waits looks often. */
    @Override
    boolean hasMessage() {
        return emptyAt() == SOMETHING;
    }

    @Override
    boolean mayMiss() {
        return exclusive == null && lanes.used() > 1 && !isEmpty();
    }
}
