package io.tandem.owner;

import java.util.ArrayList;
import java.util.List;

/**
 * The shared things that a child takes along: noted while the child is written by the calling thread, and told when it has ended, for it may
 * never have reached them. Things that were closed here meanwhile are told, too: their memory stays while they are listed.
 */
public final class Luggage {
    private static final ThreadLocal<Luggage> PACKED = new ThreadLocal<>();

    private final List<SharedObject> things = new ArrayList<>();

    private Luggage() {}

    /** Runs this, which writes a child. */
    public static Luggage of(Runnable writing) {
        Luggage luggage = new Luggage();
        PACKED.set(luggage);
        try {
            writing.run();
        } finally {
            PACKED.remove();
        }
        return luggage;
    }

    static void note(SharedObject thing) {
        Luggage packed = PACKED.get();
        if (packed != null) {
            packed.things.add(thing);
        }
    }

    /** The child has ended. */
    public void carrierEnded() {
        things.forEach(SharedObject::carrierEnded);
        things.clear();
    }
}
