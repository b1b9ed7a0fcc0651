package io.tandem.sync;

import io.tandem.file.CrashPoint;
import io.tandem.file.Memory;

/** The one word of an event; any thread. Its bits are in {@link EventLayout}. */
final class EventWord {
    private final Object holder;
    private final long address;

    EventWord(Object holder, long address) {
        this.holder = holder;
        this.address = address;
    }

    /** Pairs with the CAS of all others. */
    long get() {
        return Memory.longAcquire(holder, address);
    }

    /**
     * Writes even if it is set: who clears it, then looks for work and finds none, relies on that the work done before a
     * later set is seen.
     */
    void set() {
        boolean done;
        do {
            long seen = get();
            CrashPoint.at("event.setting");
            done = Memory.compareAndSetLong(holder, address, seen, EventLayout.set(seen)); // pairs with get()
            CrashPoint.at("event.set");
        } while (!done);
    }

    /** Returns whether it was set and this call cleared it; of several only one is told so. */
    boolean clear() {
        long seen = get();
        while (EventLayout.isSet(seen)) {
            CrashPoint.at("event.clearing");
            long found = Memory.compareAndExchangeLong(holder, address, seen, EventLayout.clear(seen));
            CrashPoint.at("event.cleared");
            if (found == seen) {
                return true;
            }
            seen = found;
        }
        return false;
    }
}
