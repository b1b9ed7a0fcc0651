package io.tandem.demo;

import io.tandem.codec.Codec;
import io.tandem.codec.Codecs;
import io.tandem.journal.JournalDelivery;
import io.tandem.journal.JournalOptions;
import io.tandem.journal.JournalQueue;
import io.tandem.queue.Delivery;
import io.tandem.queue.QueueOptions;
import io.tandem.queue.QueueShutDownException;
import io.tandem.queue.SharedQueue;
import java.nio.file.Path;

/**
 * Where the lines of a word count go, as one process has it open: a queue or a journal, whose verbs are the same. A journal
 * needs flags that only children have; so the main process gives them a path, and opens nothing.
 *
 * @param <E> what a line is
 */
final class Lines<E> implements AutoCloseable {
    /** What is done with each. */
    interface Work<E> {
        void line(E line, boolean again);
    }

    private final SharedQueue<E> queue;
    private final JournalQueue<E> journal;

    private Lines(SharedQueue<E> queue, JournalQueue<E> journal) {
        this.queue = queue;
        this.journal = journal;
    }

    /** To be read by {@link #consume}. */
    static <E> Lines<E> open(Medium medium, String path, Class<E> type) {
        return open(medium, path, type, QueueOptions.DEFAULT);
    }

    /** To be read by {@link #each}. */
    static <E> Lines<E> leased(Medium medium, String path, Class<E> type) {
        return open(medium, path, type, QueueOptions.DEFAULT.leased());
    }

    private static <E> Lines<E> open(Medium medium, String path, Class<E> type, QueueOptions options) {
        Codec<E> codec = Codecs.of(type);
        return medium == Medium.LANES
                ? new Lines<>(SharedQueue.createOrAttach(Path.of(path), codec, options), null)
                : new Lines<>(null, JournalQueue.createOrAttach(Path.of(path), codec, JournalOptions.DEFAULT));
    }

    void put(E line) throws InterruptedException {
        if (journal == null) {
            queue.put(line);
        } else {
            journal.put(line);
        }
    }

    void shutdown() throws InterruptedException {
        if (journal == null) {
            queue.shutdown();
        } else {
            journal.shutdown();
        }
    }

    /** What comes until nothing more comes; a consumer that is killed loses what it has in its hands. */
    Iterable<E> consume() throws InterruptedException {
        return journal == null ? queue.consume() : journal.consume();
    }

    /** Each is acknowledged after the work; ends when nothing more comes. */
    void each(Work<E> work) throws InterruptedException {
        try {
            while (true) {
                if (journal == null) {
                    receive(work);
                } else {
                    receiveFromJournal(work);
                }
            }
        } catch (QueueShutDownException end) {
            // all is acknowledged
        }
    }

    private void receive(Work<E> work) throws InterruptedException {
        try (Delivery<E> delivery = queue.receive()) {
            work.line(delivery.value(), delivery.deliveries() > 1);
            delivery.ack();
        }
    }

    private void receiveFromJournal(Work<E> work) throws InterruptedException {
        try (JournalDelivery<E> delivery = journal.receive()) {
            work.line(delivery.value(), delivery.deliveries() > 1);
            delivery.ack();
        }
    }

    /** Takes all of it away. */
    void destroy() {
        if (journal == null) {
            queue.destroy();
        } else {
            journal.destroy();
        }
    }

    @Override
    public void close() {
        if (journal == null) {
            queue.close();
        } else {
            journal.close();
        }
    }
}
