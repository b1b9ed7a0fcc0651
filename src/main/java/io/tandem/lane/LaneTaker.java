package io.tandem.lane;

import static io.tandem.lane.LaneLayout.*;

import io.tandem.file.CrashPoint;
import org.agrona.ExpandableArrayBuffer;

/**
 * The side of one of many consumers: copies records out, then takes them by one CAS of the head, which fails if anybody
 * took one of them meanwhile; so the CAS also validates the copy, as in a sequence lock. Killed before the CAS, the
 * records stay for others; after it, they are lost with this consumer. One thread at a time; lock-free.
 */
public final class LaneTaker {
    private final ExpandableArrayBuffer copy = new ExpandableArrayBuffer(4096);
    private int[] lengths = new int[16];
    private int[] types = new int[16];
    private int count;

    /** Takes up to {@code limit} records and {@code bytes} bytes of them, at least one if there is one. */
    public int take(Lane lane, int limit, int bytes) {
        while (true) {
            long head = lane.headAcquire();
            long next = copyFrom(lane, head, limit, bytes);
            if (next == head) {
                if (lane.headAcquire() == head) {
                    return 0;
                }
                continue;
            }
            CrashPoint.at("lane.copied");
            if (next > head && lane.compareAndSetHead(head, next)) { // pairs with the writer's headAcquire()
                CrashPoint.at("lane.taken");
                if (count > 0) {
                    return count;
                }
            }
        }
    }

    /** Returns the position after what was copied; anything but {@code head} if that moved meanwhile. */
    private long copyFrom(Lane lane, long head, int limit, int bytes) {
        long at = head;
        int used = 0;
        int first = 0;
        count = 0;
        while (count < limit) {
            long header = lane.headerAcquire(at); // pairs with the release of LaneWriter.publish()
            if (header == 0) {
                break;
            }
            if (at == head) {
                first = number(header);
            }
            if (!lane.isSane(at, header)
                    || number(header) != (first + count & NUMBER_MASK)
                    || at - head >= lane.capacity()) {
                if (lane.headAcquire() == head) {
                    throw lane.corrupt(at, header);
                }
                return head - 1;
            }
            int length = length(header);
            if (type(header) != PAD) {
                if (count > 0 && used + length > bytes) {
                    break;
                }
                note(length, type(header));
                lane.data().getBytes(lane.index(at) + HEADER_BYTES, copy, used, length);
                used += length;
            }
            at += recordBytes(length);
        }
        return at;
    }

    private void note(int length, int type) {
        if (count == lengths.length) {
            lengths = java.util.Arrays.copyOf(lengths, 2 * count);
            types = java.util.Arrays.copyOf(types, 2 * count);
        }
        lengths[count] = length;
        types[count++] = type;
    }

    /**
     * Hands out what the last {@link #take} took, in order: all of it, for nobody else can get it any more. What the
     * handler threw is thrown at the end, the first time with the others added to it.
     */
    public void forEach(MessageHandler handler) {
        RuntimeException failure = null;
        int at = 0;
        for (int i = 0; i < count; i++) {
            int index = at;
            at += lengths[i];
            try {
                handler.onMessage(types[i], copy, index, lengths[i]);
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else if (failure != e) {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
