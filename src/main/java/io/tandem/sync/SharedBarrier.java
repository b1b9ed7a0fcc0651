package io.tandem.sync;

import static io.tandem.sync.BarrierLayout.*;

import io.tandem.file.FileLayout;
import io.tandem.file.Memory;
import io.tandem.file.SharedFile;
import io.tandem.file.TandemException;
import io.tandem.owner.Attachment;
import io.tandem.owner.Participants;
import io.tandem.owner.SharedObject;
import io.tandem.wait.Bell;
import io.tandem.wait.Waiter;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;
import java.util.function.IntPredicate;

/**
 * A place where so many parties, threads of any processes, wait until all have come; then all go on, and the next round
 * begins. What {@link java.util.concurrent.CyclicBarrier} is to threads. With an action, one of the parties runs it
 * once all have come and before any goes on.
 *
 * <p>Any thread of any attached process may call anything. {@code await} blocks, until a timeout if there is one. The
 * barrier breaks, and all who wait get a {@link BrokenBarrierException} that says why, when a wait is over in time, is
 * interrupted or ends because a handle is closed, when the action throws, and when a process dies: one that waits here,
 * that runs the action, or that was here in the round before, or registered, and did not come yet (unless it ended in
 * order). Death is noticed after at most a tenth of a second, by those who wait; a stopped process is waited for. Killed
 * between the last arrival and what follows, a process leaves that to the others. Broken, it stays so until {@link #reset()}.
 *
 * <p>Cost: 1280 bytes and 8 for each party; an arrival is one CAS and a look at all entries, the last one a CAS and a system
 * call more if somebody sleeps; 0 bytes of garbage. Limits: 1 to 1023 parties. A thread that is held up while 24 rounds
 * pass, which takes more threads than parties, is told that its round was complete even if it was reset. A killed process
 * whose slot in the directory was taken before anybody waited here is not noticed. Python: {@code Barrier}.
 */
public final class SharedBarrier extends SharedObject {
    private static final long serialVersionUID = 1;
    private static final long OLD_NANOS = 10_000_000;

    private final transient Meeting meeting =
            new Meeting(file().mapping(), file().body(0), (int) file().header().count());
    private final transient Participants participants = directory().participants();
    private final transient int self = Participants.shortName(participants.self());
    private final transient IntPredicate dead = owner -> participants.isDead(participants.idOf(owner));
    private final transient Bell bell = bell(BELL_AT);
    private final transient long since = file().body(SINCE_AT);
    private final transient BarrierAction action;
    private transient volatile long defaultNanos = Long.MAX_VALUE;

    private SharedBarrier(Attachment attachment, BarrierAction action) {
        super(attachment);
        this.action = action;
        boolean acts = Memory.intPlain(file().mapping(), file().body(ACTION_AT)) != 0;
        if (acts != (action != null)) {
            close();
            throw new IllegalArgumentException("the barrier " + path() + " was created "
                    + (acts ? "with an action: attach with the same one" : "without an action: attach without one"));
        }
    }

    public static SharedBarrier create(Path path, int parties) {
        return create(path, parties, null);
    }

    /** With an action, which is run once in each round; it travels with the handle. */
    public static SharedBarrier create(Path path, int parties, BarrierAction action) {
        return new SharedBarrier(Attachment.create(path, spec(parties), filler(action != null)), action);
    }

    /** Attaches, or creates one without an action. */
    public static SharedBarrier createOrAttach(Path path, int parties) {
        return new SharedBarrier(Attachment.createOrAttach(path, spec(parties), filler(false)), null);
    }

    public static SharedBarrier attach(Path path) {
        return attach(path, (BarrierAction) null);
    }

    /** To one that was created with an action. */
    public static SharedBarrier attach(Path path, BarrierAction action) {
        return new SharedBarrier(Attachment.attach(path, KIND), action);
    }

    /** Waits for the file to be created, at most so long. */
    public static SharedBarrier attach(Path path, Duration timeout) {
        return new SharedBarrier(Attachment.attach(path, KIND, timeout), null);
    }

    /** For deserialization. */
    public static SharedBarrier attachFor(Path path, Serializable action) {
        return attach(path, (BarrierAction) action);
    }

    private static SharedFile.Filler filler(boolean acts) {
        return mapping -> {
            Memory.longPlain(mapping, mapping.address(FileLayout.BODY_AT + STATE_AT), first());
            Memory.intPlain(mapping, mapping.address(FileLayout.BODY_AT + ACTION_AT), acts ? 1 : 0);
        };
    }

    @Override
    protected Serializable travelData() {
        return action;
    }

    /** How long {@link #await()} of this handle waits at most; without end at first. */
    public void setTimeout(Duration timeout) {
        requireOpen();
        defaultNanos = Waiter.nanos(timeout);
    }

    /**
     * Waits for all parties, at most as long as {@link #setTimeout} says; after that the barrier is broken. Returns the
     * place of this party, from 0 to one less than the parties, each once in a round; they say nothing about who came first.
     */
    public int await() throws InterruptedException, BrokenBarrierException {
        try {
            return await(defaultNanos);
        } catch (TimeoutException e) {
            BrokenBarrierException broken = new BrokenBarrierException(e.getMessage());
            broken.initCause(e);
            throw broken;
        }
    }

    /** The same; after the timeout the barrier is broken, for this one by a {@link TimeoutException}. */
    public int await(Duration timeout) throws InterruptedException, BrokenBarrierException, TimeoutException {
        return await(Waiter.nanos(timeout));
    }

    private int await(long nanos) throws InterruptedException, BrokenBarrierException, TimeoutException {
        requireOpen();
        Waiter waiter = null;
        int place = Meeting.NONE;
        int phase = phase(meeting.state());
        if (Thread.interrupted()) {
            breakUp(phase, Breach.INTERRUPTED, pid());
            throw new InterruptedException();
        }
        while (true) {
            long state = meeting.state();
            if (place != Meeting.NONE && phase(state) != phase) {
                return ended(state, phase, place);
            }
            phase = phase(state);
            if (mode(state) == BROKEN) {
                throw new BrokenBarrierException(this + " is broken: " + meeting.why(phase) + "; reset() mends it");
            }
            if (place == Meeting.NONE && mode(state) == OPEN) {
                place = meeting.arrive(phase, self, dead);
                int arrived = meeting.arrived(phase);
                if (arrived == 1) {
                    Memory.longPlain(file().mapping(), since, System.nanoTime());
                } else if (arrived == meeting.parties() && isOld()) {
                    lookForTheDead(phase); // perhaps nobody was left to notice
                    continue;
                }
            }
            boolean full = mode(state) == OPEN && meeting.arrived(phase) == meeting.parties();
            if (full && (action == null || place != Meeting.NONE)) {
                complete(state, place);
            } else {
                waiter = waiter == null ? waiter(nanos, bell) : waiter;
                rest(waiter, phase);
            }
        }
    }

    /** Whether the first of this round came some time ago; a guess. */
    private boolean isOld() {
        return System.nanoTime() - Memory.longPlain(file().mapping(), since) > OLD_NANOS;
    }

    private int ended(long state, int phase, int place) throws BrokenBarrierException {
        if (tripped(state, phase)) {
            return place;
        }
        throw new BrokenBarrierException(this + " was reset while this thread waited");
    }

    /** Whoever sees a full phase may; only one does. */
    private void complete(long state, int place) {
        if (action == null) {
            if (meeting.trip(state)) {
                bell.ring();
            }
        } else if (meeting.act(state, place)) {
            try {
                action.run();
            } catch (Throwable e) {
                breakUp(phase(state), Breach.FAILED, pid());
                throw e;
            }
            if (meeting.trip(acting(state, place))) {
                bell.ring();
            }
        }
    }

    /** Waits a little. Who does not wait to the end breaks the barrier, unless the phase is over already. */
    private void rest(Waiter waiter, int phase) throws InterruptedException, TimeoutException {
        try {
            if (!waiter.await() && breakUp(phase, Breach.TIMED_OUT, pid())) {
                throw new TimeoutException(this + ": not all parties came in time");
            }
            requireOpen();
            boolean tick = waiter.tick();
            if (tick || file().destroyed()) {
                requireThere();
            }
            if (tick) {
                lookForTheDead(phase);
            }
        } catch (InterruptedException e) {
            if (breakUp(phase, Breach.INTERRUPTED, pid())) {
                throw e;
            }
            Thread.currentThread().interrupt();
        } catch (TandemException e) {
            breakUp(phase, Breach.LEFT, pid());
            throw e;
        }
    }

    private boolean breakUp(int phase, Breach cause, long pid) {
        boolean broke = meeting.breakUp(phase, cause, pid);
        if (broke) {
            bell.ring();
        }
        return broke;
    }

    private static long pid() {
        return ProcessHandle.current().pid();
    }

    /** Of those who came in this phase, and of those who came in the one before and were killed. */
    private void lookForTheDead(int phase) {
        int living = self;
        for (int i = 0; i < meeting.parties(); i++) {
            long entry = meeting.entry(i);
            int owner = ownerOf(entry);
            boolean here = phaseOf(entry) == phase;
            if (owner != 0 && owner != living && owner != self && (here || phaseOf(entry) == before(phase))) {
                long id = participants.idOf(owner);
                if (!participants.isDead(id)) {
                    living = owner;
                } else if (here || !participants.leftInOrder(id)) {
                    breakUp(phase, Breach.DIED, participants.pid(id));
                    return;
                }
            }
        }
    }

    /**
     * Says that this process is going to come, so that its death before it does is noticed. After its first {@link #await}
     * that is known anyway, until a {@link #reset()}.
     */
    public void register() {
        requireOpen();
        if (!meeting.register(phase(meeting.state()), self, dead)) {
            throw new IllegalStateException("all " + meeting.parties() + " places of " + this
                    + " belong to living processes; create it with more parties");
        }
    }

    /** Breaks the barrier for all. */
    public void abort() {
        requireOpen();
        long state = meeting.state();
        while (mode(state) != BROKEN && !breakUp(phase(state), Breach.ABORTED, pid())) {
            state = meeting.state();
        }
    }

    /** Begins a new round; who waits gets a {@link BrokenBarrierException}. */
    public void reset() {
        requireOpen();
        meeting.reset();
        bell.ring();
    }

    public boolean isBroken() {
        requireOpen();
        return mode(meeting.state()) == BROKEN;
    }

    public int getParties() {
        requireOpen();
        return meeting.parties();
    }

    /** How many have come in this round; 0 if the barrier is broken. */
    public int getNumberWaiting() {
        requireOpen();
        return waiting(meeting.state());
    }

    private int waiting(long state) {
        return mode(state) == BROKEN ? 0 : meeting.arrived(phase(state));
    }

    @Override
    protected void alarm() {
        bell.alarm();
    }

    @Override
    protected void onClose() {}

    @Override
    protected String detail() {
        long state = meeting.state();
        return mode(state) == BROKEN ? ", broken" : ", " + waiting(state) + " of " + meeting.parties() + " wait";
    }
}
