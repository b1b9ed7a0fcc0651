package io.tandem.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.file.JdkAccess;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A lane in direct memory between two guards, and what should be in it. Messages are numbers; the bytes follow. */
final class Ring {
    static final int LEAST = LaneLayout.LEAST_CAPACITY;
    private static final int GUARD = 256;
    private static final byte GUARD_BYTE = 0x5a;

    static {
        JdkAccess.require();
    }

    final Lane lane;
    final Deque<Message> expected = new ArrayDeque<>();
    final UnsafeBuffer memory;
    private final int data;

    record Message(int number, int length) {
        int type() {
            return 1 + number % (MessageWriter.REFERENCE - 1);
        }

        byte at(int i) {
            return (byte) (number * 31 + i * 7);
        }
    }

    Ring(int capacity) {
        ByteBuffer buffer = BufferUtil.allocateDirectAligned(capacity + LaneLayout.DATA_AT + 2 * GUARD, 128)
                .order(ByteOrder.nativeOrder());
        memory = new UnsafeBuffer(buffer);
        memory.setMemory(0, GUARD, GUARD_BYTE);
        memory.setMemory(memory.capacity() - GUARD, GUARD, GUARD_BYTE);
        data = GUARD + LaneLayout.DATA_AT;
        long words = memory.addressOffset() + GUARD;
        lane = new Lane(buffer, words, new UnsafeBuffer(buffer, data, capacity));
    }

    /** The same lane as another participant sees it, through a buffer of its own. */
    Lane over(UnsafeBuffer buffer) {
        return new Lane(memory, memory.addressOffset() + GUARD, buffer);
    }

    /** A lane whose next record is at this position. */
    static Ring at(int capacity, long position) {
        Ring ring = new Ring(capacity);
        ring.head(position);
        return ring;
    }

    long head() {
        return memory.getLong(GUARD + LaneLayout.HEAD_AT);
    }

    void head(long position) {
        memory.putLong(GUARD + LaneLayout.HEAD_AT, position);
    }

    /** Whether a run ended at the head because the ring did. */
    boolean wraps() {
        return lane.index(head()) == 0 || LaneLayout.type(header(head())) == LaneLayout.PAD;
    }

    long mark() {
        return memory.getLong(GUARD + LaneLayout.MARK_AT);
    }

    void mark(long position) {
        memory.putLong(GUARD + LaneLayout.MARK_AT, position);
    }

    long header(long position) {
        return memory.getLong(data + lane.index(position));
    }

    void header(long position, long header) {
        memory.putLong(data + lane.index(position), header);
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

    /** Commits without publishing; false if there is no room. */
    boolean commit(LaneWriter writer, Message message) {
        if (!fill(writer, message)) {
            return false;
        }
        writer.commit(message.type());
        return true;
    }

    private boolean fill(LaneWriter writer, Message message) {
        int index = writer.claim(message.length);
        if (index == LaneWriter.NO_ROOM) {
            return false;
        }
        for (int i = 0; i < message.length; i++) {
            lane.data().putByte(index + i, message.at(i));
        }
        return true;
    }

    /** Publishes it, too, and expects it. */
    boolean put(LaneWriter writer, int number, int length) {
        Message message = new Message(number, length);
        if (!fill(writer, message)) {
            return false;
        }
        writer.commitAndPublish(message.type());
        expected.add(message);
        return true;
    }

    private static void check(Message message, int type, DirectBuffer buffer, int index, int length) {
        assertEquals(message.length, length, message::toString);
        assertEquals(message.type(), type, message::toString);
        for (int i = 0; i < length; i++) {
            if (buffer.getByte(index + i) != message.at(i)) {
                throw new AssertionError("byte " + i + " of " + message);
            }
        }
    }

    /** For consumers: each message must be the next expected one. */
    void next(int type, DirectBuffer buffer, int index, int length) {
        assertTrue(!expected.isEmpty(), "more than was put");
        check(expected.remove(), type, buffer, index, length);
    }

    /** Takes one after the other until nothing is left, and nothing may be missing. */
    void takeAll() {
        LaneTaker taker = new LaneTaker();
        while (taker.take(lane, 1, Integer.MAX_VALUE) > 0) {
            taker.forEach(this::next);
        }
        assertEquals(0, expected.size(), "fewer than were put");
        assertTrue(lane.isEmpty());
        assertEquals(0, lane.size());
        assertGuards();
    }

    /** What may be looked at without taking it. */
    void assertWaiting() {
        assertEquals(expected.size(), lane.size());
        assertEquals(expected.isEmpty(), lane.isEmpty());
        Deque<Message> copy = new ArrayDeque<>(expected);
        int shown = new LanePeeker().look(lane, (t, b, i, l) -> check(copy.remove(), t, b, i, l), Integer.MAX_VALUE);
        assertEquals(expected.size(), shown);
    }

    void assertGuards() {
        for (int i = 0; i < GUARD; i++) {
            assertEquals(GUARD_BYTE, memory.getByte(i));
            assertEquals(GUARD_BYTE, memory.getByte(memory.capacity() - 1 - i));
        }
    }
}
