package io.tandem.lease;

import static io.tandem.lease.LeaseLayout.*;

import io.tandem.file.CrashPoint;
import io.tandem.lane.Batch;
import io.tandem.lane.CorruptLaneException;
import io.tandem.lane.MessageHandler;
import io.tandem.lane.MessageWriter;
import io.tandem.owner.Participants;
import java.util.function.LongConsumer;

/**
 * The side of one of many consumers: leases a message, which stays where it is until it is acknowledged or given back;
 * or takes messages at once, without a lease. Killed before its CAS, a consumer changed nothing; with a lease, the message
 * comes again to others; after the acknowledgement it is done. One thread at a time, but for the static methods; lock-free;
 * allocates nothing. A lease costs one load and one CAS, the acknowledgement another CAS.
 */
public final class LeaseTaker {
    /** Head is moved when it can pass about so many messages. */
    private static final int RUN = 32;

    private static final int ANY = MOST_DELIVERIES + 1;

    private final int owner;
    private final LongConsumer sight;
    private final LeaseWalk walk = new LeaseWalk();
    private final Batch batch = new Batch();
    private boolean exhausted;

    private long sequence;
    private long word;
    private long where;

    private int count;

    /** For lanes without references. */
    public LeaseTaker(long self) {
        this(self, reference -> {});
    }

    /** Shows each reference to {@code sight} before it is taken at once: what it names can still be opened then. */
    public LeaseTaker(long self, LongConsumer sight) {
        this.owner = Participants.shortName(self);
        this.sight = sight;
    }

    /**
     * Leases the next message that waits and was delivered less than {@code most} times, 0 for any. False if there is
     * none; see {@link #metExhausted()}.
     */
    public boolean lease(LeaseLane lane, int most) {
        return lease(lane, 0, below(most), 1);
    }

    /** Leases the first message that was delivered {@code most} times or more, and does not count it. */
    public boolean leaseExhausted(LeaseLane lane, int most) {
        walk.forget();
        boolean leased = lease(lane, most, ANY, 0);
        walk.forget();
        return leased;
    }

    private static int below(int most) {
        return most == 0 ? ANY : most;
    }

    private boolean lease(LeaseLane lane, int least, int below, int more) {
        boolean done = false;
        while (!done && walk.find(lane, least, below)) {
            sequence = walk.sequence();
            where = walk.where();
            word = leasedWord(lap(walk.word()), owner, Math.min(MOST_DELIVERIES, deliveriesOf(walk.word()) + more));
            CrashPoint.at("lease.leasing");
            done = lane.compareAndSetWord(sequence, walk.word(), word); // pairs with LeaseWriter.publish()
            CrashPoint.at("lease.leased");
        }
        if (done) {
            walk.step();
        }
        exhausted = walk.skipped();
        return done;
    }

    /** Whether the last call passed messages that wait, but were delivered too often already. */
    public boolean metExhausted() {
        return exhausted;
    }

    /** Whether nothing more waited for this consumer when the last call looked. */
    public boolean reachedEnd() {
        return walk.ended();
    }

    /** Of the message leased last. */
    public long sequence() {
        return sequence;
    }

    /** What ending this lease needs, beside the sequence. */
    public long word() {
        return word;
    }

    public int type() {
        return typeOf(where);
    }

    /** Where it begins in the lane's {@link LeaseLane#data()}; it stays there as long as the lease is not ended. */
    public int index() {
        return indexOf(where);
    }

    public int length() {
        return lengthOf(where);
    }

    /** How often it was delivered, this time included; 63 means that often or more. */
    public int deliveries() {
        return deliveriesOf(word);
    }

    /**
     * Ends a lease: the message is done, and its room free if it was the first. False, and nothing changed, if the lease
     * is not this one any more. Any thread.
     */
    public static boolean ack(LeaseLane lane, long sequence, long word) {
        CrashPoint.at("lease.acknowledging");
        boolean done = lane.compareAndSetWord(sequence, word, lap(word)); // pairs with LeaseLane.advance()
        CrashPoint.at("lease.acknowledged");
        if (done && lane.headAcquire() == sequence) {
            lane.advance();
        }
        return done;
    }

    /**
     * The same as one of many, {@link #finishRun} is to follow; and for a lease that no other thread can end: then nobody
     * changes the word while its owner lives, and a release store will do.
     */
    public static boolean ackInRun(LeaseLane lane, long sequence, long word) {
        if (!isMine(lane, sequence, word)) {
            return false;
        }
        CrashPoint.at("lease.storing");
        lane.wordRelease(sequence, lap(word)); // pairs with LeaseLane.advance()
        CrashPoint.at("lease.stored");
        advance(lane, sequence);
        return true;
    }

    /** Frees the room of what was acknowledged. */
    public static void finishRun(LeaseLane lane) {
        lane.advance();
    }

    /** Once for a run of messages; else whoever needs room, or finds the lane empty, moves head on. */
    private static void advance(LeaseLane lane, long sequence) {
        if ((sequence & RUN - 1) == RUN - 1) {
            lane.advance();
        }
    }

    /** Ends a lease: the message waits again. False, and nothing changed, if it is not this one any more. Any thread. */
    public static boolean giveBack(LeaseLane lane, long sequence, long word) {
        return lane.giveBack(sequence, word);
    }

    /** How often what this lease is for was delivered. */
    public static int deliveries(long word) {
        return deliveriesOf(word);
    }

    /** Whether this very lease holds. Any thread. */
    public static boolean isMine(LeaseLane lane, long sequence, long word) {
        return lane.wordAcquire(sequence) == word;
    }

    /**
     * Takes up to {@code limit} messages and about {@code bytes} bytes at once, but at least one message if there is one,
     * and none that was delivered {@code most} times or more, 0 for any: copies each, then marks it done, which fails if
     * anybody had it meanwhile.
     */
    public int take(LeaseLane lane, int limit, int bytes, int most) {
        count = 0;
        batch.clear();
        boolean alone = false;
        while (!alone && count < limit && fits(lane, below(most), bytes)) {
            long at = walk.sequence();
            long found = walk.where();
            int before = batch.bytes();
            batch.add(typeOf(found), lane.data(), indexOf(found), lengthOf(found));
            CrashPoint.at("lease.copied");
            boolean reference = typeOf(found) == MessageWriter.REFERENCE;
            if (reference && isMine(lane, at, walk.word())) {
                sight.accept(batch.payload(before));
            }
            boolean done = lane.compareAndSetWord(at, walk.word(), lap(walk.word())); // pairs with LeaseLane.advance()
            CrashPoint.at("lease.taken");
            if (done) {
                walk.step();
                count++;
                alone = reference;
            } else {
                batch.cut(before);
            }
        }
        if (count > 0) {
            lane.advance();
        }
        exhausted = walk.skipped();
        return count;
    }

    /** Finds one that the copy has room for; references come alone. Damage can wait until what was taken is handed out. */
    private boolean fits(LeaseLane lane, int below, int bytes) {
        try {
            if (count > 0) {
                advance(lane, walk.sequence() - 1); // what was taken before
            }
            if (!walk.find(lane, 0, below)) {
                return false;
            }
        } catch (CorruptLaneException e) {
            if (count > 0) {
                return false;
            }
            throw e;
        }
        int needed = batch.bytes() + Long.BYTES + recordBytes(lengthOf(walk.where()));
        return count == 0 || needed <= bytes && typeOf(walk.where()) != MessageWriter.REFERENCE;
    }

    /** Bytes that the last {@link #take} took. */
    public int taken() {
        return batch.bytes();
    }

    /** Hands out what the last {@link #take} took, as {@link Batch#forEach} does. */
    public void forEach(MessageHandler handler) {
        batch.forEach(count, handler);
    }
}
