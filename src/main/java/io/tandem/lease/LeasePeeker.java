package io.tandem.lease;

import static io.tandem.lease.LeaseLayout.*;

import io.tandem.lane.MessageHandler;
import java.lang.invoke.VarHandle;
import org.agrona.ExpandableArrayBuffer;

/**
 * Looks at the messages of a leased lane, without leasing them: copies one, then makes sure that its word is still the
 * same, for until it is done its bytes never change. For one thread; lock-free; leaves nothing.
 */
public final class LeasePeeker {
    private final ExpandableArrayBuffer copy = new ExpandableArrayBuffer(1024);

    /** Shows up to {@code limit} messages that wait, in order; returns how many. */
    public int look(LeaseLane lane, MessageHandler handler, int limit) {
        return look(lane, handler, limit, false);
    }

    /** Shows all messages that are not done, those that are leased, too. */
    public int lookAtAll(LeaseLane lane, MessageHandler handler) {
        return look(lane, handler, Integer.MAX_VALUE, true);
    }

    private int look(LeaseLane lane, MessageHandler handler, int limit, boolean leasedToo) {
        int shown = 0;
        long at = lane.headAcquire();
        long end = at + lane.descriptors(); // what comes meanwhile, without an end, is not shown
        while (shown < limit && at < end) {
            long word = lane.look(at);
            if (word == END) {
                break;
            }
            if (word == PASSED) {
                at = lane.headAcquire();
                end = shown == 0 ? at + lane.descriptors() : end;
                continue;
            }
            if (state(word) == READY || leasedToo && state(word) == LEASED) {
                long where = lane.whereOf(at, word);
                int length = lengthOf(where);
                lane.data().getBytes(indexOf(where), copy, 0, length);
                VarHandle.acquireFence(); // the copy before the look at the word; pairs with LeaseWriter.refreshHead()
                if (lane.wordAcquire(at) != word) {
                    continue;
                }
                handler.onMessage(typeOf(where), copy, 0, length);
                shown++;
            }
            at++;
        }
        return shown;
    }
}
