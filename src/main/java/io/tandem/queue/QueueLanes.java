package io.tandem.queue;

import static io.tandem.queue.QueueLayout.*;

import io.tandem.file.CrashPoint;
import io.tandem.file.FileSpec;
import io.tandem.file.Memory;
import io.tandem.file.SharedFile;
import io.tandem.file.SharedFileException;
import io.tandem.file.SharedFileException.Reason;
import io.tandem.lane.Lane;
import io.tandem.lane.MessageWriter;
import io.tandem.owner.Attachment;
import io.tandem.owner.OwnedWord;
import io.tandem.owner.Participants;
import io.tandem.owner.SharedDirectory;
import java.nio.file.Files;

/**
 * The lanes of one queue in this JVM, shared by all handles on it: finding them, owning one as a producer, adopting those
 * of the dead. What a dead producer published stays in its lane and is consumed like any other.
 *
 * @param <L> what a lane's file holds
 */
final class QueueLanes<L> {
    /** What a lane is in this queue. */
    interface Form<L> {
        FileSpec spec();

        L lane(SharedFile file);

        /** For who took the lane, after the death of its last owner or when it was given back. */
        MessageWriter writer(int number, L lane, boolean ownerDied);

        /** Whether a lane that was given back can be written to at once. */
        default boolean isDrained(L lane) {
            return true;
        }
    }

    /** A lane this JVM owns. */
    record Owned(int number, MessageWriter writer) {}

    private final SharedFile file;
    private final SharedDirectory directory;
    private final Form<L> form;
    private final SharedFile[] files;
    private volatile L[] lanes;

    @SuppressWarnings("unchecked")
    QueueLanes(Attachment attachment, Form<L> form) {
        this.file = attachment.file();
        this.directory = attachment.directory();
        this.form = form;
        this.files = new SharedFile[(int) file.header().count()];
        this.lanes = (L[]) new Object[files.length];
    }

    int used() {
        return Math.min(files.length, Memory.intAcquire(file, file.body(USED_AT))); // pairs with the CAS in prepare()
    }

    /** Null if it has no file yet, or not any more. */
    L lane(int number) {
        if (number >= lanes.length) {
            return null; // as a damaged word may name it
        }
        L lane = lanes[number];
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

    private synchronized L open(int number, boolean create) {
        if (lanes[number] == null) {
            files[number] = create
                    ? directory.createOrAttach(Lane.path(file, number), form.spec(), SharedFile.Filler.ZEROS)
                    : directory.attach(Lane.path(file, number), form.spec().kind());
            L[] all = lanes.clone();
            all[number] = form.lane(files[number]);
            lanes = all;
        }
        return lanes[number];
    }

    /** A lane of the caller's own: a free one, at best one that is drained; else a dead producer's. */
    Owned own() {
        Participants participants = directory.participants();
        for (int pass = 0; pass < 3; pass++) {
            for (int number = 0; number < files.length; number++) {
                if (pass == 0 && !isDrained(number)) {
                    continue;
                }
                OwnedWord.Taken taken = OwnedWord.tryAcquire(
                        file, file.body(ownerAt(number)), participants.self(), pass < 2 ? null : participants::isDead);
                if (taken != OwnedWord.Taken.NO) {
                    CrashPoint.at("queue.owned");
                    return prepare(number, taken == OwnedWord.Taken.ADOPTED);
                }
            }
        }
        throw new SharedFileException(
                Reason.TOO_MANY_PARTICIPANTS,
                file.path(),
                "at most " + files.length + " producers",
                "all lanes owned, by processes " + participants.pids());
    }

    private boolean isDrained(int number) {
        L lane = lane(number);
        return lane == null || form.isDrained(lane);
    }

    private Owned prepare(int number, boolean ownerDied) {
        Owned prepared = null;
        try {
            L lane = open(number, true);
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
            prepared = new Owned(number, form.writer(number, lane, ownerDied));
            return prepared;
        } finally {
            if (prepared == null) {
                release(number, !ownerDied);
            }
        }
    }

    void giveBack(Owned owned) {
        boolean left = false;
        try {
            owned.writer().leave();
            left = true;
        } finally {
            release(owned.number(), left);
        }
    }

    /** If it was not left in order, the next owner comes as after a death. */
    private void release(int number, boolean inOrder) {
        if (inOrder) {
            OwnedWord.release(file, file.body(ownerAt(number)));
        } else {
            OwnedWord.abandon(file, file.body(ownerAt(number)));
        }
    }

    synchronized void release() {
        for (SharedFile each : files) {
            if (each != null) {
                each.release();
            }
        }
    }

    /** Takes the names of the lanes' files away, ready or not. May be repeated. */
    void destroy() {
        for (int number = 0; number < files.length; number++) {
            if (Files.exists(Lane.path(file, number))) {
                open(number, false);
                files[number].destroy();
            }
        }
    }
}
