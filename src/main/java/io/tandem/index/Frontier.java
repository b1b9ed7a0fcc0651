package io.tandem.index;

import static io.tandem.index.IndexLayout.*;

import io.tandem.file.CrashPoint;
import io.tandem.lane.MessageWriter;
import java.lang.invoke.VarHandle;

/**
 * One producer's way to the first empty slot of an index: where it was last, and a head that was read when that was
 * needed. For one thread; lock-free; allocates nothing. Killed before its CAS, it filled nothing; after it, the message is
 * there, whole, and nothing is left to do.
 */
final class Frontier {
    private final IndexRing ring;
    private final int capacity;
    /** All before it are filled. */
    private long next;
    /** What was in its slot when that was seen empty. */
    private long empty;

    private long headCache;

    Frontier(IndexRing ring) {
        this.ring = ring;
        this.capacity = ring.capacity();
        refreshHead();
    }

    /** The head as it was last read. */
    long head() {
        return headCache;
    }

    void refreshHead() {
        headCache = ring.head();
        next = Math.max(next, headCache);
        // Who sees a byte that is written from here on sees this head, too. Pairs with the re-reads of the head by
        // IndexTaker, IndexPeeker and IndexWalk.
        VarHandle.releaseFence();
    }

    /**
     * Goes to the first empty slot and returns its position, or {@link MessageWriter#NO_ROOM}: then capacity messages
     * waited when the head was read; or {@link IndexWriter#ENDED}.
     */
    long seek() {
        while (true) {
            long word = ring.slotAcquire(next);
            long laps = distance(word, ring.tag(next));
            if (laps == -1) { // exactly: any other word may be a message
                empty = word;
                if (next - headCache < capacity) {
                    return next;
                }
                refreshHead();
                if (next - headCache >= capacity) {
                    return full();
                }
            } else if (laps == 0 && isEnd(word)) {
                return IndexWriter.ENDED;
            } else {
                advance(laps);
            }
        }
    }

    private long full() {
        if (next - headCache > capacity) {
            ring.requireMoved(headCache, next);
        }
        return MessageWriter.NO_ROOM;
    }

    /** Others filled it, or the ring went by. */
    private void advance(long laps) {
        long found = laps == 0 ? ring.frontier(headCache, next + 1) : IndexRing.STALE;
        if (found == IndexRing.STALE) {
            ring.requireMoved(headCache, next);
            refreshHead();
        } else {
            next = found;
        }
    }

    /** Fills the first empty slot; returns its position, or what {@link #seek} does. */
    long fill(long entry) {
        while (true) {
            long at = seek();
            if (at < 0) {
                return at;
            }
            CrashPoint.at("index.putting");
            boolean filled = ring.compareAndSetSlot(at, empty, ring.tag(at) | entry);
            CrashPoint.at("index.put");
            if (filled) {
                next = at + 1;
                return at;
            }
        }
    }

    /** Fills it with an END, if there is none; there is always a slot for that. */
    void end() {
        boolean filled = false;
        while (!filled && seek() != IndexWriter.ENDED) {
            CrashPoint.at("index.ending");
            filled = ring.compareAndSetSlot(next, empty, ring.tag(next) | END_BIT);
            CrashPoint.at("index.ended");
        }
    }
}
