package io.tandem.lane;

import static io.tandem.lane.LaneLayout.*;

import java.lang.invoke.VarHandle;
import org.agrona.ExpandableArrayBuffer;

/**
 * Looks at the messages of a lane without taking them: copies one, then makes sure that the head had not passed it, for
 * what lies behind the head never changes. For one thread.
 */
public final class LanePeeker {
    private final ExpandableArrayBuffer copy = new ExpandableArrayBuffer(1024);

    /** Shows up to {@code limit} messages, in order; returns how many. */
    public int look(Lane lane, MessageHandler handler, int limit) {
        int shown = 0;
        long at = lane.headAcquire();
        long end = at + lane.capacity();
        while (shown < limit && at < end) {
            long header = lane.headerAcquire(at);
            boolean sane = !isEnd(header) && lane.isSane(at, header);
            if (sane && type(header) != PAD) {
                lane.data().getBytes(lane.index(at) + HEADER_BYTES, copy, 0, length(header));
            }
            VarHandle.acquireFence(); // the copy before the look at the head; pairs with the CAS of LaneTaker.take()
            long head = lane.headAcquire();
            if (head > at) {
                at = head; // overtaken: what was copied may be anything
                end = shown == 0 ? at + lane.capacity() : end;
                continue;
            }
            if (!sane) {
                if (isEnd(header)) {
                    break;
                }
                throw lane.corrupt(at, header);
            }
            if (type(header) != PAD) {
                handler.onMessage(type(header), copy, 0, length(header));
                shown++;
            }
            at += recordBytes(length(header));
        }
        return shown;
    }
}
