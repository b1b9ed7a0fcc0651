package io.tandem.owner;

import java.util.ArrayList;
import java.util.List;

/**
 * What is to be done when a child has ended for things it took along and may never have reached: noted by these while the
 * calling thread serializes the child.
 */
public final class Luggage {
    private static final ThreadLocal<Luggage> PACKED = new ThreadLocal<>();

    private final List<Runnable> actions = new ArrayList<>();

    private Luggage() {}

    /** Runs this, which serializes a child. */
    public static Luggage of(Runnable writing) {
        Luggage luggage = new Luggage();
        PACKED.set(luggage);
        try {
            writing.run();
            return luggage;
        } catch (RuntimeException | Error e) {
            luggage.carrierEnded();
            throw e;
        } finally {
            PACKED.remove();
        }
    }

    /** For a thing that is being serialized: to be run when the child has ended it travels with; false if it travels with none. */
    public static boolean whenCarrierEnds(Runnable action) {
        Luggage packed = PACKED.get();
        return packed != null && packed.actions.add(action);
    }

    /** The child has ended, or was never started. */
    public void carrierEnded() {
        actions.forEach(Runnable::run);
        actions.clear();
    }
}
