package io.tandem.queue;

import static io.tandem.queue.QueueLayout.*;

import io.tandem.file.CrashPoint;
import io.tandem.file.Memory;
import io.tandem.file.SharedFile;
import io.tandem.file.SharedFileException;
import io.tandem.file.SharedFileException.Reason;
import io.tandem.lane.Lane;
import io.tandem.lane.LanePeeker;
import io.tandem.lane.LaneWriter;
import io.tandem.lane.MessageHandler;
import io.tandem.owner.Attachment;
import io.tandem.owner.OwnedWord;
import io.tandem.owner.Participants;
import io.tandem.owner.SharedDirectory;
import java.nio.file.Files;

/**
 * The lanes of one queue in this JVM, shared by all handles on it: owning one as a producer, adopting those of the dead,
 * looking through them as a consumer. What a dead producer published stays in its lane and is consumed like any other.
 */
final class QueueLanes implements SharedFile.Engine {
    private final SharedFile file;
    private final SharedDirectory directory;
    private final int capacity;
    private final SharedFile[] files;
    private volatile Lane[] lanes;
    private final InPlaceConsumer exclusive;
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
        boolean one = Memory.intPlain(file, file.body(EXCLUSIVE_AT)) != 0;
        this.exclusive =
                one ? new InPlaceConsumer(file, directory.participants(), file.body(READER_AT), files.length) : null;
    }

    /** Null if there may be many consumers. */
    InPlaceConsumer exclusive() {
        return exclusive;
    }

    int capacity() {
        return capacity;
    }

    int largestMessage() {
        return Lane.largestMessage(capacity);
    }

    boolean isShutDown() {
        return Memory.intAcquire(file, file.body(SHUTDOWN_AT)) != 0; // pairs with shutDown()
    }

    void shutDown() {
        CrashPoint.at("queue.shutting");
        Memory.intRelease(file, file.body(SHUTDOWN_AT), 1); // pairs with isShutDown()
        CrashPoint.at("queue.shut");
    }

    void requireNotShutDown() {
        if (isShutDown()) {
            throw refused();
        }
    }

    private QueueShutDownException refused() {
        return new QueueShutDownException(file.path() + " was shut down: it accepts nothing more");
    }

    /**
     * To be called after every publication. If the queue was shut down while that was under way, its consumers may have
     * left: then the messages are taken back, and refused. If that fails, a consumer is still there and comes to them.
     */
    void published(LaneWriter by, long at) {
        if (isShutDown() && exclusive == null && by.retract(at)) {
            throw refused();
        }
    }

    int used() {
        return Math.min(files.length, Memory.intAcquire(file, file.body(USED_AT))); // pairs with the CAS in prepare()
    }

    /** Null if it has no file yet, or not any more. */
    Lane lane(int number) {
        Lane lane = lanes[number];
        if (lane != null || Memory.intAcquire(file, file.body(readyAt(number))) == 0) {
            return lane;
        }
        try {
            return open(number, false);
        } catch (SharedFileException e) {
            if (e.reason() == Reason.NOT_FOUND && file.destroyed()) {
                return null;
            }
            throw e;
        }
    }

    private synchronized Lane open(int number, boolean create) {
        if (lanes[number] == null) {
            files[number] = create
                    ? Lane.open(directory, file, number, capacity)
                    : directory.attach(Lane.path(file, number), Lane.kind());
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
            Lane lane = open(number, true);
            CrashPoint.at("queue.made");
            if (file.destroyed()) {
                files[number].destroy(); // by now nobody else may look for it
            }
            Memory.intRelease(file, file.body(readyAt(number)), 1); // pairs with lane()
            CrashPoint.at("queue.ready");
            int used;
            do {
                used = Memory.intAcquire(file, file.body(USED_AT));
            } while (used <= number && !Memory.compareAndSetInt(file, file.body(USED_AT), used, number + 1));
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

    /** The next put looks again what is in the lane: for a thread that an error threw out of the middle of a put. */
    void forgetWriter() {
        Owned mine = writer;
        writer = null; // first: giving back may fail as the put did
        if (mine != null) {
            giveBack(mine);
        }
    }

    @Override
    public void lastReleased() {
        file.localLock().lock(); // a put that is under way ends before its lane can become somebody else's
        try {
            forgetWriter();
            if (exclusive != null) {
                exclusive.leave();
            }
        } finally {
            file.localLock().unlock();
        }
        releaseFiles();
    }

    private synchronized void releaseFiles() {
        for (SharedFile each : files) {
            if (each != null) {
                each.release();
            }
        }
    }

    /** Takes the names of the lanes' files away, ready or not, after that of the queue. May be repeated. */
    void destroy() {
        file.destroy();
        for (int number = 0; number < files.length; number++) {
            if (Files.exists(Lane.path(file, number))) {
                open(number, false);
                files[number].destroy();
            }
        }
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
