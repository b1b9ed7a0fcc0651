package io.tandem.index;

import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/** An index and two areas in memory of their own. Message n is some bytes, each of them n; a reference names file n. */
public class MemoryIndex {
    static final int NOTHING = 0;
    static final int TORN = -1;
    static final int HEADER = AreaLayout.HEADER_BYTES;

    private static final int AREA = 4096;
    private static final int SLOTS = IndexLayout.LEAST_SLOTS;
    private static final int INDEX_BYTES = IndexLayout.SLOTS_AT + SLOTS * Long.BYTES;
    private static final int AREA_BYTES = AreaLayout.DATA_AT + AREA;
    private static final int BYTES = INDEX_BYTES + 2 * AREA_BYTES;

    private final long address = UnsafeApi.allocateMemory(BYTES);
    private final IndexArea[] areas = new IndexArea[2];

    final IndexRing ring;
    final IndexWriter first;
    final IndexWriter second;

    MemoryIndex(int capacity) {
        UnsafeApi.setMemory(address, BYTES, (byte) 0);
        UnsafeApi.putInt(address + IndexLayout.CAPACITY_AT, capacity);
        ring = new IndexRing(null, address, SLOTS);
        for (int i = 0; i < 2; i++) {
            long words = address + INDEX_BYTES + i * AREA_BYTES;
            areas[i] = new IndexArea(null, words, new UnsafeBuffer(words + AreaLayout.DATA_AT, AREA));
        }
        first = new IndexWriter(ring, areas[0], 0, false);
        second = new IndexWriter(ring, areas[1], 1, false);
    }

    static int put(IndexWriter writer, int number) {
        return put(writer, number, 40 + number);
    }

    /** 1 if it is in, -1 without room, -2 after the end. */
    static int put(IndexWriter writer, int number, int length) {
        int index = writer.claim(length);
        if (index < 0) {
            return index;
        }
        writer.data().setMemory(index, length, (byte) number);
        long at = writer.commitAndPublish(number);
        return at < 0 ? (int) at : 1;
    }

    IndexArea area(int lane) {
        return areas[lane];
    }

    /** Of a message, or {@link #TORN}. */
    static int number(int type, DirectBuffer buffer, int index, int length) {
        for (int i = 0; i < length; i++) {
            if (buffer.getByte(index + i) != type) {
                return TORN;
            }
        }
        return type;
    }

    /** The numbers taken as one decimal number. */
    int take(int limit) {
        IndexTaker taker = new IndexTaker(reference -> {});
        int[] all = {NOTHING};
        if (taker.take(ring, lane -> areas[lane], limit, Integer.MAX_VALUE) == 0) {
            return NOTHING;
        }
        taker.forEach((type, buffer, index, length) -> {
            int number = number(type, buffer, index, length);
            all[0] = all[0] * 10 + (number == TORN ? TORN * 1000 : number);
        });
        return all[0];
    }

    /** What is left, one by one. */
    int rest() {
        int all = NOTHING;
        for (int one = take(1); one != NOTHING; one = take(1)) {
            all = all * 10 + one;
        }
        return all;
    }

    /** So many more messages have come and gone. */
    void pass(int messages) {
        for (int i = 0; i < messages; i++) {
            put(first, 9);
            take(1);
        }
    }

    void free() {
        UnsafeApi.freeMemory(address);
    }
}
