package io.tandem.queue;

import static io.tandem.queue.QueueLayout.*;

import io.tandem.file.CrashPoint;
import io.tandem.file.Memory;
import io.tandem.file.SharedFile;
import io.tandem.file.SharedFileException;
import io.tandem.file.SharedFileException.Reason;
import io.tandem.lane.Lane;
import io.tandem.lane.LanePeeker;
import io.tandem.lane.LaneTaker;
import io.tandem.lane.LaneWriter;
import io.tandem.lane.MessageHandler;
import io.tandem.owner.Attachment;
import io.tandem.owner.OwnedWord;
import io.tandem.owner.Participants;
import io.tandem.owner.SharedDirectory;

/**
 * The lanes of one queue in this JVM, shared by all handles on it: owning one as a producer, adopting those of the dead,
 * looking through them as a consumer. What a dead producer published stays in its lane and is consumed like any other.
 */
final class QueueLanes implements SharedFile.Engine {
    private static final int QUANTUM = 64;

    private final SharedFile file;
    private final SharedDirectory directory;
    private final int capacity;
    private final SharedFile[] files;
    private volatile Lane[] lanes;
    private Owned writer;

    /** A lane this JVM owns. */
    record Owned(int number, LaneWriter writer) {}

    QueueLanes(Attachment attachment) {
        this.file = attachment.file();
        this.directory = attachment.directory();
        this.files = new SharedFile[(int) file.header().count()];
        this.lanes = new Lane[files.length];
        this.capacity = Memory.intPlain(file, file.body(CAPACITY_AT));
        Lane.requireCapacity(capacity);
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
        return Math.min(files.length, Memory.intAcquire(file, file.body(USED_AT))); // pairs with the CAS in prepare()
    }

    /** Null if it has no file yet. */
    private Lane lane(int number) {
        Lane lane = lanes[number];
        return lane != null || Memory.intAcquire(file, file.body(readyAt(number))) == 0 ? lane : open(number);
    }

    private synchronized Lane open(int number) {
        if (lanes[number] == null) {
            files[number] = Lane.open(
                    directory,
                    lanePath(file.path(), number),
                    capacity,
                    file.header().uuid());
            Lane[] all = lanes.clone();
            all[number] = new Lane(files[number]);
            lanes = all;
        }
        return lanes[number];
    }

    /** The lane all threads of this JVM put into, one at a time: the caller holds the file's local lock. */
    LaneWriter writer() {
        if (writer == null) {
            writer = own();
        }
        return writer.writer();
    }

    /** A lane of the caller's own: a free one, else a dead producer's. */
    Owned own() {
        Participants participants = directory.participants();
        for (int pass = 0; pass < 2; pass++) {
            for (int number = 0; number < files.length; number++) {
                OwnedWord.Taken taken = OwnedWord.tryAcquire(
                        file, file.body(ownerAt(number)), participants.self(), pass == 0 ? null : participants::isDead);
                if (taken != OwnedWord.Taken.NO) {
                    CrashPoint.at("queue.owned");
                    return prepare(number);
                }
            }
        }
        throw new SharedFileException(
                Reason.TOO_MANY_PARTICIPANTS,
                file.path(),
                "at most " + files.length + " producers",
                "all lanes owned, by processes " + participants.pids());
    }

    private Owned prepare(int number) {
        Owned prepared = null;
        try {
            Lane lane = open(number);
            CrashPoint.at("queue.made");
            Memory.intRelease(file, file.body(readyAt(number)), 1); // pairs with lane()
            CrashPoint.at("queue.ready");
            int used = Memory.intAcquire(file, file.body(USED_AT));
            while (used <= number && !Memory.compareAndSetInt(file, file.body(USED_AT), used, number + 1)) {
                used = Memory.intAcquire(file, file.body(USED_AT));
            }
            CrashPoint.at("queue.used");
            prepared = new Owned(number, new LaneWriter(lane));
            return prepared;
        } finally {
            if (prepared == null) {
                OwnedWord.release(file, file.body(ownerAt(number)));
            }
        }
    }

    void giveBack(Owned owned) {
        OwnedWord.release(file, file.body(ownerAt(owned.number())));
    }

    @Override
    public synchronized void lastReleased() {
        if (writer != null) {
            giveBack(writer);
            writer = null;
        }
        for (SharedFile each : files) {
            if (each != null) {
                each.release();
            }
        }
    }

    /** Takes the names of the lanes' files away. */
    void destroy() {
        for (int number = 0; number < files.length; number++) {
            if (lane(number) != null) {
                files[number].destroy();
            }
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
        for (int looked = 0; looked <= used; looked++) {
            if (cursor.left > 0 && cursor.lane < used) {
                Lane lane = lane(cursor.lane);
                int taken = lane == null ? 0 : cursor.taker.take(lane, limit, bytes);
                if (taken > 0) {
                    cursor.left -= taken;
                    return taken;
                }
            }
            cursor.lane = cursor.lane + 1 >= used ? 0 : cursor.lane + 1;
            cursor.left = QUANTUM;
        }
        return 0;
    }

    /** Shows up to {@code limit} messages without taking them. */
    void look(MessageHandler handler, int limit) {
        LanePeeker peeker = new LanePeeker();
        int left = limit;
        for (int number = 0; number < used() && left > 0; number++) {
            Lane lane = lane(number);
            left -= lane == null ? 0 : peeker.look(lane, handler, left);
        }
    }

    long size() {
        long size = 0;
        for (int number = used() - 1; number >= 0; number--) {
            Lane lane = lane(number);
            size += lane == null ? 0 : lane.size();
        }
        return size;
    }

    boolean isEmpty() {
        for (int number = used() - 1; number >= 0; number--) {
            Lane lane = lane(number);
            if (lane != null && !lane.isEmpty()) {
                return false;
            }
        }
        return true;
    }
}
