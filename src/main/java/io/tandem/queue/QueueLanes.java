package io.tandem.queue;

import static io.tandem.queue.QueueLayout.*;

import io.tandem.file.CrashPoint;
import io.tandem.file.Memory;
import io.tandem.file.SharedFile;
import io.tandem.file.SharedFileException;
import io.tandem.file.SharedFileException.Reason;
import io.tandem.lane.Lane;
import io.tandem.lane.LaneTaker;
import io.tandem.lane.LaneWriter;
import io.tandem.owner.OwnedWord;
import io.tandem.owner.Participants;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The lanes of one queue in this JVM, shared by all handles on it: taking one as a producer, adopting those of the dead,
 * looking through them as a consumer. The threads of this JVM put into one lane, one at a time; it is taken at the first
 * put. What a dead producer published stays in its lane and is consumed like any other.
 */
final class QueueLanes {
    private static final int QUANTUM = 64;

    private final SharedFile file;
    private final Participants participants;
    private final AtomicReferenceArray<Lane> lanes;
    private final int capacity;
    private LaneWriter writer;

    QueueLanes(SharedFile file, Participants participants) {
        this.file = file;
        this.participants = participants;
        this.lanes = new AtomicReferenceArray<>((int) file.header().count());
        this.capacity = Memory.intPlain(file, file.body(CAPACITY_AT));
        long expected = dataAt(lanes.length(), capacity, lanes.length());
        if (capacity <= 0 || file.header().bodyBytes() != expected) {
            throw new SharedFileException(
                    Reason.CORRUPT_HEADER,
                    file.path(),
                    "body size " + expected + " for lanes of " + capacity,
                    "body size " + file.header().bodyBytes());
        }
    }

    int largestMessage() {
        return Lane.largestMessage(capacity);
    }

    boolean isShutDown() {
        return Memory.intAcquire(file, file.body(SHUTDOWN_AT)) != 0; // pairs with shutDown()
    }

    void shutDown() {
        Memory.intRelease(file, file.body(SHUTDOWN_AT), 1); // pairs with isShutDown()
    }

    private int used() {
        return Math.min(lanes.length(), Memory.intAcquire(file, file.body(USED_AT))); // pairs with the CAS in own()
    }

    private Lane lane(int number) {
        Lane lane = lanes.get(number);
        if (lane == null) {
            lane = Lane.in(
                    file.mapping(),
                    io.tandem.file.FileLayout.BODY_AT + wordsAt(number),
                    io.tandem.file.FileLayout.BODY_AT + dataAt(lanes.length(), capacity, number),
                    capacity);
            lanes.set(number, lane);
        }
        return lane;
    }

    /** This JVM's lane; the caller holds the file's local lock. */
    LaneWriter writer() {
        if (writer == null) {
            writer = own();
        }
        return writer;
    }

    /** A lane of the caller's own: a free one, else a dead producer's. */
    LaneWriter own() {
        for (int pass = 0; pass < 2; pass++) {
            for (int number = 0; number < lanes.length(); number++) {
                Lane lane = lane(number);
                OwnedWord.Taken taken = OwnedWord.tryAcquire(
                        file, lane.ownerAddress(), participants.self(), pass == 0 ? null : participants::isDead);
                if (taken != OwnedWord.Taken.NO) {
                    CrashPoint.at("queue.owned");
                    return prepare(lane, number);
                }
            }
        }
        throw new SharedFileException(
                Reason.TOO_MANY_PARTICIPANTS,
                file.path(),
                "at most " + lanes.length() + " producers",
                "all lanes owned by live processes " + participants.pids());
    }

    private LaneWriter prepare(Lane lane, int number) {
        boolean prepared = false;
        try {
            if (!lane.isReady()) {
                file.allocate(dataAt(lanes.length(), capacity, number), capacity);
                CrashPoint.at("queue.allocated");
                lane.setReady();
                CrashPoint.at("queue.ready");
            }
            int used = Memory.intAcquire(file, file.body(USED_AT));
            while (used <= number && !Memory.compareAndSetInt(file, file.body(USED_AT), used, number + 1)) {
                used = Memory.intAcquire(file, file.body(USED_AT));
            }
            CrashPoint.at("queue.used");
            LaneWriter made = new LaneWriter(lane);
            prepared = true;
            return made;
        } finally {
            if (!prepared) {
                OwnedWord.release(file, lane.ownerAddress());
            }
        }
    }

    void giveBack(LaneWriter owned) {
        OwnedWord.release(file, owned.lane().ownerAddress());
    }

    /** The caller closes the last handle of this JVM. */
    void giveBackAll() {
        if (writer != null) {
            giveBack(writer);
            writer = null;
        }
    }

    /** Where a consumer thread looks first, and how much longer. */
    static final class Cursor {
        final LaneTaker taker = new LaneTaker();
        private int lane;
        private int left;
    }

    /** Takes up to {@code limit} messages of one lane; 0 if all lanes were empty when it looked at them. */
    int take(Cursor cursor, int limit, int bytes) {
        int used = used();
        for (int looked = 0; looked < used; looked++) {
            if (cursor.left <= 0 || cursor.lane >= used) {
                cursor.lane = cursor.lane + 1 >= used ? 0 : cursor.lane + 1;
                cursor.left = QUANTUM;
            }
            int taken = cursor.taker.take(lane(cursor.lane), limit, bytes);
            if (taken > 0) {
                cursor.left -= taken;
                return taken;
            }
            cursor.left = 0;
        }
        return 0;
    }

    long size() {
        long size = 0;
        for (int number = used() - 1; number >= 0; number--) {
            size += lane(number).size();
        }
        return size;
    }

    boolean isEmpty() {
        for (int number = used() - 1; number >= 0; number--) {
            if (!lane(number).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** For looking without taking: the lanes that had an owner. */
    Lane[] usedLanes() {
        Lane[] all = new Lane[used()];
        for (int number = 0; number < all.length; number++) {
            all[number] = lane(number);
        }
        return all;
    }
}
