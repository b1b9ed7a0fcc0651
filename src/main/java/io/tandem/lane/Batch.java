package io.tandem.lane;

import static io.tandem.lane.LaneLayout.*;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What a consumer copied out of shared memory: records one after the other, each a header and its payload, padded to 8, as
 * in a lane. For one thread. Grows to the largest batch there was.
 */
public final class Batch {
    private static final int LEAST_BYTES = 4096;

    private final UnsafeBuffer copy = new UnsafeBuffer(new byte[LEAST_BYTES]);
    private int end;

    public void clear() {
        end = 0;
    }

    /** Adds whole records. */
    public void add(DirectBuffer source, int index, int more) {
        makeRoom(more);
        source.getBytes(index, copy, end, more);
        end += more;
    }

    /** Adds a record made of a payload that has no header where it lies. */
    public void add(int type, DirectBuffer source, int index, int length) {
        makeRoom(recordBytes(length));
        copy.putLong(end, header(length, 0, type));
        source.getBytes(index, copy, end + HEADER_BYTES, length);
        end += recordBytes(length);
    }

    /** Drops what was added after there were so many bytes. */
    public void cut(int bytes) {
        end = bytes;
    }

    /** Adds a record with a payload of one word. */
    public void add(long header, long word) {
        makeRoom(HEADER_BYTES + Long.BYTES);
        copy.putLong(end, header);
        copy.putLong(end + HEADER_BYTES, word);
        end += HEADER_BYTES + Long.BYTES;
    }

    private void makeRoom(int more) {
        int least = Math.addExact(end, more);
        if (copy.capacity() < least) {
            byte[] larger = new byte[Math.max(least, 2 * copy.capacity())];
            copy.getBytes(0, larger, 0, end);
            copy.wrap(larger);
        }
    }

    /** Bytes of all records. */
    public int bytes() {
        return end;
    }

    /** The first long of the payload of the record at an offset. */
    public long payload(int at) {
        return word(at + HEADER_BYTES);
    }

    /** The long at an offset. */
    long word(int at) {
        return copy.getLong(at);
    }

    /**
     * Hands out the first {@code count} records, in order: all of them, for nobody else can get them any more. What the
     * handler threw is thrown at the end, the first time with the others added to it.
     */
    public void forEach(int count, MessageHandler handler) {
        Throwable failure = null;
        int at = 0;
        for (int i = 0; i < count; i++) {
            long header = copy.getLong(at);
            int index = at + HEADER_BYTES;
            at += recordBytes(length(header));
            try {
                handler.onMessage(type(header), copy, index, length(header));
            } catch (Throwable e) {
                if (failure == null) {
                    failure = e;
                } else if (failure != e) {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            Batch.<RuntimeException>rethrow(failure);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void rethrow(Throwable failure) throws T {
        throw (T) failure; // not checked: what it is, it stays
    }
}
