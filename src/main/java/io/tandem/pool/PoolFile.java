package io.tandem.pool;

import static io.tandem.pool.PoolLayout.*;

import io.tandem.file.CrashPoint;
import io.tandem.file.Memory;
import io.tandem.file.SharedFile;
import io.tandem.owner.Attachment;
import io.tandem.owner.OwnedWord;
import io.tandem.owner.Participants;
import io.tandem.owner.SharedDirectory;
import io.tandem.owner.SharedObject;
import io.tandem.wait.Bell;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * The words of a pool that are not tasks: see {@link PoolLayout}. Any thread of any process; nothing blocks. Killed in the
 * middle, a process leaves each word as before or after; what a client or worker left is put in order by the pool's owner.
 */
final class PoolFile extends SharedObject {
    private static final long serialVersionUID = 1;

    private final transient Object holder = file().mapping();
    private final transient int workers = (int) file().header().count();

    private PoolFile(Attachment attachment) {
        super(attachment);
    }

    /** Made, and owned by this JVM. */
    static PoolFile create(Path path, PoolOptions options) {
        PoolFile pool =
                new PoolFile(Attachment.create(path, spec(options), mapping -> PoolLayout.fill(mapping, options)));
        pool.own();
        return pool;
    }

    private void own() {
        CrashPoint.at("pool.owning");
        Memory.longRelease(holder, file().body(OWNER_AT), participants().self()); // pairs with owner()
        CrashPoint.at("pool.owned");
    }

    static PoolFile attach(Path path) {
        return new PoolFile(Attachment.attach(path, KIND));
    }

    /** What this JVM keeps once per pool. */
    <T extends SharedFile.Engine> T engine(Supplier<T> make) {
        return file().engine(make);
    }

    SharedDirectory home() {
        return directory();
    }

    Participants participants() {
        return directory().participants();
    }

    Path sibling(String suffix) {
        return path().resolveSibling(path().getFileName() + "~" + suffix);
    }

    int workers() {
        return workers;
    }

    long owner() {
        return Memory.longAcquire(holder, file().body(OWNER_AT));
    }

    long graceNanos() {
        return Memory.longPlain(holder, file().body(GRACE_AT));
    }

    long timeoutNanos() {
        return Memory.longPlain(holder, file().body(TIMEOUT_AT));
    }

    int retries() {
        return Memory.intPlain(holder, file().body(RETRIES_AT));
    }

    int state() {
        return Memory.intVolatile(holder, file().body(STATE_AT)); // after a change of "open": one of two sees the other
    }

    /** To this state, unless it has gone further; returns whether this changed it. */
    boolean advance(int next) {
        int seen = state();
        while (seen < next) {
            CrashPoint.at("pool.advancing");
            int found = Memory.compareAndExchangeInt(holder, file().body(STATE_AT), seen, next);
            CrashPoint.at("pool.advanced");
            if (found == seen) {
                alarmAll();
                return true;
            }
            seen = found;
        }
        return false;
    }

    boolean isBroken() {
        return Memory.intAcquire(holder, file().body(BROKEN_AT)) != 0;
    }

    /** By the owner, before it stops the pool. */
    void setBroken() {
        CrashPoint.at("pool.breaking");
        Memory.intRelease(holder, file().body(BROKEN_AT), 1); // pairs with isBroken()
        CrashPoint.at("pool.broken");
    }

    /** Everybody looks at the state. */
    void alarmAll() {
        tasksBell().alarm();
        keeperBell().alarm();
        for (int worker = 0; worker < workers; worker++) {
            workerBell(worker).alarm();
        }
        for (int client = 0; client < CLIENTS; client++) {
            if (client(client) != 0) {
                clientBell(client).alarm();
            }
        }
    }

    Bell tasksBell() {
        return bell(TASKS_BELL_AT);
    }

    Bell keeperBell() {
        return bell(KEEPER_BELL_AT);
    }

    Bell workerBell(int worker) {
        return bell(workerAt(worker) + WORKER_BELL_AT);
    }

    Bell clientBell(int client) {
        return bell(clientAt(workers, client) + CLIENT_BELL_AT);
    }

    int life(int worker) {
        return Memory.intAcquire(holder, file().body(workerAt(worker) + LIFE_AT));
    }

    /** By the owner before the worker's start, and by the worker itself. */
    void life(int worker, int life) {
        CrashPoint.at("pool.life.changing");
        Memory.intRelease(holder, file().body(workerAt(worker) + LIFE_AT), life); // pairs with life()
        CrashPoint.at("pool.life.changed");
    }

    long pid(int worker) {
        return Memory.longAcquire(holder, file().body(workerAt(worker) + PID_AT));
    }

    void pid(int worker, long pid) {
        CrashPoint.at("pool.pid.changing");
        Memory.longRelease(holder, file().body(workerAt(worker) + PID_AT), pid);
        CrashPoint.at("pool.pid.changed");
    }

    /** Whose board this is; 0 for nobody's. */
    long client(int client) {
        return Memory.longAcquire(holder, file().body(clientAt(workers, client) + CLIENT_OWNER_AT));
    }

    /** Makes this JVM a client; only one is needed. */
    OwnedWord.Taken takeClient(int client, boolean adopt) {
        Participants participants = participants();
        return OwnedWord.tryAcquire(
                holder,
                file().body(clientAt(workers, client) + CLIENT_OWNER_AT),
                participants.self(),
                adopt ? participants::isDead : null);
    }

    /** By a client that needs its board no more: the owner puts it in order, as that of a dead one, and frees it. */
    void abandonClient(int client) {
        OwnedWord.abandon(holder, file().body(clientAt(workers, client) + CLIENT_OWNER_AT));
    }

    /** By the owner, which has put this board in order. */
    void leaveClient(int client) {
        OwnedWord.release(holder, file().body(clientAt(workers, client) + CLIENT_OWNER_AT));
    }

    /** Tasks of a client that are not over. */
    long open(int client) {
        return Memory.longVolatile(holder, file().body(clientAt(workers, client) + OPEN_AT));
    }

    /** By the client; followed by a look at the state, if it grows. */
    long open(int client, long more) {
        CrashPoint.at("pool.open.changing");
        long before = Memory.getAndAddLong(holder, file().body(clientAt(workers, client) + OPEN_AT), more);
        CrashPoint.at("pool.open.changed");
        return before + more;
    }

    /** Nobody can attach any more. */
    void removeName() {
        file().destroy();
    }

    @Override
    protected void onClose() {}

    /** The words of tasks. */
    Board board(int client) {
        return new Board(holder, file().body(wordAt(workers, client, 0)));
    }
}
