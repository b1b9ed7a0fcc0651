package io.tandem.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.file.JdkAccess;
import io.tandem.lane.MessageWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A leased lane in direct memory between two guards. Messages are numbers; every byte follows from the number. */
final class Desk {
    static final int LEAST = 4096;
    /** Participants: slot 3 in epoch 5, and others. */
    static final long ME = 5L << 12 | 3;

    static final long YOU = 9L << 12 | 4;

    private static final int GUARD = 256;
    private static final byte GUARD_BYTE = 0x5a;

    static {
        JdkAccess.require();
    }

    final LeaseLane lane;
    final UnsafeBuffer memory;

    Desk(int capacity) {
        int bytes = (int) LeaseLayout.dataAt(capacity) + capacity;
        ByteBuffer buffer =
                BufferUtil.allocateDirectAligned(bytes + 2 * GUARD, 128).order(ByteOrder.nativeOrder());
        memory = new UnsafeBuffer(buffer);
        memory.setMemory(0, GUARD, GUARD_BYTE);
        memory.setMemory(memory.capacity() - GUARD, GUARD, GUARD_BYTE);
        lane = new LeaseLane(
                buffer,
                memory.addressOffset() + GUARD,
                new UnsafeBuffer(buffer, GUARD + (int) LeaseLayout.dataAt(capacity), capacity));
    }

    /** A lane in which all before this sequence is done. */
    static Desk at(int capacity, long sequence) {
        Desk desk = new Desk(capacity);
        for (long before = Math.max(0, sequence - desk.lane.descriptors()); before < sequence; before++) {
            desk.lane.wordRelease(before, desk.lane.lapOf(before));
        }
        desk.head(sequence);
        return desk;
    }

    /** The same lane as another participant sees it, through a buffer of its own. */
    LeaseLane over(UnsafeBuffer buffer) {
        return new LeaseLane(memory, memory.addressOffset() + GUARD, buffer);
    }

    static LeaseTaker taker(long participant) {
        return new LeaseTaker(participant);
    }

    LeaseWriter writer() {
        return new LeaseWriter(lane, ME);
    }

    long head() {
        return memory.getLong(GUARD + LeaseLayout.HEAD_AT);
    }

    void head(long sequence) {
        memory.putLong(GUARD + LeaseLayout.HEAD_AT, sequence);
    }

    long[] words() {
        long[] words = new long[memory.capacity() / Long.BYTES];
        for (int i = 0; i < words.length; i++) {
            words[i] = memory.getLong(i * Long.BYTES);
        }
        return words;
    }

    void words(long[] words) {
        for (int i = 0; i < words.length; i++) {
            memory.putLong(i * Long.BYTES, words[i]);
        }
    }

    static boolean commit(MessageWriter writer, int number, int length) {
        int index = writer.claim(length);
        if (index == MessageWriter.NO_ROOM) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            writer.data().putByte(index + i, at(number, i));
        }
        writer.commit(type(number));
        return true;
    }

    static boolean put(MessageWriter writer, int number, int length) {
        boolean done = commit(writer, number, length);
        writer.publish();
        return done;
    }

    static int type(int number) {
        return 1 + number % 100;
    }

    private static byte at(int number, int i) {
        return (byte) (i < 4 ? number >>> 8 * i : number * 31 + i * 7);
    }

    /** The number of a message of at least four bytes, all of which are checked. */
    static int number(int type, DirectBuffer buffer, int index, int length) {
        int number = buffer.getInt(index);
        assertEquals(type(number), type, "type of " + number);
        for (int i = 0; i < length; i++) {
            if (buffer.getByte(index + i) != at(number, i)) {
                throw new AssertionError("torn: byte " + i + " of " + number);
            }
        }
        return number;
    }

    /** Of the message leased last. */
    int number(LeaseTaker taker) {
        return number(taker.type(), lane.data(), taker.index(), taker.length());
    }

    /** Leases the next message, which must be this one. */
    void lease(LeaseTaker taker, int number, int deliveries) {
        assertTrue(taker.lease(lane, 0), () -> "no message " + number);
        assertEquals(number, number(taker));
        assertEquals(deliveries, taker.deliveries(), () -> "deliveries of " + number);
    }

    boolean ack(LeaseTaker taker) {
        return LeaseTaker.ack(lane, taker.sequence(), taker.word());
    }

    boolean giveBack(LeaseTaker taker) {
        return LeaseTaker.giveBack(lane, taker.sequence(), taker.word());
    }

    void assertGuards() {
        for (int i = 0; i < GUARD; i++) {
            assertEquals(GUARD_BYTE, memory.getByte(i), "before the lane");
            assertEquals(GUARD_BYTE, memory.getByte(memory.capacity() - GUARD + i), "after the lane");
        }
    }
}
