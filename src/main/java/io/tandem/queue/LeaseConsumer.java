package io.tandem.queue;

import io.tandem.lane.MessageHandler;
import io.tandem.lane.Pace;
import io.tandem.lease.LeaseLane;
import io.tandem.lease.LeaseTaker;
import io.tandem.spill.SharedBytes;

/** One thread that leases messages, or takes them for good: lane after lane, so that each has its turn. */
final class LeaseConsumer implements QueueConsumer {
    /** Messages of one lane before the next one's turn. */
    private static final int QUANTUM = 64;

    /** Looks between two thoughts of what dead consumers may hold. */
    private static final int RECOVERY = 256;

    private final LeaseQueue queue;
    private final Opening opening;
    private final LeaseTaker taker;
    private final Pace pace = new Pace();
    private int number;
    private int left;
    private int looks;

    LeaseConsumer(LeaseQueue queue) {
        this.queue = queue;
        this.opening = new Opening(queue.spill, false);
        this.taker = new LeaseTaker(queue.directory.participants().self(), opening);
    }

    LeaseTaker taker() {
        return taker;
    }

    private LeaseLane turn(int used) {
        if (left <= 0 || number >= used) {
            number = number + 1 >= used ? 0 : number + 1;
            left = QUANTUM;
        }
        return queue.lanes.lane(number);
    }

    /** Leases the next message and returns its lane, or null if none is ready; the rest the taker tells. */
    LeaseLane lease() {
        recoverNowAndThen();
        int used = queue.lanes.used();
        for (int looked = 0; looked <= used; looked++) {
            LeaseLane lane = turn(used);
            if (lane != null && taker.lease(lane, queue.most)) {
                left--;
                return lane;
            }
            left = 0;
            bury(lane);
        }
        return null;
    }

    /** The same, after one of this lane: quicker as long as it has its turn. */
    private LeaseLane leaseNext(LeaseLane lane) {
        if (left > 0 && (looks + 1) % RECOVERY != 0 && taker.lease(lane, queue.most)) {
            looks++;
            left--;
            return lane;
        }
        return lease();
    }

    private void recoverNowAndThen() {
        if (++looks % RECOVERY == 0) {
            queue.recoverNowAndThen();
        }
    }

    /** Only after a look that took nothing: it may throw, and then the next lane has its turn. */
    private void bury(LeaseLane lane) {
        if (lane != null && taker.metExhausted()) {
            queue.deadLetters().bury(lane);
        }
    }

    @Override
    public int handle(MessageHandler handler, int limit) {
        pace.settle();
        int count = 0;
        long bytes = 0;
        LeaseLane lane = lease();
        if (lane != null) {
            queue.holds(); // once: a handler may ask whether this JVM holds anything
            try {
                while (lane != null) {
                    LeaseLane before = lane;
                    bytes += taker.length();
                    handleOne(lane, handler);
                    count++;
                    lane = count < limit ? leaseNext(lane) : null;
                    if (lane != before) {
                        LeaseTaker.finishRun(before);
                    }
                }
            } finally {
                queue.held.decrementAndGet();
            }
        }
        pace.took(count, bytes);
        if (count < limit) {
            pace.ended();
        }
        return count;
    }

    private void handleOne(LeaseLane lane, MessageHandler handler) {
        long sequence = taker.sequence();
        long word = taker.word();
        long reference = LeaseQueue.reference(lane, taker);
        boolean done = false;
        boolean mine = false;
        try {
            if (reference == LeaseQueue.NO_REFERENCE) {
                handler.onMessage(taker.type(), lane.data(), taker.index(), taker.length());
            } else {
                Opening.hand(queue.bytes(reference), handler);
            }
            done = true;
        } finally {
            if (done) {
                mine = LeaseTaker.ackInRun(lane, sequence, word);
                queue.acknowledged(lane);
            } else {
                queue.giveBack(lane, sequence, word);
            }
        }
        if (mine && reference != LeaseQueue.NO_REFERENCE) {
            queue.spill.delete(reference);
        }
    }

    @Override
    public int drain(MessageHandler handler, int limit) {
        pace.settle();
        recoverNowAndThen();
        int used = queue.lanes.used();
        int count = 0;
        int ended = 0;
        while (count < limit && ended <= used) {
            LeaseLane lane = turn(used);
            int taken = lane == null ? 0 : take(lane, Math.min(left, limit - count));
            left -= taken;
            ended = taken == 0 ? ended + 1 : 0;
            left = taken == 0 ? 0 : left;
            if (taken == 0) {
                bury(lane);
            }
            if (taken > 0) {
                queue.acknowledged(lane);
                count += taken;
                pace.took(taken, taker.taken());
                taker.forEach(opening.to(handler));
            }
        }
        if (ended > used) {
            pace.ended();
        }
        return count;
    }

    private int take(LeaseLane lane, int limit) {
        return taker.take(lane, limit, CopyingConsumer.BATCH_BYTES, queue.most);
    }

    /** The bytes of what was leased, or null if it lies in the lane. */
    SharedBytes leasedBytes(LeaseLane lane) {
        long reference = LeaseQueue.reference(lane, taker);
        return reference == LeaseQueue.NO_REFERENCE ? null : queue.bytes(reference);
    }
}
