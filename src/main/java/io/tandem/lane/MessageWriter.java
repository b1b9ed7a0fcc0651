package io.tandem.lane;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * The only producer of a lane, however the order of its messages is kept: claims room, fills it in place, commits, and
 * publishes. One thread at a time; never blocks; allocates nothing.
 */
public interface MessageWriter {
    /** What {@link #claim} returns when there is no room, and publishing when a bound leaves none. */
    int NO_ROOM = -1;

    /** The type of a record that only names a file with the message in it, by a long. */
    int REFERENCE = 120;

    /** Where claims lie. */
    UnsafeBuffer data();

    /** Room for a payload of this length: its index in {@link #data()}, or {@link #NO_ROOM}. Replaces a claim. */
    int claim(int length);

    /** Whether the last claim failed for want of bytes only, though a bound on the number of messages leaves room. */
    default boolean lacksBytes() {
        return false;
    }

    /** Before a claim that must find all the room there is, for its caller may sleep after it. */
    default void lookHarder() {}

    /** Gives the claim up. */
    void abort();

    /** Adds the claimed record, with a type from 1 to 126, to what {@link #publish} makes visible. */
    void commit(int type);

    /**
     * Makes visible what was committed. Returns where that begins, for {@link #retract}, or {@link #NO_ROOM} if a bound on
     * the number of messages stopped it: then the rest stays committed, and another call may go on.
     */
    long publish();

    /** Both at once, for one message; after {@link #NO_ROOM} it is still claimed. */
    long commitAndPublish(int type);

    /** Publishes a reference, as {@link #commitAndPublish} does; claims its room, too. */
    default long publishReference(long reference) {
        int index = claim(Long.BYTES);
        if (index == NO_ROOM) {
            return NO_ROOM;
        }
        data().putLong(index, reference);
        return commitAndPublish(REFERENCE);
    }

    /** Takes back what was published from here on, if nobody took any of it; false if a consumer is, or will be, there. */
    boolean retract(long at);

    /** To be called before the lane is given back in order. */
    default void leave() {}
}
