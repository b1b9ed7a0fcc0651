package io.tandem.pipe;

import static io.tandem.pipe.PipeLayout.*;

import io.tandem.file.CrashPoint;
import io.tandem.file.Memory;
import io.tandem.file.SharedFile;
import io.tandem.file.SharedFileException;
import io.tandem.file.SharedFileException.Reason;
import io.tandem.lane.Lane;
import io.tandem.lane.LaneReader;
import io.tandem.lane.LaneWriter;
import io.tandem.owner.Attachment;
import io.tandem.owner.ExitActions;
import io.tandem.owner.OwnedWord;
import io.tandem.owner.Participants;
import io.tandem.owner.SharedDirectory;
import io.tandem.wait.Bell;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The two ends of one pipe in this JVM, shared by all handles on it. An end belongs to the first process that sends or
 * receives on it, for good; its threads take turns. Another process is refused by name. The end is closed when the last
 * handle of that process on it closes.
 */
final class PipeEnds implements SharedFile.Engine {
    /** Ends of this JVM: a JVM that shuts down in order closes them, as it does its files. */
    private static final Set<End> USED = ConcurrentHashMap.newKeySet();

    private static final long LOOK_NANOS = 100_000_000;
    private static final AtomicBoolean EXIT_REGISTERED = new AtomicBoolean();

    private final SharedFile file;
    private final SharedDirectory directory;
    private final int capacity;
    private final boolean simplex;
    private final End[] ends;

    /** One end as far as this JVM uses it. */
    final class End {
        final int number;
        final ReentrantLock sending = new ReentrantLock();
        final ReentrantLock receiving = new ReentrantLock();
        /** The thread that has the sending half to itself; guarded by {@link #sending}. */
        Thread sendsAlone;
        /** The thread that has the receiving half to itself; guarded by {@link #receiving}. */
        Thread receivesAlone;
        /** Set while a stream comes in: messages wait. */
        volatile boolean streamIn;

        private SharedFile outFile;
        private SharedFile inFile;
        private volatile LaneWriter out;
        private volatile LaneReader in;
        private final long peerClosed;
        /** Slept on by who receives at this end. */
        final Bell receiver;
        /** Slept on by who sends at this end. */
        final Bell sender;

        private int handles;
        /** How often this end was given to children of this JVM that have not ended. */
        private int carriers;

        private boolean mine;
        /** Noted while it can be: another one may get the slot. */
        private volatile long peerPid;

        private volatile boolean peerFoundDead;
        private volatile long lookedAfterPeer = System.nanoTime() - LOOK_NANOS;

        End(int number) {
            this.number = number;
            this.peerClosed = file.body(closedAt(1 - number));
            this.receiver = new Bell(file.mapping(), file.body(receiverAt(number)), directory.participants());
            this.sender = new Bell(file.mapping(), file.body(senderAt(number)), directory.participants());
        }

        /** The caller holds {@link #sending}. */
        LaneWriter out() {
            if (out == null) {
                require(!simplex || number == 1, "send");
                use();
                outFile = outFile == null ? Lane.open(directory, file, number, capacity) : outFile;
                out = new LaneWriter(new Lane(outFile));
            }
            return out;
        }

        /** The next one to send looks again what is in the lane. The caller holds {@link #sending}. */
        void forgetWriter() {
            out = null;
        }

        /** The caller holds {@link #receiving}. */
        LaneReader in() {
            if (in == null) {
                require(!simplex || number == 0, "receive");
                use();
                inFile = Lane.open(directory, file, 1 - number, capacity);
                in = new LaneReader(new Lane(inFile));
            }
            return in;
        }

        private void require(boolean possible, String what) {
            if (!possible) {
                throw new UnsupportedOperationException(
                        "this end of the simplex pipe " + file.path() + " cannot " + what);
            }
        }

        /** Makes the end this process's, or refuses. */
        synchronized void use() {
            if (mine) {
                return;
            }
            Participants participants = directory.participants();
            if (OwnedWord.tryAcquire(file, file.body(userAt(number)), participants.self(), null)
                    == OwnedWord.Taken.NO) {
                long user = user(number);
                throw new IllegalStateException("this end of " + file.path() + " belongs to "
                        + process(participants.pid(user)) + " (" + participants.verdict(user) + "); make another pipe");
            }
            CrashPoint.at("pipe.used");
            notLost(); // for whoever looks; void since the end has a user
            mine = true;
            closeAtExit(this);
        }

        /** Somebody may come yet. */
        synchronized void givenAway(boolean toChild) {
            carriers += toChild ? 1 : 0;
            notLost();
        }

        private void notLost() {
            CrashPoint.at("pipe.finding");
            Memory.compareAndSetInt(file, file.body(closedAt(number)), LOST, 0);
            CrashPoint.at("pipe.found");
        }

        /** A child that should have this end has ended. If nobody has it and no other child should, whoever waits is told. */
        synchronized void carrierEnded() {
            if (--carriers == 0 && user(number) == 0) {
                CrashPoint.at("pipe.losing");
                Memory.compareAndSetInt(file, file.body(closedAt(number)), 0, LOST); // pairs with peerLost()
                CrashPoint.at("pipe.lost");
                ringPeer();
            }
        }

        boolean peerClosed() {
            return peerState() == CLOSED;
        }

        /** 0, {@link PipeLayout#CLOSED} or {@link PipeLayout#LOST}. */
        int peerState() {
            return Memory.intAcquire(file, peerClosed); // pairs with markClosed() and carrierEnded()
        }

        /** Whether a child was to use the end, and died before; no longer when somebody uses it. */
        boolean peerLost() {
            return peerState() == LOST && user(1 - number) == 0;
        }

        Object memory() {
            return file;
        }

        long peerClosedAt() {
            return peerClosed;
        }

        private End peer() {
            return ends[1 - number];
        }

        /** To be rung after each publication. */
        Bell message() {
            return peer().receiver;
        }

        /** To be rung after room was given back. */
        Bell room() {
            return peer().sender;
        }

        /** The verdict on the peer costs system calls; while nobody uses its end it is whether one died on the way to it. */
        boolean peerDead() {
            long user = user(1 - number);
            if (!peerFoundDead && user != 0) {
                peerPid = peerPid == 0 ? directory.participants().pid(user) : peerPid;
                peerFoundDead = directory.participants().isDead(user);
            }
            return peerFoundDead();
        }

        /** True once it was found dead, for good, or is lost; for free. */
        boolean peerFoundDead() {
            return peerFoundDead || peerLost();
        }

        /** Whether nothing more comes from the peer; asks for a verdict at most ten times a second. */
        boolean peerGone() {
            long now = System.nanoTime();
            if (!peerClosed() && !peerFoundDead && now - lookedAfterPeer >= LOOK_NANOS) {
                lookedAfterPeer = now;
                peerDead();
            }
            return peerFoundDead() || peerClosed();
        }

        PeerDiedException peerDied() {
            if (peerFoundDead) {
                return new PeerDiedException(
                        process(peerPid) + " at the other end of " + file.path() + " died", peerPid);
            }
            return new PeerDiedException(
                    "the child that was given the other end of " + file.path() + " died before it used it", 0);
        }

        private static String process(long pid) {
            return pid == 0 ? "a process that ended long ago" : "process " + pid;
        }

        synchronized void opened() {
            handles++;
        }

        /** Closes the end if this was the last handle on it; a message that is being sent goes before. */
        void handleClosed() {
            sending.lock();
            try {
                if (lastClosed()) {
                    markClosed();
                    USED.remove(this);
                }
            } finally {
                sending.unlock();
            }
        }

        private synchronized boolean lastClosed() {
            return --handles == 0 && mine;
        }

        private void markClosed() {
            CrashPoint.at("pipe.closing");
            Memory.intRelease(file, file.body(closedAt(number)), CLOSED); // pairs with peerClosed()
            CrashPoint.at("pipe.closed");
            ringPeer();
        }

        private void ringPeer() {
            peer().receiver.ring();
            peer().sender.ring();
        }

        private void release() {
            if (outFile != null) {
                outFile.release();
            }
            if (inFile != null) {
                inFile.release();
            }
        }
    }

    PipeEnds(Attachment attachment) {
        this.file = attachment.file();
        this.directory = attachment.directory();
        this.capacity = 1 << (int) file.header().count();
        Lane.requireCapacity(capacity);
        this.ends = new End[] {new End(0), new End(1)};
        this.simplex = Memory.intPlain(file, file.body(SIMPLEX_AT)) != 0;
    }

    private static void closeAtExit(End end) {
        USED.add(end);
        if (EXIT_REGISTERED.compareAndSet(false, true)) {
            ExitActions.first(() -> USED.forEach(End::markClosed));
        }
    }

    End end(int number) {
        return ends[number];
    }

    int largestMessage() {
        return Lane.largestMessage(capacity);
    }

    private long user(int number) {
        return Memory.longAcquire(file, file.body(userAt(number))); // pairs with the CAS in use()
    }

    /** Whether an end belongs to a process that lives. */
    boolean isUsed() {
        Participants participants = directory.participants();
        return user(0) != 0 && !participants.isDead(user(0)) || user(1) != 0 && !participants.isDead(user(1));
    }

    @Override
    public void lastReleased() {
        for (End end : ends) {
            end.release();
        }
    }

    /** Wakes all who wait at either end. */
    void alarm() {
        for (End end : ends) {
            end.receiver.alarm();
            end.sender.alarm();
        }
    }

    /** Takes the names of the lanes' files away. */
    void destroy() {
        for (int sender = 0; sender < 2; sender++) {
            try {
                SharedFile lane = directory.attach(Lane.path(file, sender), Lane.kind());
                lane.destroy();
                lane.release();
            } catch (SharedFileException e) {
                boolean gone =
                        e.reason() == Reason.NOT_FOUND; // never made, or the other side was faster, or died at it
                if (!gone) {
                    throw e;
                }
            }
        }
    }
}
