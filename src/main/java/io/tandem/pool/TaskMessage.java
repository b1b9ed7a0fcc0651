package io.tandem.pool;

import org.agrona.DirectBuffer;

/**
 * A task on its way to a worker.
 *
 * <pre>
 *    0 +-----------------------------------------------+
 *      |  0  slot        int   of the client's board   |
 *      |  4  generation  int                           |
 *      |  8  client      int   number of its board     |
 *      | 12  kind        int   1 call, 2 apply, 3 chunk|
 *      | 16  owner       long  the client's id         |
 *      | 24  function    int   0: inline               |
 *      | 28  inline: length int, serialized function   |
 *      |     apply: a value; chunk: count int, values  |
 *      +-----------------------------------------------+
 * </pre>
 */
final class TaskMessage {
    static final int CALL = 1;
    static final int APPLY = 2;
    static final int CHUNK = 3;
    static final int INLINE = 0;

    private static final int SLOT_AT = 0;
    private static final int GENERATION_AT = SLOT_AT + Integer.BYTES;
    private static final int CLIENT_AT = GENERATION_AT + Integer.BYTES;
    private static final int KIND_AT = CLIENT_AT + Integer.BYTES;
    private static final int OWNER_AT = KIND_AT + Integer.BYTES;
    private static final int FUNCTION_AT = OWNER_AT + Long.BYTES;
    /** Where the inline function or the argument begins. */
    static final int BODY_AT = FUNCTION_AT + Integer.BYTES;

    int slot;
    int generation;
    int client;
    int kind;
    long owner;
    int function;

    /** Begins one; slot and generation are set when it is posted. What follows is appended. */
    static Packet begin(Packet packet, int client, long owner, int kind) {
        return packet.clear().putInt(0).putInt(0).putInt(client).putInt(kind).putLong(owner);
    }

    static void address(Packet packet, int slot, int generation) {
        packet.setInt(SLOT_AT, slot);
        packet.setInt(GENERATION_AT, generation);
    }

    /** Reads what comes before the body. */
    void read(DirectBuffer buffer, int index) {
        slot = buffer.getInt(index + SLOT_AT);
        generation = buffer.getInt(index + GENERATION_AT);
        client = buffer.getInt(index + CLIENT_AT);
        kind = buffer.getInt(index + KIND_AT);
        owner = buffer.getLong(index + OWNER_AT);
        function = buffer.getInt(index + FUNCTION_AT);
    }
}
