package io.tandem.index;

import static io.tandem.index.AreaLayout.*;
import static io.tandem.index.IndexLayout.*;

import io.tandem.lane.MessageHandler;
import java.lang.invoke.VarHandle;
import java.util.function.IntFunction;
import org.agrona.ExpandableArrayBuffer;

/**
 * Looks at the messages of an index without taking them: copies one, then makes sure that the head had not passed it, for
 * what lies behind the head never changes. For one thread.
 */
public final class IndexPeeker {
    private final IndexWalk walk = new IndexWalk();
    private final ExpandableArrayBuffer copy = new ExpandableArrayBuffer(1024);

    /** Shows up to {@code limit} messages, in order, references as a taker does; returns how many. */
    public int look(IndexRing ring, IntFunction<IndexArea> areas, MessageHandler handler, int limit) {
        int shown = 0;
        long head = ring.head();
        long at = head;
        long end = at + ring.capacity();
        while (shown < limit && at < end) {
            int found = walk.from(ring, areas, head, at, 1, Integer.MAX_VALUE);
            if (found > 0) {
                copy(areas, walk.word(0), walk.header(0));
            }
            VarHandle.acquireFence(); // the copy before the look at the head; pairs with the CAS of IndexTaker.take()
            head = ring.head();
            if (head > at) {
                at = head; // overtaken: what was copied may be anything
                end = shown == 0 ? at + ring.capacity() : end;
            } else if (found == 0) {
                break;
            } else if (found > 0) {
                handler.onMessage(type(walk.header(0)), copy, 0, length(walk.header(0)));
                shown++;
                at++;
            }
        }
        return shown;
    }

    private void copy(IntFunction<IndexArea> areas, long word, long header) {
        if (isReference(word)) {
            copy.putLong(0, reference(word));
        } else {
            areas.apply(lane(word)).data().getBytes(index(word) + HEADER_BYTES, copy, 0, length(header));
        }
    }
}
