package io.tandem.lane;

import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/** A lane, and one more word, in memory of their own: for tests of what is made of lanes. */
public class MemoryLane {
    private static final int CAPACITY = LaneLayout.LEAST_CAPACITY;
    private static final int BYTES = LaneLayout.DATA_AT + CAPACITY;

    private final long address = UnsafeApi.allocateMemory(BYTES + Long.BYTES);

    public final LaneWriter writer;
    public final LaneReader reader;
    /** Address of the word. */
    public final long word = address + BYTES;

    public MemoryLane() {
        UnsafeApi.setMemory(address, BYTES + Long.BYTES, (byte) 0);
        Lane lane = new Lane(null, address, new UnsafeBuffer(address + LaneLayout.DATA_AT, CAPACITY));
        writer = new LaneWriter(lane);
        reader = new LaneReader(lane);
    }

    public void send(int type) {
        writer.claim(Long.BYTES);
        writer.commit(type);
        writer.publish();
    }

    public void free() {
        UnsafeApi.freeMemory(address);
    }
}
