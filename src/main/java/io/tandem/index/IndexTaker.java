package io.tandem.index;

import static io.tandem.index.AreaLayout.*;
import static io.tandem.index.IndexLayout.*;

import io.tandem.file.CrashPoint;
import io.tandem.lane.Batch;
import io.tandem.lane.MessageHandler;
import io.tandem.lane.MessageWriter;
import java.util.function.IntFunction;
import java.util.function.LongConsumer;

/**
 * The side of one of many consumers of an index: walks over slots, copies the records they name, then takes them by one CAS
 * of the head, which fails if anybody took one of them meanwhile; so the CAS also validates the copy. Killed before the
 * CAS, the messages stay for others; after it, they are lost with this consumer. One thread at a time; lock-free.
 */
public final class IndexTaker {
    private final IndexWalk walk = new IndexWalk();
    private final Batch batch = new Batch();
    private final LongConsumer sight;
    private int count;

    /**
     * Shows each reference, lane * 2^24 + number, to {@code sight} before it is taken: what it names can be opened then. It
     * may be shown again, or be gone, if another consumer is faster.
     */
    public IndexTaker(LongConsumer sight) {
        this.sight = sight;
    }

    /**
     * Takes up to {@code limit} messages and {@code bytes} bytes of areas, but at least one message if there is one; returns
     * how many. Nothing taken: at some time during the call, nothing waited. {@code areas} knows that of every lane that
     * was ever owned, and says null else.
     */
    public int take(IndexRing ring, IntFunction<IndexArea> areas, int limit, int bytes) {
        count = 0;
        batch.clear();
        while (limit > 0) {
            long head = ring.head();
            int found = walk.from(ring, areas, head, head, limit, bytes);
            if (found == 0) {
                return 0;
            }
            if (found == IndexWalk.STALE) {
                continue;
            }
            copy(areas, found);
            CrashPoint.at("index.copied");
            if (isReference(walk.word(0)) && ring.head() == head) {
                sight.accept(reference(walk.word(0)));
            }
            boolean taken = ring.compareAndSetHead(head, head + found); // pairs with the producers' head()
            CrashPoint.at("index.taken");
            if (taken) {
                count = found;
                return found;
            }
            batch.clear();
        }
        return 0;
    }

    /** Records of one lane are mostly neighbours: then they are copied as one block. */
    private void copy(IntFunction<IndexArea> areas, int found) {
        if (isReference(walk.word(0))) {
            batch.add(walk.header(0), reference(walk.word(0)));
            return;
        }
        int i = 0;
        while (i < found) {
            int lane = lane(walk.word(i));
            int from = index(walk.word(i));
            int to = from;
            while (i < found && lane(walk.word(i)) == lane && index(walk.word(i)) == to) {
                to += recordBytes(length(walk.header(i)));
                i++;
            }
            batch.add(areas.apply(lane).data(), from, to - from);
        }
    }

    /** Whether nothing more was published when the last {@link #take} looked. */
    public boolean reachedEnd() {
        return walk.ended();
    }

    /** Whether nothing waited then, and nothing will ever be published any more. */
    public boolean ended() {
        return walk.closed();
    }

    /** Bytes of areas that the last {@link #take} took. */
    public int taken() {
        return batch.bytes();
    }

    /**
     * Hands out what the last {@link #take} took, as {@link Batch#forEach} does; a reference as
     * {@link MessageWriter#REFERENCE}, with one long.
     */
    public void forEach(MessageHandler handler) {
        batch.forEach(count, handler);
    }
}
