package io.tandem.journal;

import net.openhft.chronicle.core.time.SystemTimeProvider;
import net.openhft.chronicle.core.time.TimeProvider;
import net.openhft.chronicle.queue.RollCycle;

/**
 * The clock that Chronicle names its files by: the wall clock, which is asked for nothing else. While somebody appends it
 * stands still at a time in the file that was chosen, so that no roll happens behind our back.
 */
final class RollClock implements TimeProvider {
    private final RollCycle roll;
    private long pinned;
    private int lastCycle;
    private long lastBegin = Long.MAX_VALUE;

    RollClock(RollCycle roll) {
        this.roll = roll;
    }

    /** The number of the file whose time it is. */
    int cycle() {
        long now = SystemTimeProvider.INSTANCE.currentTimeMillis();
        if (now < lastBegin || now - lastBegin >= roll.lengthInMillis()) { // spares a division else
            lastCycle = roll.current(() -> now, roll.defaultEpoch());
            lastBegin = begin(lastCycle);
        }
        return lastCycle;
    }

    private long begin(int cycle) {
        return (long) cycle * roll.lengthInMillis() + roll.defaultEpoch();
    }

    void pin(int cycle) {
        pinned = begin(cycle);
    }

    void unpin() {
        pinned = 0;
    }

    @Override
    public long currentTimeMillis() {
        long at = pinned;
        return at != 0 ? at : SystemTimeProvider.INSTANCE.currentTimeMillis();
    }
}
