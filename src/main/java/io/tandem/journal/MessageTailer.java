package io.tandem.journal;

import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.core.io.Closeable;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.TailerDirection;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Reads messages in place, one after the other; changes nothing that others see. For one thread at a time. */
final class MessageTailer implements AutoCloseable {
    private final ExcerptTailer tailer;
    private final RollCycle roll;
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private long number;
    private long index;
    private long end;

    MessageTailer(SingleChronicleQueue queue, RollCycle roll) {
        this.tailer = queue.createTailer();
        this.roll = roll;
        tailer.singleThreadedCheckDisabled(true);
    }

    /** Goes on to the next message, if there is one: what it says is good until the next call. */
    boolean next() {
        try (DocumentContext document = tailer.readingDocument()) {
            if (!document.isPresent()) {
                return false;
            }
            Bytes<?> bytes = document.wire().bytes();
            long length = bytes.readRemaining();
            if (length < Long.BYTES) {
                throw new IllegalStateException("a message of " + length + " bytes, without a number");
            }
            index = document.index();
            end = bytes.readPosition() + length;
            view.wrap(bytes.addressForRead(bytes.readPosition()), (int) length);
            number = view.getLong(0);
            return true;
        }
    }

    /** Of all messages, from 1 on. */
    long number() {
        return number;
    }

    /** By which {@link #standBehind} finds it again. */
    long index() {
        return index;
    }

    /** The encoded object begins at {@code Long.BYTES}. */
    DirectBuffer view() {
        return view;
    }

    int length() {
        return view.capacity() - Long.BYTES;
    }

    /** Before the first message that is there. */
    void toStart() {
        tailer.direction(TailerDirection.FORWARD).toStart();
    }

    /** Behind the message of this index; false if it is not there. */
    boolean standBehind(long found) {
        tailer.direction(TailerDirection.FORWARD);
        return tailer.moveToIndex(found) && next();
    }

    /** Reads the first message of a file; false if there is none. */
    boolean firstOf(int cycle) {
        return tailer.direction(TailerDirection.FORWARD).moveToIndex(roll.toIndex(cycle, 0)) && next();
    }

    /** Reads the last message there is; false if there is none. */
    boolean last() {
        tailer.direction(TailerDirection.BACKWARD).toEnd();
        return next();
    }

    /** Which file it is in. */
    int cycle() {
        return roll.toCycle(index);
    }

    /** Where in its file it ends. */
    long end() {
        return end;
    }

    @Override
    public void close() {
        Closeable.closeQuietly(tailer);
    }
}
