package io.tandem.queue;

import io.tandem.lane.Lane;
import io.tandem.lane.LaneTaker;
import io.tandem.lane.MessageHandler;
import io.tandem.lane.Pace;
import io.tandem.wait.Bell;

/**
 * One thread as one of many consumers: goes from lane to lane, takes by copy and CAS, and remembers where it looked last,
 * so that every lane has its turn.
 */
final class CopyingConsumer implements QueueConsumer {
    /** Messages of one lane before the next one's turn. */
    private static final int QUANTUM = 64;

    /** What is copied should still be in the core's nearest cache when it is handed out. */
    static final int BATCH_BYTES = 16 << 10;

    private final QueueLanes<Lane> lanes;
    private final Opening opening;
    private final Bell putters;
    private final LaneTaker taker;
    private final Pace pace = new Pace();
    private int lane;
    private int left;

    CopyingConsumer(QueueLanes<Lane> lanes, QueueEngine queue) {
        this.lanes = lanes;
        this.opening = new Opening(queue.spill, false);
        this.putters = queue.bells.putters;
        this.taker = new LaneTaker(opening);
    }

    @Override
    public int drain(MessageHandler handler, int limit) {
        pace.settle();
        int used = lanes.used();
        int total = 0;
        int ended = 0;
        while (total < limit && ended < used) {
            Lane current = turn(used);
            int taken = current == null ? 0 : taker.take(current, limit - total, BATCH_BYTES);
            left -= taken;
            if (taken == 0 || taker.reachedEnd()) {
                left = 0;
                ended++;
            } else {
                ended = 0;
            }
            if (taken > 0) {
                putters.ring();
                total += taken;
                pace.took(taken, taker.taken());
                taker.forEach(opening.to(handler));
            }
        }
        if (ended == used) {
            pace.ended();
        }
        return total;
    }

    private Lane turn(int used) {
        if (left <= 0 || lane >= used) {
            lane = lane + 1 >= used ? 0 : lane + 1;
            left = QUANTUM;
        }
        return lanes.lane(lane);
    }
}
