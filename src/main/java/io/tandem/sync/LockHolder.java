package io.tandem.sync;

import static io.tandem.sync.LockLayout.*;

import io.tandem.owner.Participants;
import io.tandem.owner.Verdict;
import java.time.Duration;
import java.util.Optional;

/** Who holds a lock, and whether that one can ever act again. */
final class LockHolder {
    private final LockWord word;
    private final LockEngine local;
    private final Participants participants;
    private final int self;

    LockHolder(LockWord word, LockEngine local, Participants participants) {
        this.word = word;
        this.local = local;
        this.participants = participants;
        this.self = Participants.shortName(participants.self());
    }

    /** By its short name; costs system calls. */
    boolean isDead(int owner) {
        return owner != self && participants.isDead(participants.idOf(owner));
    }

    /** Frees what the dead hold; true for one caller. */
    boolean bury() {
        long seen = word.get();
        return word.isMine(seen) ? local.buryThread(word) : isHeld(seen) && isDead(ownerOf(seen)) && word.bury(seen);
    }

    Optional<LockOwner> owner() {
        long seen = word.get();
        if (!isHeld(seen)) {
            return Optional.empty();
        }
        word.notice();
        long pid = participants.pid(participants.idOf(ownerOf(seen)));
        return Optional.of(new LockOwner(pid, word.thread(), Duration.ofNanos(word.noticedNanos())));
    }

    /** For people. */
    @Override
    public String toString() {
        long seen = word.get();
        if (!isHeld(seen)) {
            return "free";
        }
        if (word.isMine(seen)) {
            return local.isMine()
                    ? "held by this thread"
                    : "held by another thread of this process, thread id " + word.thread();
        }
        long id = participants.idOf(ownerOf(seen));
        Verdict verdict = participants.verdict(id);
        return verdict.dead()
                ? "held by the dead process " + participants.pid(id)
                : "held by process " + participants.pid(id) + ", thread id " + word.thread() + " (" + verdict + ")";
    }
}
