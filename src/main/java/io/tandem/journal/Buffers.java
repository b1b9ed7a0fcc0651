package io.tandem.journal;

import org.agrona.ExpandableArrayBuffer;

/** A thread's buffer for one encoded object; a codec that uses a journal in turn gets another one. */
final class Buffers {
    /** A thread keeps its buffer up to this size. */
    private static final int KEPT_BYTES = 4 << 20;

    private static final ThreadLocal<Buffers> OF_THREAD = ThreadLocal.withInitial(Buffers::new);

    private ExpandableArrayBuffer free;

    private Buffers() {}

    static Buffers ofThread() {
        return OF_THREAD.get();
    }

    ExpandableArrayBuffer borrow() {
        ExpandableArrayBuffer mine = free;
        free = null;
        return mine == null ? new ExpandableArrayBuffer(1024) : mine;
    }

    void giveBack(ExpandableArrayBuffer borrowed) {
        free = borrowed.capacity() <= KEPT_BYTES ? borrowed : null;
    }
}
