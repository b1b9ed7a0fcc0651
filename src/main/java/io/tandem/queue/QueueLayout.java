package io.tandem.queue;

import static io.tandem.file.FileLayout.BODY_AT;
import static io.tandem.file.FileLayout.HOT;

import io.tandem.file.FileSpec;
import io.tandem.file.Kind;
import io.tandem.file.Memory;
import io.tandem.file.SharedFile;
import io.tandem.lane.Lane;

/**
 * A queue: a table of lanes, one per producer; each lane is a file of its own, {@code name~uuid~number} with 16 hex digits
 * of the queue's UUID, made when it is first owned. Offsets from the body; the header's count is how many lanes there may be.
 *
 * <pre>
 *    0 +-------------------------------------------------+
 *      | shutdown: int, 1 once no more puts are accepted |
 *  128 +-------------------------------------------------+
 *      | used: int, lanes 0 to used - 1 had an owner     |
 *  256 +-------------------------------------------------+
 *      | reader: long, owned word of the only consumer   |
 *  384 +-------------------------------------------------+
 *      |   0  capacity: int, bytes of each lane          |
 *      |   4  exclusive: int, 1 for one consumer at most |
 *  512 +-------------------------------------------------+
 *      | lane 0, 128 bytes:  0  owner: long, owned word  |
 *      |                     8  ready: int, 1 once the   |
 *      |                        lane's file is there     |
 *      | lane 1 ...                                      |
 *      +-------------------------------------------------+
 * </pre>
 *
 * <pre>
 *  field     written by              read by     ordering
 *  shutdown  who shuts down          everybody   release / acquire
 *  used      producers, growing      consumers   CAS / acquire
 *  reader    the only consumer       consumers   CAS / release
 *  capacity, the creator             attachers   before publication
 *  exclusive
 *  owner     producers               producers   CAS / release
 *  ready     the first owner         everybody   release / acquire
 * </pre>
 */
final class QueueLayout {
    static final int SHUTDOWN_AT = 0;
    static final int USED_AT = HOT;
    static final int READER_AT = 2 * HOT;
    static final int CAPACITY_AT = 3 * HOT;
    static final int EXCLUSIVE_AT = CAPACITY_AT + Integer.BYTES;
    static final int LANES_AT = 4 * HOT;
    static final int READY_AT = Long.BYTES;

    static final Kind KIND = new Kind(
            "queue",
            "shutdown@0 used@128 reader@256 capacity@384 exclusive@388 lanes@512:128(owner@0 ready@8)",
            n -> LANES_AT + n * HOT);

    private QueueLayout() {}

    static long ownerAt(int lane) {
        return LANES_AT + (long) lane * HOT;
    }

    static long readyAt(int lane) {
        return ownerAt(lane) + READY_AT;
    }

    static FileSpec spec(QueueOptions options, String type) {
        return new FileSpec(KIND, options.lanes(), type);
    }

    static SharedFile.Filler filler(QueueOptions options) {
        Lane.requireCapacity(options.laneBytes());
        return body -> {
            Memory.intPlain(body, body.address(BODY_AT + CAPACITY_AT), options.laneBytes());
            Memory.intPlain(body, body.address(BODY_AT + EXCLUSIVE_AT), options.exclusive() ? 1 : 0);
        };
    }
}
