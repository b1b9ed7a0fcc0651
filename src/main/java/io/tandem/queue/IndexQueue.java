package io.tandem.queue;

import static io.tandem.queue.QueueLayout.READER_AT;

import io.tandem.file.FileSpec;
import io.tandem.file.SharedFile;
import io.tandem.index.Index;
import io.tandem.index.IndexArea;
import io.tandem.index.IndexPeeker;
import io.tandem.index.IndexReader;
import io.tandem.index.IndexRing;
import io.tandem.index.IndexTaker;
import io.tandem.index.IndexWriter;
import io.tandem.lane.MessageHandler;
import io.tandem.lane.MessageWriter;
import io.tandem.lane.Pace;
import io.tandem.owner.Attachment;
import java.util.function.IntFunction;

/** One order for all, and an exact bound: an index ring over the producers' areas. */
final class IndexQueue extends QueueEngine {
    private final SharedFile index;
    private final IndexRing ring;
    /** Once: a reference to a method is an object. */
    private final IntFunction<IndexArea> areaOf;

    private final InPlaceConsumer exclusive;
    private IndexReader reader;

    IndexQueue(Attachment attachment, QueueOptions options) {
        this(attachment, options, open(attachment, options.capacity()));
    }

    private IndexQueue(Attachment attachment, QueueOptions options, SharedFile index) {
        this(attachment, options, index, new IndexRing(index));
    }

    private IndexQueue(Attachment attachment, QueueOptions options, SharedFile index, IndexRing ring) {
        this(attachment, options, index, ring, new QueueLanes<>(attachment, new AreaForm(ring, options.laneBytes())));
    }

    private IndexQueue(
            Attachment attachment,
            QueueOptions options,
            SharedFile index,
            IndexRing ring,
            QueueLanes<IndexArea> areas) {
        super(attachment, options, areas);
        this.index = index;
        this.ring = ring;
        this.areaOf = areas::lane;
        this.exclusive = options.exclusive() ? new InPlaceConsumer(this, file.body(READER_AT), this::read) : null;
    }

    private static SharedFile open(Attachment attachment, int capacity) {
        SharedFile index = attachment
                .directory()
                .createOrAttach(Index.path(attachment.file()), Index.spec(capacity), Index.filler(capacity));
        if (attachment.file().destroyed()) {
            index.destroy(); // by now nobody else may look for it
        }
        return index;
    }

    private record AreaForm(IndexRing ring, int capacity) implements QueueLanes.Form<IndexArea> {
        @Override
        public FileSpec spec() {
            return Index.areaSpec(capacity);
        }

        @Override
        public IndexArea lane(SharedFile file) {
            return new IndexArea(file);
        }

        @Override
        public MessageWriter writer(int number, IndexArea area, boolean ownerDied) {
            return new IndexWriter(ring, area, number, ownerDied);
        }

        @Override
        public boolean isDrained(IndexArea area) {
            return ring.isDrained(area);
        }
    }

    @Override
    QueueConsumer consumer() {
        return exclusive == null ? new Copying() : exclusive;
    }

    /** One thread as one of many consumers. */
    private final class Copying implements QueueConsumer {
        private final Opening opening = new Opening(spill, false);
        private final IndexTaker taker = new IndexTaker(opening);
        private final Pace pace = new Pace();

        @Override
        public int drain(MessageHandler handler, int limit) {
            pace.settle();
            int total = 0;
            boolean more = true;
            while (more && total < limit) {
                int taken = taker.take(ring, areaOf, limit - total, CopyingConsumer.BATCH_BYTES);
                if (taken > 0) {
                    bells.putters.ring();
                }
                more = taken > 0 && !taker.reachedEnd();
                total += taken;
                pace.took(taken, taker.taken());
                taker.forEach(opening.to(handler));
            }
            if (!more) {
                pace.ended();
            }
            return total;
        }
    }

    private int read(MessageHandler handler, int limit) {
        if (reader == null) {
            reader = new IndexReader(ring, areaOf);
        }
        return reader.drain(handler, limit);
    }

    @Override
    boolean readsInPlace() {
        return exclusive != null;
    }

    /** The end is a mark in the order itself: there is no put that overtakes it. */
    @Override
    void shutDown() {
        ring.end();
        super.shutDown();
    }

    @Override
    boolean isShutDown() {
        return super.isShutDown() || ring.isEnded();
    }

    @Override
    boolean looksAgain() {
        return false;
    }

    @Override
    void requireNotShutDown() {}

    @Override
    int claim(MessageWriter by, int length) {
        return (int) settled(by, by.claim(length));
    }

    @Override
    long settled(MessageWriter by, long at) {
        if (at == IndexWriter.ENDED) {
            throw refused();
        }
        return at;
    }

    @Override
    void look(MessageHandler handler, int limit) {
        new IndexPeeker().look(ring, areaOf, handler, limit);
    }

    @Override
    long size() {
        return ring.size();
    }

    @Override
    boolean isEmpty() {
        return ring.isEmpty();
    }

    @Override
    boolean isFull(SharedQueue<?> handle) {
        return ring.isFull();
    }

    @Override
    int remainingCapacity() {
        return (int) (ring.capacity() - ring.size());
    }

    @Override
    void leave() {
        if (exclusive != null) {
            exclusive.leave();
        }
    }

    @Override
    void release() {
        index.release();
    }

    @Override
    void destroy() {
        super.destroy();
        index.destroy();
    }
}
