package io.tandem.journal;

import io.tandem.codec.Codec;
import io.tandem.journal.JournalException.Reason;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;

/** The messages of a journal from one number to another, decoded one by one, with a tailer of its own. For one thread. */
final class Replay<E> extends Spliterators.AbstractSpliterator<E> {
    private final JournalQueue<E> journal;
    private final JournalEngine engine;
    private final MessageTailer tailer;
    private final Codec<E> codec;
    private final long last;
    private long next;
    private boolean standing;

    Replay(JournalQueue<E> journal, JournalEngine engine, Codec<E> codec, long from, long last) {
        super(Math.max(0, last - from + 1), Spliterator.ORDERED | Spliterator.NONNULL);
        this.journal = journal;
        this.engine = engine;
        this.tailer = engine.tailer();
        this.codec = codec;
        this.next = from;
        this.last = last;
    }

    @Override
    public boolean tryAdvance(Consumer<? super E> action) {
        if (next > last) {
            return false;
        }
        E value;
        journal.hold();
        try {
            value = read();
        } finally {
            journal.letGo();
        }
        next++;
        action.accept(value);
        return true;
    }

    private E read() {
        boolean found = standing ? tailer.next() : engine.stand(tailer, next);
        if (!found || tailer.number() != next) {
            throw new JournalException(Reason.GONE, engine.path(), "message " + next + " is not there");
        }
        standing = true;
        return codec.decode(tailer.view(), Long.BYTES, tailer.length());
    }

    /** Where the journal is closed, so is the tailer. */
    void close() {
        if (!journal.isClosed()) {
            journal.hold();
            try {
                tailer.close();
            } finally {
                journal.letGo();
            }
        }
    }
}
