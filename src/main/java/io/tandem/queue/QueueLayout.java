package io.tandem.queue;

import static io.tandem.file.FileLayout.BODY_AT;
import static io.tandem.file.FileLayout.HOT;

import io.tandem.file.FileSpec;
import io.tandem.file.Kind;
import io.tandem.lane.Lane;

/**
 * A queue: one lane per producer. Offsets from the body; L lanes (the header's count) of C bytes each.
 *
 * <pre>
 *    0 +-------------------------------------------------+
 *      | shutdown: int, 1 once no more puts are accepted |
 *  128 +-------------------------------------------------+
 *      | used: int, lanes 0 to used - 1 had an owner     |
 *  256 +-------------------------------------------------+
 *      | reader: long, owned word of the only consumer   |
 *  384 +-------------------------------------------------+
 *      | capacity: int, C                                |
 *  512 +-------------------------------------------------+
 *      | words of lane 0, 512 bytes; of lane 1; ...      |
 *      +-------------------------------------------------+
 *      | data of lane 0, at a multiple of C of the file, |
 *      | so that no lane crosses a segment; of lane 1 ...|
 *      +-------------------------------------------------+
 * </pre>
 *
 * <pre>
 *  field     written by                   read by     ordering
 *  shutdown  who shuts down               everybody   release / acquire
 *  used      producers, growing           consumers   CAS / acquire
 *  reader    the only consumer            consumers   CAS / release
 *  capacity  the creator                  attachers   before publication
 * </pre>
 */
final class QueueLayout {
    static final int SHUTDOWN_AT = 0;
    static final int USED_AT = HOT;
    static final int READER_AT = 2 * HOT;
    static final int CAPACITY_AT = 3 * HOT;
    static final int LANES_AT = 4 * HOT;

    static final Kind KIND = new Kind("queue", "shutdown@0 used@128 reader@256 capacity@384 lanes@512:512 data@C*n");

    private QueueLayout() {}

    static long wordsAt(int lane) {
        return LANES_AT + (long) lane * Lane.wordsBytes();
    }

    /** From the body: the next multiple of the capacity, in the file, after the words. */
    static long dataAt(int lanes, int capacity, int lane) {
        long words = BODY_AT + wordsAt(lanes);
        return (words + capacity - 1) / capacity * capacity + (long) lane * capacity - BODY_AT;
    }

    static FileSpec spec(QueueOptions options, String type) {
        int capacity = options.laneBytes();
        String typeAndMode = type + (options.exclusive() ? " exclusive" : "");
        return new FileSpec(
                KIND,
                dataAt(options.lanes(), capacity, options.lanes()),
                options.lanes(),
                typeAndMode,
                wordsAt(options.lanes()));
    }
}
