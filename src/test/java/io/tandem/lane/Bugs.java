package io.tandem.lane;

import static io.tandem.lane.LaneLayout.*;

import java.util.function.Consumer;
import org.agrona.ExpandableArrayBuffer;

/** Parts of the protocol done wrong, on purpose, to see whether the tests notice. */
public final class Bugs {
    private Bugs() {}

    /** Copies one message, then stores the head, whoever moved it meanwhile; false if there was none. */
    public static boolean takeWithoutCas(Lane lane, MessageHandler handler) {
        long head = lane.headAcquire();
        long header = lane.headerAcquire(head);
        if (isEnd(header) || !lane.isSane(head, header)) {
            return false;
        }
        int length = length(header);
        ExpandableArrayBuffer copy = new ExpandableArrayBuffer();
        if (type(header) != PAD) {
            lane.data().getBytes(lane.index(head) + HEADER_BYTES, copy, 0, length);
        }
        Thread.yield();
        lane.headRelease(head + recordBytes(length));
        if (type(header) != PAD) {
            handler.onMessage(type(header), copy, 0, length);
        }
        return true;
    }

    /** Publishes one message before it fills it; false if there is no room. */
    public static boolean publishFirst(LaneWriter writer, int length, Consumer<Integer> fill) {
        int index = writer.claim(length);
        if (index == LaneWriter.NO_ROOM) {
            return false;
        }
        writer.commit(1);
        writer.publish();
        Thread.yield();
        fill.accept(index);
        return true;
    }
}
