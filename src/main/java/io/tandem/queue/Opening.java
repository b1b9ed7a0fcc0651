package io.tandem.queue;

import io.tandem.file.SharedFileException;
import io.tandem.file.SharedFileException.Reason;
import io.tandem.lane.MessageHandler;
import io.tandem.lane.MessageWriter;
import io.tandem.spill.SharedBytes;
import io.tandem.spill.SpillFiles;
import java.util.function.LongConsumer;
import org.agrona.DirectBuffer;
import org.agrona.collections.LongArrayList;

/**
 * Hands messages on, those with a file of their own as what is in the file. That is opened before the message is taken,
 * for then it cannot be gone yet; and deleted once it is taken, or when {@link #deleteRead} is called. For one thread.
 */
final class Opening implements MessageHandler, LongConsumer {
    /** A handler that wants such a message as it is; others get a buffer, of less than 2 GiB. */
    interface Incoming extends MessageHandler {
        /** To be closed by the handler. */
        void onBytes(SharedBytes bytes);
    }

    private final SpillFiles spill;
    private final LongArrayList read;
    private MessageHandler target;
    private SharedBytes opened;
    private long openedFor;

    /** With {@code inPlace}, files are deleted by {@link #deleteRead} only. */
    Opening(SpillFiles spill, boolean inPlace) {
        this.spill = spill;
        this.read = inPlace ? new LongArrayList() : null;
    }

    /** This, handing on to {@code handler} from now on. */
    MessageHandler to(MessageHandler handler) {
        this.target = handler;
        return this;
    }

    /** A reference that is about to be taken. */
    @Override
    public void accept(long reference) {
        if (opened != null) {
            opened.close();
        }
        opened = null;
        opened = spill.open(reference);
        openedFor = reference;
    }

    @Override
    public void onMessage(int type, DirectBuffer buffer, int index, int length) {
        if (type == MessageWriter.REFERENCE) {
            onReference(buffer.getLong(index));
        } else {
            target.onMessage(type, buffer, index, length);
        }
    }

    private void onReference(long reference) {
        if (opened == null || openedFor != reference) {
            accept(reference);
        }
        SharedBytes bytes = opened;
        opened = null;
        if (bytes == null) {
            throw new SharedFileException(Reason.NOT_FOUND, spill.path(reference), "the bytes of a message", "nothing");
        }
        try {
            if (read == null) {
                spill.delete(reference);
            } else {
                read.addLong(reference);
            }
        } finally {
            hand(bytes, target); // whatever the disk says: nobody else gets it any more
        }
    }

    /** What was read in place and given back need not be there any longer. */
    void deleteRead() {
        while (!read.isEmpty()) {
            spill.delete(read.removeAt(read.size() - 1));
        }
    }

    /** The handler gets the bytes, as it can. */
    static void hand(SharedBytes bytes, MessageHandler handler) {
        if (handler instanceof Incoming incoming) {
            incoming.onBytes(bytes);
            return;
        }
        try (bytes) {
            handler.onMessage(SharedQueue.MESSAGE, bytes.buffer(), 0, (int) bytes.length());
        }
    }
}
