package io.tandem.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.file.JdkAccess;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** An index and some areas in direct memory with guards between them, and what should be in it. */
final class Order {
    static final int AREA = 4096;
    static final int ALL = Integer.MAX_VALUE;
    private static final int AREAS = 3;
    private static final int GUARD = 128;
    private static final byte GUARD_BYTE = 0x5a;

    static {
        JdkAccess.require();
    }

    /** Message n of some bytes, which follow from the number; or a reference to the file n of a lane. */
    record Message(int number, int length, long reference) {
        static final long NONE = -1;

        int type() {
            return reference == NONE ? 1 + number % 100 : IndexWriter.REFERENCE;
        }

        byte at(int i) {
            return (byte) (number * 31 + i * 7);
        }
    }

    final IndexRing ring;
    final IndexArea[] areas = new IndexArea[AREAS];
    final Deque<Message> expected = new ArrayDeque<>();
    final int slots;
    private final UnsafeBuffer memory;
    private final int[] areaAt = new int[AREAS];
    private int number;

    Order(int capacity) {
        this(capacity, 0);
    }

    /** An index whose next message gets this position. */
    Order(int capacity, long position) {
        slots = IndexLayout.slots(capacity);
        int indexBytes = GUARD + IndexLayout.SLOTS_AT + slots * Long.BYTES;
        int areaBytes = GUARD + AreaLayout.DATA_AT + AREA;
        ByteBuffer buffer = BufferUtil.allocateDirectAligned(indexBytes + AREAS * areaBytes + GUARD, GUARD);
        memory = new UnsafeBuffer(buffer);
        memory.setMemory(0, memory.capacity(), (byte) 0);
        long base = memory.addressOffset();
        guard(0);
        memory.putInt(GUARD + IndexLayout.CAPACITY_AT, capacity);
        ring = new IndexRing(buffer, base + GUARD, slots);
        for (int i = 0; i < AREAS; i++) {
            guard(indexBytes + i * areaBytes);
            areaAt[i] = indexBytes + i * areaBytes + GUARD;
            UnsafeBuffer data = new UnsafeBuffer(buffer, areaAt[i] + AreaLayout.DATA_AT, AREA);
            areas[i] = new IndexArea(buffer, base + areaAt[i], data);
        }
        guard(indexBytes + AREAS * areaBytes);
        head(position);
        for (long at = position - slots; position > 0 && at < position; at++) {
            slot(at, at < 0 ? 0 : ring.tag(at));
        }
    }

    private void guard(int at) {
        memory.setMemory(at, GUARD, GUARD_BYTE);
    }

    void assertGuards() {
        for (int at :
                new int[] {0, areaAt[0] - GUARD, areaAt[1] - GUARD, areaAt[2] - GUARD, memory.capacity() - GUARD}) {
            for (int i = 0; i < GUARD; i++) {
                assertEquals(GUARD_BYTE, memory.getByte(at + i));
            }
        }
    }

    void head(long position) {
        memory.putLong(GUARD + IndexLayout.HEAD_AT, position);
    }

    long slot(long position) {
        return memory.getLong(GUARD + IndexLayout.SLOTS_AT + (int) (position & slots - 1) * Long.BYTES);
    }

    void slot(long position, long word) {
        memory.putLong(GUARD + IndexLayout.SLOTS_AT + (int) (position & slots - 1) * Long.BYTES, word);
    }

    void header(int lane, int index, long header) {
        areas[lane].data().putLong(index, header);
    }

    /** The same area as another participant sees it, through a buffer of its own. */
    IndexArea slow(int lane, UnsafeBuffer buffer) {
        buffer.wrap(areas[lane].data());
        return new IndexArea(memory, memory.addressOffset() + areaAt[lane], buffer);
    }

    /** Null as for a lane that nobody ever owned. */
    IndexArea area(int lane) {
        return lane < AREAS ? areas[lane] : null;
    }

    IndexWriter writer(int lane) {
        return new IndexWriter(ring, areas[lane], lane, false);
    }

    /** Claims and fills; null if that was refused. */
    Message fill(IndexWriter writer, int length) {
        int index = writer.claim(length);
        if (index < 0) {
            assertTrue(index == IndexWriter.NO_ROOM || index == IndexWriter.ENDED);
            return null;
        }
        Message message = new Message(number++, length, Message.NONE);
        for (int i = 0; i < length; i++) {
            writer.data().putByte(index + i, message.at(i));
        }
        return message;
    }

    /** Publishes and expects it; false if that was refused. */
    boolean put(IndexWriter writer, int length) {
        Message message = fill(writer, length);
        if (message == null) {
            return false;
        }
        assertTrue(writer.commitAndPublish(message.type()) >= 0);
        expected.add(message);
        return true;
    }

    boolean putReference(IndexWriter writer, int lane, int file) {
        boolean done = writer.publishReference(file) >= 0;
        if (done) {
            expected.add(new Message(number++, Long.BYTES, (long) lane << 24 | file));
        }
        return done;
    }

    private static void check(Message message, int type, DirectBuffer buffer, int index, int length) {
        assertEquals(message.type(), type, message::toString);
        assertEquals(message.length, length, message::toString);
        if (message.reference != Message.NONE) {
            assertEquals(message.reference, buffer.getLong(index));
            return;
        }
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

    int take(int limit) {
        IndexTaker taker = new IndexTaker(reference -> {});
        int taken = taker.take(ring, this::area, limit, ALL);
        taker.forEach(this::next);
        return taken;
    }

    /** Takes until nothing is left, and nothing may be missing. */
    void takeAll() {
        while (take(7) > 0) {
            assertGuards();
        }
        assertEquals(0, expected.size(), "fewer than were put");
        assertWaiting();
    }

    /** What may be looked at without taking it. */
    void assertWaiting() {
        assertEquals(expected.size(), ring.size());
        assertEquals(expected.isEmpty(), ring.isEmpty());
        assertEquals(expected.size() == ring.capacity(), ring.isFull());
        Deque<Message> copy = new ArrayDeque<>(expected);
        int shown = new IndexPeeker()
                .look(
                        ring,
                        this::area,
                        (type, buffer, at, length) -> check(copy.remove(), type, buffer, at, length),
                        ALL);
        assertEquals(expected.size(), shown);
        assertGuards();
    }
}
