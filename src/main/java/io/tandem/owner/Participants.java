package io.tandem.owner;

import static io.tandem.owner.ParticipantsLayout.*;

import io.tandem.file.CrashPoint;
import io.tandem.file.Memory;
import io.tandem.file.SharedFile;
import io.tandem.file.SharedFileException;
import io.tandem.file.SharedFileException.Reason;
import io.tandem.wait.Doorman;
import io.tandem.wait.Neighbours;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * Who is attached to a Tandem directory, and who of them is dead. A participant is a JVM: it holds the byte of its slot
 * in the life lock file until it ends. Any thread may ask; nothing blocks; a verdict costs two system calls.
 *
 * <p>Verdict: the lock decides. Busy means alive, stopped processes included. Free means dead, unless {@code /proc}
 * shows that very process running (same boot, same pid namespace, same start ticks): then it lost its lock because code
 * in it closed another channel on the lock file; it is treated as alive and reported. Where {@code /proc} does not show
 * the pid it abstains. Works across pid namespaces, for the lock belongs to the file.
 */
public final class Participants implements Neighbours {
    private static final int SHORT_EPOCH_BITS = 22;
    private static final long SILENT_NANOS = 100_000_000;
    private static final int SHORT_EPOCHS = 1 << SHORT_EPOCH_BITS;

    private final LockFile life;
    private final SharedFile file;
    private final ProcStat proc;
    private final int slot;
    private final long epoch;
    private final Runnable rings = new Rings();
    private long lastConflict;
    private volatile long lookedAfterSilent = System.nanoTime();

    /** Registers this JVM in the first slot whose life lock is free. */
    Participants(LockFile life, SharedFile file, ProcStat proc) throws IOException {
        this.life = life;
        this.file = file;
        this.proc = proc;
        this.slot = lockFreeSlot();
        CrashPoint.at("register.locked");
        // What a dead owner left stays: its words are tagged with an epoch that can never return.
        this.epoch = epoch(Memory.longAcquire(file, at(slot, WORD_AT))) + 1 & 0xffff_ffffL;
        long pid = proc.self();
        ProcStat.Process self = proc.process(pid);
        Memory.longPlain(file, at(slot, PID_AT), pid);
        Memory.longPlain(file, at(slot, PID_NAMESPACE_AT), proc.pidNamespace());
        Memory.longPlain(file, at(slot, START_TICKS_AT), self == null ? ProcStat.UNKNOWN : self.startTicks());
        Memory.longPlain(file, at(slot, BOOT_AT), proc.boot());
        CrashPoint.at("register.written");
        Memory.longRelease(file, at(slot, WORD_AT), word(epoch, LIVE)); // pairs with verdict()
        CrashPoint.at("register.live");
        noteHighest();
        VarHandle.fullFence(); // before the first look at any bell; pairs with allRing()
        Doorman.whenReady(rings);
    }

    private void noteHighest() {
        long highest = Memory.longAcquire(file, at(0, HIGHEST_AT));
        while (highest < slot) {
            CrashPoint.at("register.highest");
            highest = Memory.compareAndExchangeLong(file, at(0, HIGHEST_AT), highest, slot) == highest
                    ? slot
                    : Memory.longAcquire(file, at(0, HIGHEST_AT));
            CrashPoint.at("register.noted");
        }
    }

    /** From now on this JVM wakes whom it finds asleep, and heeds the fences of others. */
    private final class Rings implements Runnable {
        @Override
        public void run() {
            CrashPoint.at("register.ringing");
            Memory.longRelease(file, at(slot, RINGS_AT), epoch); // pairs with allRing()
            CrashPoint.at("register.rings");
        }
    }

    /** One word for each slot that was ever used; now and then a verdict on those who died before they could ring. */
    @Override
    public boolean allRing() {
        long highest = Memory.longAcquire(file, at(0, HIGHEST_AT));
        for (int other = 0; other <= highest; other++) {
            long word = Memory.longAcquire(file, at(other, WORD_AT));
            boolean there = state(word) == LIVE || state(word) == EXITING;
            if (there && Memory.longAcquire(file, at(other, RINGS_AT)) != epoch(word)) {
                long now = System.nanoTime();
                if (now - lookedAfterSilent < SILENT_NANOS) {
                    return false;
                }
                lookedAfterSilent = now;
                if (!isDead(id(other, epoch(word)))) {
                    return false;
                }
            }
        }
        return true;
    }

    private int lockFreeSlot() throws IOException {
        for (int candidate = 0; candidate < SLOTS; candidate++) {
            if (life.tryLock(candidate)) {
                long word = Memory.longAcquire(file, at(candidate, WORD_AT));
                boolean claimed = state(word) == LIVE || state(word) == EXITING;
                if (!claimed) {
                    return candidate;
                }
                long id = id(candidate, epoch(word));
                if (!contradicted(id)) {
                    note(candidate, word); // or it would look alive for as long as this JVM holds its byte
                    return candidate;
                }
                life.release(candidate);
            }
        }
        throw new SharedFileException(
                Reason.TOO_MANY_PARTICIPANTS, file.path(), "at most " + SLOTS + " JVMs", "pids " + pids());
    }

    /** This JVM's id in owner words of this directory's files: never 0, never used again. */
    public long self() {
        return id(slot, epoch);
    }

    /** An id in 32 bits, slot:10 and the low 22 bits of the epoch: for words that have to hold more than an owner. */
    public static int shortName(long id) {
        return slotOf(id) << SHORT_EPOCH_BITS | (int) epochOf(id) & SHORT_EPOCHS - 1;
    }

    /** Whose short name it is: of all that ever had that slot the latest one it fits; if none does, an id that is dead. */
    public long idOf(int shortName) {
        int asked = shortName >>> SHORT_EPOCH_BITS;
        long present = epoch(Memory.longAcquire(file, at(asked, WORD_AT))); // pairs with registration
        return id(asked, present - (present - shortName & SHORT_EPOCHS - 1));
    }

    /** True if the participant can never act again. */
    public boolean isDead(long id) {
        return verdict(id).dead();
    }

    /** The verdict on a participant id, with its evidence. */
    public Verdict verdict(long id) {
        int asked = slotOf(id);
        if (id == self()) {
            return Verdict.alive("it is this JVM");
        }
        if (id <= 0 || asked >= SLOTS) {
            return Verdict.dead("no participant ever had the id " + id);
        }
        long word = Memory.longAcquire(file, at(asked, WORD_AT)); // pairs with registration and detach()
        if (epoch(word) != epochOf(id)) {
            return Verdict.dead("its slot " + asked + " has a newer owner");
        }
        if (state(word) == FREE) {
            return Verdict.dead("it detached in order");
        }
        if (state(word) == DEAD) {
            return Verdict.dead("found dead before");
        }
        return probe(id, asked, word);
    }

    private Verdict probe(long id, int asked, long word) {
        try {
            if (life.isHeld(asked)) {
                return Verdict.alive("it holds its life lock");
            }
        } catch (IOException e) {
            return Verdict.alive("its life lock cannot be probed: " + e);
        }
        if (contradicted(id)) {
            return Verdict.alive("life lock free, but /proc shows pid " + pid(id) + " running since the same tick");
        }
        note(asked, word);
        return Verdict.dead("the kernel dropped its life lock (pid was " + pid(id) + ")");
    }

    /** Notes a death, so that it need not be found again; an end that was begun in order stays one. */
    private void note(int asked, long word) {
        CrashPoint.at("verdict.dead");
        int end = state(word) == EXITING ? FREE : DEAD;
        Memory.compareAndSetLong(file, at(asked, WORD_AT), word, word(epoch(word), end));
        CrashPoint.at("verdict.noted");
    }

    /** True, and reported, if {@code /proc} shows that a participant without its life lock runs. */
    private boolean contradicted(long id) {
        int asked = slotOf(id);
        long pid = Memory.longPlain(file, at(asked, PID_AT));
        boolean runs = contradicts(asked, pid) && epoch(Memory.longAcquire(file, at(asked, WORD_AT))) == epochOf(id);
        if (runs) {
            report(id, pid);
        }
        return runs;
    }

    /** True only if {@code /proc} can see the recorded process and shows it running. */
    private boolean contradicts(int asked, long pid) {
        long ticks = Memory.longPlain(file, at(asked, START_TICKS_AT));
        long namespace = Memory.longPlain(file, at(asked, PID_NAMESPACE_AT));
        long boot = Memory.longPlain(file, at(asked, BOOT_AT));
        if (ticks == ProcStat.UNKNOWN
                || namespace == ProcStat.UNKNOWN
                || boot == ProcStat.UNKNOWN
                || namespace != proc.pidNamespace()
                || boot != proc.boot()) {
            return false;
        }
        ProcStat.Process shown = proc.process(pid);
        return shown != null && shown.runs() && shown.startTicks() == ticks;
    }

    private synchronized void report(long id, long pid) {
        if (lastConflict != id) {
            lastConflict = id;
            System.getLogger("io.tandem")
                    .log(
                            Level.ERROR,
                            "Process " + pid + " runs but lost its life lock in " + file.path()
                                    + ": something in it opened and closed the file .life. Tandem treats it as alive;"
                                    + " restart it, its death will not be noticed.");
        }
    }

    /** A participant's process id, in its own pid namespace; 0 if it is gone and another one has its slot. */
    public long pid(long id) {
        long pid = Memory.longAcquire(file, at(slotOf(id), PID_AT)); // acquire: before the look at the word
        return epoch(Memory.longAcquire(file, at(slotOf(id), WORD_AT))) == epochOf(id) ? pid : 0;
    }

    /** Returns true if the participant's JVM had begun to shut down in order, or had detached. */
    public boolean leftInOrder(long id) {
        long word = Memory.longAcquire(file, at(slotOf(id), WORD_AT));
        return epoch(word) != epochOf(id) || state(word) == EXITING || state(word) == FREE;
    }

    /** The id of the participant with this process id, or 0: the newest one in this JVM's pid namespace. */
    public long find(long pid) {
        for (int candidate = 0; candidate < SLOTS; candidate++) {
            long word = Memory.longAcquire(file, at(candidate, WORD_AT));
            if (epoch(word) != 0
                    && Memory.longPlain(file, at(candidate, PID_AT)) == pid
                    && Memory.longPlain(file, at(candidate, PID_NAMESPACE_AT)) == proc.pidNamespace()) {
                return id(candidate, epoch(word));
            }
        }
        return 0;
    }

    /** Process ids of all participants that are not dead, in slot order. */
    public List<Long> pids() {
        List<Long> pids = new ArrayList<>();
        for (int candidate = 0; candidate < SLOTS; candidate++) {
            long word = Memory.longAcquire(file, at(candidate, WORD_AT));
            if (state(word) == LIVE || state(word) == EXITING) {
                long id = id(candidate, epoch(word));
                if (!isDead(id)) {
                    pids.add(pid(id));
                }
            }
        }
        return pids;
    }

    /** What verdicts in this JVM rest on. */
    public String oracle() {
        return proc.pidNamespace() == ProcStat.UNKNOWN
                ? "life lock only: without /proc a participant that closed its lock file by mistake would look dead"
                : "life lock, cross-checked with /proc";
    }

    /** Notes that this JVM shuts down in order; it stays alive until the kernel drops its lock. */
    void exiting() {
        CrashPoint.at("detach.noting");
        Memory.compareAndSetLong(file, at(slot, WORD_AT), word(epoch, LIVE), word(epoch, EXITING));
        CrashPoint.at("detach.exiting");
    }

    /** Gives the slot back; pairs with {@link #verdict}. The caller closes the lock file afterwards. */
    void detach() {
        Doorman.forget(rings);
        CrashPoint.at("detach.begun");
        Memory.longRelease(file, at(slot, WORD_AT), word(epoch, FREE));
        CrashPoint.at("detach.freed");
        try {
            life.release(slot);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int slot() {
        return slot;
    }

    private long at(int slot, int field) {
        return file.body((long) slot * SLOT_BYTES + field);
    }

    @Override
    public String toString() {
        return "participant " + slot + "." + epoch + " (" + oracle() + ")";
    }
}
