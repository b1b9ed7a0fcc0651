package io.tandem.lease;

import static io.tandem.lease.LeaseLayout.*;

import io.tandem.file.CrashPoint;
import io.tandem.file.FileLayout;
import io.tandem.file.FileSpec;
import io.tandem.file.Kind;
import io.tandem.file.Memory;
import io.tandem.file.SharedFile;
import io.tandem.lane.CorruptLaneException;
import io.tandem.lane.Lane;
import io.tandem.owner.Participants;
import java.util.function.IntPredicate;
import java.util.function.LongPredicate;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Where the words and the data of one leased lane are, the ordering each is accessed with, and what anybody may do with
 * all its messages: count them, and return those of the dead. Any thread; never blocks; keeps the mapping reachable. A
 * death leaves words that anybody may change on; each call but the accessors walks over the messages from head on.
 */
public final class LeaseLane {
    private final Object holder;
    private final long words;
    private final int capacity;
    private final int descriptors;
    private final int lapShift;
    private final UnsafeBuffer data;

    /** What no {@link LeaseLayout#ownerBits} are. */
    private static final long NOBODY = -1;

    /** The lane in this file. */
    public LeaseLane(SharedFile file) {
        this(file.mapping(), file.body(0), data(file));
    }

    private static UnsafeBuffer data(SharedFile file) {
        long capacity = file.header().count();
        return file.mapping().buffer(FileLayout.BODY_AT + dataAt(capacity), (int) capacity);
    }

    /** Over words at an address that {@code holder} keeps reachable, and data in a buffer. */
    LeaseLane(Object holder, long words, UnsafeBuffer data) {
        Lane.requireCapacity(data.capacity());
        this.holder = holder;
        this.words = words;
        this.data = data;
        this.capacity = data.capacity();
        this.descriptors = (int) descriptorsOf(capacity);
        this.lapShift = Integer.numberOfTrailingZeros(descriptors);
    }

    /** What a lane of this capacity is created with. */
    public static FileSpec spec(int capacity) {
        Lane.requireCapacity(capacity);
        return new FileSpec(KIND, capacity);
    }

    public static Kind kind() {
        return KIND;
    }

    /** The ring's bytes; claims and messages are index and length in it. */
    public UnsafeBuffer data() {
        return data;
    }

    Object holder() {
        return holder;
    }

    int capacity() {
        return capacity;
    }

    int descriptors() {
        return descriptors;
    }

    /** The lap of a sequence, as a word without anything else. */
    long lapOf(long sequence) {
        return (sequence >>> lapShift) + 1 << LAP_SHIFT;
    }

    private long at(long sequence) {
        return words + DESCRIPTORS_AT + (sequence & descriptors - 1) * DESCRIPTOR_BYTES;
    }

    long headAcquire() {
        long head = Memory.longAcquire(holder, words + HEAD_AT); // pairs with the CAS in advance()
        if ((head & NEVER_IN_HEAD) != 0) {
            throw new CorruptLaneException("head " + Long.toHexString(head));
        }
        return head;
    }

    long wordAcquire(long sequence) {
        return Memory.longAcquire(holder, at(sequence)); // pairs with wordRelease() and compareAndSetWord()
    }

    void wordRelease(long sequence, long word) {
        Memory.longRelease(holder, at(sequence), word); // pairs with wordAcquire()
    }

    boolean compareAndSetWord(long sequence, long from, long to) {
        return Memory.compareAndSetLong(holder, at(sequence), from, to); // pairs with wordAcquire()
    }

    /** For who has met the word before, or writes it. */
    long wherePlain(long sequence) {
        return Memory.longPlain(holder, at(sequence) + WHERE_AT);
    }

    void wherePlain(long sequence, long where) {
        Memory.longPlain(holder, at(sequence) + WHERE_AT, where);
    }

    /** Whether it names a record in the ring: sizes are never trusted. */
    boolean isSane(long where) {
        int type = typeOf(where);
        return type >= 1 && type <= LARGEST_TYPE && indexOf(where) + lengthOf(where) <= capacity;
    }

    /** The word of a message, {@link LeaseLayout#END} or {@link LeaseLayout#PASSED}. */
    long look(long sequence) {
        while (true) {
            long word = wordAcquire(sequence);
            long rest = word ^ lapOf(sequence);
            if (rest == DONE || rest >>> STATE_SHIFT == READY || rest >>> STATE_SHIFT == LEASED) {
                return word;
            }
            long head = headAcquire();
            if (head > sequence) {
                return PASSED;
            }
            if (sequence - head >= descriptors || word == lapOf(sequence - descriptors)) { // done in the lap before
                return END;
            }
            if (wordAcquire(sequence) == word) { // else the head came to it after the first look
                throw corrupt(sequence, word);
            }
        }
    }

    CorruptLaneException corrupt(long sequence, long word) {
        return new CorruptLaneException("word " + Long.toHexString(word) + " of message " + sequence);
    }

    /** Where a message is; what makes no sense is damage, unless the word has changed meanwhile: then 0. */
    long whereOf(long sequence, long word) {
        long where = wherePlain(sequence);
        if (isSane(where)) {
            return where;
        }
        if (wordAcquire(sequence) == word) {
            throw new CorruptLaneException("message " + sequence + " lies at " + Long.toHexString(where));
        }
        return 0;
    }

    /** Moves head over what is done; returns it. A descriptor and its bytes are free once head is past them. */
    long advance() {
        long head = headAcquire();
        long at = head;
        while (at - head < descriptors && wordAcquire(at) == lapOf(at)) {
            at++;
        }
        if (at == head) {
            return head;
        }
        CrashPoint.at("lease.advancing");
        boolean done = Memory.compareAndSetLong(holder, words + HEAD_AT, head, at); // pairs with headAcquire()
        CrashPoint.at("lease.advanced");
        return done ? at : headAcquire();
    }

    /** How many messages wait for a consumer; exact when nobody is at work, an estimate else. */
    public long ready() {
        return count(false, MOST_DELIVERIES + 1);
    }

    /** How many messages wait or are leased; exact when nobody is at work, an estimate else. */
    public long pending() {
        return count(true, MOST_DELIVERIES + 1);
    }

    /** The same without those that were delivered {@code most} times or more, 0 for any. */
    public long pending(int most) {
        return count(true, below(most));
    }

    private long count(boolean leasedToo, int below) {
        long count = 0;
        long at = headAcquire();
        for (long word = look(at); word != END; word = look(at)) {
            boolean counts = state(word) == READY || leasedToo && state(word) == LEASED;
            count += counts && deliveriesOf(word) < below ? 1 : 0;
            at = after(at, word);
        }
        return count;
    }

    /** Where to look next. */
    private long after(long sequence, long word) {
        return word == PASSED ? headAcquire() : sequence + 1;
    }

    public boolean hasReady() {
        return any(true, false, NOBODY, MOST_DELIVERIES + 1);
    }

    /** Whether a message waits that was delivered less than {@code most} times, 0 for any. */
    public boolean hasReady(int most) {
        return any(true, false, NOBODY, below(most));
    }

    /** Whether a message waits or is leased that was delivered less than {@code most} times, 0 for any. */
    public boolean isPending(int most) {
        return any(true, true, NOBODY, below(most));
    }

    /** Whether all that was put is done. If true, it was so at some moment of the call. */
    public boolean isIdle() {
        return !any(true, true, NOBODY, MOST_DELIVERIES + 1);
    }

    /** Whether another participant than {@code self} holds a lease, so that a message may come back. */
    public boolean leasedByOther(long self) {
        return any(false, true, Participants.shortName(self) & 0xffff_ffffL, MOST_DELIVERIES + 1);
    }

    private static int below(int most) {
        return most == 0 ? MOST_DELIVERIES + 1 : most;
    }

    /** The sequence of the next message if all that was put is done; else -1. */
    public long idleAt() {
        long at = headAcquire();
        for (long word = look(at); word != END; word = look(at)) {
            if (word != PASSED && state(word) != DONE) {
                return -1;
            }
            at = after(at, word);
        }
        return at;
    }

    private boolean any(boolean ready, boolean leased, long exceptOf, int below) {
        long at = headAcquire();
        for (long word = look(at); word != END; word = look(at)) {
            boolean counts =
                    ready && state(word) == READY || leased && state(word) == LEASED && ownerBits(word) != exceptOf;
            if (counts && deliveriesOf(word) < below) {
                return true;
            }
            at = after(at, word);
        }
        return false;
    }

    /** Makes ready again what was leased by those that are dead; returns how many. One verdict for each run of messages. */
    public int recover(LongPredicate isDead, Participants participants) {
        return returnAll(owner -> isDead.test(participants.idOf(owner)));
    }

    /** Makes ready again all that {@code self} has leased: when none of its threads will acknowledge any more. */
    public int giveBackAll(long self) {
        int mine = Participants.shortName(self);
        return returnAll(owner -> owner == mine);
    }

    /** The same for those that the predicate, on short names, is true for. */
    int returnAll(IntPredicate of) {
        int count = 0;
        long asked = NOBODY;
        boolean wanted = false;
        long at = headAcquire();
        for (long word = look(at); word != END; word = look(at)) {
            if (state(word) == LEASED) {
                if (asked != ownerBits(word)) {
                    asked = ownerBits(word);
                    wanted = of.test(owner(word));
                }
                count += wanted && giveBack(at, word) ? 1 : 0;
            }
            at = after(at, word);
        }
        return count;
    }

    /** Makes ready again what was leased with this very word; false if it was given back or done meanwhile. */
    boolean giveBack(long sequence, long word) {
        CrashPoint.at("lease.returning");
        boolean done = compareAndSetWord(sequence, word, readyWord(lap(word), deliveriesOf(word)));
        CrashPoint.at("lease.returned");
        return done;
    }
}
