package io.tandem.queue;

import io.tandem.lane.Lane;
import io.tandem.lane.LaneTaker;
import io.tandem.lane.MessageHandler;
import io.tandem.lane.Pace;

/**
 * One thread as one of many consumers: goes from lane to lane, takes by copy and CAS, and remembers where it looked last,
 * so that every lane has its turn.
 */
final class CopyingConsumer {
    /** Messages of one lane before the next one's turn. */
    private static final int QUANTUM = 64;

    /** What is copied should still be in the core's nearest cache when it is handed out. */
    private static final int BATCH_BYTES = 16 << 10;

    private final LaneTaker taker = new LaneTaker();
    private final Pace pace = new Pace();
    private int lane;
    private int left;

    int drain(QueueLanes lanes, MessageHandler handler, int limit) {
        pace.settle();
        int used = lanes.used();
        int total = 0;
        int ended = 0;
        while (total < limit && ended < used) {
            Lane current = turn(lanes, used);
            int taken = current == null ? 0 : taker.take(current, limit - total, BATCH_BYTES);
            left -= taken;
            if (taken == 0 || taker.reachedEnd()) {
                left = 0;
                ended++;
            } else {
                ended = 0;
            }
            if (taken > 0) {
                total += taken;
                pace.took(taken, taker.taken());
                taker.forEach(handler);
            }
        }
        if (ended == used) {
            pace.ended();
        }
        return total;
    }

    private Lane turn(QueueLanes lanes, int used) {
        if (left <= 0 || lane >= used) {
            lane = lane + 1 >= used ? 0 : lane + 1;
            left = QUANTUM;
        }
        return lanes.lane(lane);
    }
}
