package io.tandem.pipe;

import static io.tandem.file.FileLayout.BODY_AT;
import static io.tandem.file.FileLayout.HOT;

import io.tandem.file.FileSpec;
import io.tandem.file.Kind;
import io.tandem.file.Mapping;
import io.tandem.file.Memory;
import io.tandem.file.SharedFile;

/**
 * A pipe: two ends, and a lane for each direction, a file of its own that is made when it is first used: {@code name~id~0}
 * from the first end to the second, {@code name~id~1} back. Offsets from the body; the header's count is the binary
 * logarithm of a lane's capacity.
 *
 * <pre>
 *    0 +------------------------------------------------+
 *      | end 0:   0  user: long, owned word, set once   |
 *      |        128  closed: int, 1 after its close,    |
 *      |             2: who should have it died before  |
 *      |        256  receiver: int, bell: a message     |
 *      |             came for this end, or the end      |
 *      |        384  sender: int, bell: there is room   |
 *      |             for what this end sends            |
 *  512 +------------------------------------------------+
 *      | end 1: the same                                |
 * 1024 +------------------------------------------------+
 *      | simplex: int, 1 if end 1 sends and end 0 gets  |
 * 1152 +------------------------------------------------+
 * </pre>
 *
 * <pre>
 *  field    written by           read by       ordering
 *  user     who uses the end     both ends     CAS from 0 / acquire; never given to another
 *  closed   its user             the peer      release / acquire
 *           a child's parent     the peer      CAS from 0 to 2, void once there is a user / acquire
 *  bells    the peer, who waits  the same      see Bell
 *  simplex  the creator          attachers     before publication
 * </pre>
 */
final class PipeLayout {
    static final int END_BYTES = 4 * HOT;
    static final int CLOSED_AT = HOT;
    static final int RECEIVER_AT = 2 * HOT;
    static final int SENDER_AT = 3 * HOT;
    static final int SIMPLEX_AT = 2 * END_BYTES;
    static final int BODY_BYTES = SIMPLEX_AT + HOT;

    /** Types of records in a pipe's lanes. */
    static final int MESSAGE = 1;

    static final int NULL_MESSAGE = 2;
    static final int STREAM_PIECE = 3;
    static final int STREAM_END = 4;
    /** The sender gave the stream up. */
    static final int STREAM_CUT = 5;

    static final Kind KIND =
            new Kind("pipe", "ends@0:512(user@0 closed@128 receiver@256 sender@384) simplex@1024", BODY_BYTES, 0);

    static final int CLOSED = 1;
    /** Given to a child that died before it used it. Says nothing once somebody uses it. */
    static final int LOST = 2;

    private PipeLayout() {}

    static boolean isStream(int type) {
        return type >= STREAM_PIECE && type <= STREAM_CUT;
    }

    static long userAt(int end) {
        return (long) end * END_BYTES;
    }

    static long closedAt(int end) {
        return userAt(end) + CLOSED_AT;
    }

    static long receiverAt(int end) {
        return userAt(end) + RECEIVER_AT;
    }

    static long senderAt(int end) {
        return userAt(end) + SENDER_AT;
    }

    static FileSpec spec(int capacity, String type) {
        return new FileSpec(KIND, Integer.numberOfTrailingZeros(capacity), type);
    }

    static SharedFile.Filler filler(boolean duplex) {
        return (Mapping body) -> Memory.intPlain(body, body.address(BODY_AT + SIMPLEX_AT), duplex ? 0 : 1);
    }
}
