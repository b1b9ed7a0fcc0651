package io.tandem.journal;

import io.tandem.file.CrashPoint;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.core.io.Closeable;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Chronicle's appender, for the one that may append. A message counts once its header is stored, as the last thing of it:
 * killed before, it leaves bytes that the next one overwrites. Thrown out of a call, it is of no use any more.
 */
final class MessageAppender implements AutoCloseable {
    private final ExcerptAppender appender;
    private final UnsafeBuffer target = new UnsafeBuffer(0, 0);
    private long end;

    MessageAppender(SingleChronicleQueue queue) {
        this.appender = queue.createAppender();
    }

    /** Appends a message to the file whose time the clock says it is. */
    void append(long number, DirectBuffer source, int index, int length) {
        CrashPoint.at("journal.appending");
        DocumentContext document = appender.writingDocument();
        boolean whole = false;
        try {
            Bytes<?> bytes = document.wire().bytes();
            long at = bytes.writePosition();
            long after = at + Long.BYTES + length;
            target.wrap(bytes.addressForWrite(at), Long.BYTES + length);
            target.putLong(0, number);
            target.putBytes(Long.BYTES, source, index, length);
            bytes.writePosition(after);
            end = after;
            CrashPoint.at("journal.filled");
            whole = true;
        } finally {
            if (!whole) {
                document.rollbackOnClose();
            }
            document.close();
        }
        CrashPoint.at("journal.appended");
    }

    /** Where in its file the last message ended. */
    long end() {
        return end;
    }

    @Override
    public void close() {
        Closeable.closeQuietly(appender);
    }
}
