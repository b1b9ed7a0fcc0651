package io.tandem.queue;

import static io.tandem.file.FileLayout.BODY_AT;
import static io.tandem.file.FileLayout.HOT;

import io.tandem.file.FileSpec;
import io.tandem.file.Kind;
import io.tandem.file.Mapping;
import io.tandem.file.Memory;
import io.tandem.file.SharedFile;
import io.tandem.file.SharedFileException;
import io.tandem.lane.Lane;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

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
 *      |   8  bound: int, most messages, 0 for any       |
 *      |  12  leased: int, 1 if taking leases            |
 *      |  16  deliveries: int, most of them, 0 for any   |
 *  512 +-------------------------------------------------+
 *      |   0  bytes of the spill directory's path: int   |
 *      |   4  the path, UTF-8                            |
 * 1536 +-------------------------------------------------+
 *      | takers: int, bell: a message, or the end        |
 * 1664 +-------------------------------------------------+
 *      | putters: int, bell: room, or the end            |
 * 1792 +-------------------------------------------------+
 *      | joiners: int, bell: all is acknowledged         |
 * 1920 +-------------------------------------------------+
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
 *  capacity  the creator             attachers   before publication
 *  to path
 *  bells     who changes, who waits  the same    see Bell
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
    static final int BOUND_AT = CAPACITY_AT + 2 * Integer.BYTES;
    static final int LEASED_AT = CAPACITY_AT + 3 * Integer.BYTES;
    static final int DELIVERIES_AT = CAPACITY_AT + 4 * Integer.BYTES;
    static final int SPILL_AT = 4 * HOT;
    static final int SPILL_PATH_AT = SPILL_AT + Integer.BYTES;
    static final int SPILL_BYTES = 1000;
    static final int TAKERS_AT = 12 * HOT;
    static final int PUTTERS_AT = 13 * HOT;
    static final int JOINERS_AT = 14 * HOT;
    static final int LANES_AT = 15 * HOT;
    static final int READY_AT = Long.BYTES;

    static final Kind KIND = new Kind(
            "queue",
            "shutdown@0 used@128 reader@256 capacity@384 exclusive@388 bound@392 leased@396 deliveries@400"
                    + " spill@512:1024 takers@1536 putters@1664 joiners@1792 lanes@1920:128(owner@0 ready@8)",
            LANES_AT,
            HOT);

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
        byte[] spill = options.spillTo() == null
                ? new byte[0]
                : options.spillTo().toString().getBytes(StandardCharsets.UTF_8);
        return body -> {
            set(body, CAPACITY_AT, options.laneBytes());
            set(body, EXCLUSIVE_AT, options.exclusive() ? 1 : 0);
            set(body, BOUND_AT, options.capacity());
            set(body, LEASED_AT, options.leases() ? 1 : 0);
            set(body, DELIVERIES_AT, options.mostDeliveries());
            set(body, SPILL_AT, spill.length);
            Memory.copyIn(body, body.address(BODY_AT + SPILL_PATH_AT), spill, Memory.BYTES, spill.length);
        };
    }

    private static void set(Mapping body, int at, int value) {
        Memory.intPlain(body, body.address(BODY_AT + at), value);
    }

    /** What this queue was created with. */
    static QueueOptions options(SharedFile file) {
        int length = get(file, SPILL_AT);
        try {
            byte[] spill = new byte[Math.max(0, Math.min(length, SPILL_BYTES))];
            Memory.copyOut(file, file.body(SPILL_PATH_AT), spill, Memory.BYTES, spill.length);
            QueueOptions options = new QueueOptions(
                    (int) file.header().count(),
                    get(file, CAPACITY_AT),
                    get(file, EXCLUSIVE_AT) != 0,
                    get(file, BOUND_AT),
                    get(file, LEASED_AT) != 0,
                    get(file, DELIVERIES_AT),
                    spill.length == 0 ? null : Path.of(new String(spill, StandardCharsets.UTF_8)));
            Lane.requireCapacity(options.laneBytes());
            return options;
        } catch (IllegalArgumentException e) {
            throw new SharedFileException(
                    SharedFileException.Reason.LAYOUT_MISMATCH, file.path(), "the options of a queue", e.getMessage());
        }
    }

    private static int get(SharedFile file, int at) {
        return Memory.intPlain(file, file.body(at));
    }
}
