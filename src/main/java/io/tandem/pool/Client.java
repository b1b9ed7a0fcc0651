package io.tandem.pool;

import static io.tandem.pool.PoolLayout.*;

import io.tandem.file.ClosedException;
import io.tandem.file.CrashPoint;
import io.tandem.file.SharedFile;
import io.tandem.owner.OwnedWord;
import io.tandem.pool.Answer.Outcome;
import io.tandem.queue.QueueOptions;
import io.tandem.queue.QueueShutDownException;
import io.tandem.queue.SharedQueue;
import io.tandem.wait.Bell;
import io.tandem.wait.WaitPolicy;
import io.tandem.wait.Waiter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * The side of a JVM that gives a pool tasks; one per pool and JVM, shared by all handles. Posts tasks on its board and in the
 * queue of tasks; what finds no room waits here. Takes answers: whoever waits for one does that itself, and a thread
 * ({@link ClientThread}) for all others. Any thread; only {@link #await} blocks. If this JVM dies, the pool's owner takes
 * back what nobody has begun, and drops the answers.
 */
final class Client implements SharedFile.Engine {
    private static final int BATCH = 64;

    final PoolFile file;
    final Limits limits;
    private final int number;
    private final long self;
    private final Board board;
    private final Bell bell;
    private final SharedQueue<Packet> tasks;
    private final SharedQueue<Packet> results;
    private final Functions functions;
    private final ClientThread thread;

    private final Posting posting;
    private final Object stopping = new Object();

    final AtomicInteger helpers = new AtomicInteger();
    private final ThreadLocal<Packet> packets = ThreadLocal.withInitial(Packet::new);
    private volatile Throwable brokenBy;
    private volatile boolean retired;

    Client(PoolFile file) {
        this.file = file;
        this.self = file.participants().self();
        this.tasks = SharedQueue.attach(file.sibling("tasks"), PacketCodec.INSTANCE);
        this.number = register(file);
        this.board = file.board(number);
        board.clearQueued();
        this.bell = file.clientBell(number);
        this.results = SharedQueue.create(
                file.sibling("results~" + self),
                PacketCodec.INSTANCE,
                QueueOptions.DEFAULT
                        .lanes(file.workers() + 8)
                        .laneBytes(1 << 18)
                        .exclusiveConsumer());
        this.functions = new Functions(file.home());
        this.limits = new Limits(this, board);
        this.posting = new Posting(board, tasks, this::posted);
        this.thread = new ClientThread(this);
    }

    private static int register(PoolFile file) {
        for (int pass = 0; pass < 2; pass++) {
            for (int client = 0; client < CLIENTS; client++) {
                OwnedWord.Taken taken = file.takeClient(client, pass > 0);
                if (taken != OwnedWord.Taken.NO) {
                    CrashPoint.at("client.registered");
                    file.open(client, -file.open(client));
                    return client;
                }
            }
        }
        throw new IllegalStateException(file.path() + " gets tasks from " + CLIENTS + " JVMs already");
    }

    Bell bell() {
        return bell;
    }

    long open() {
        return file.open(number);
    }

    /** Told by the owner, if that is this JVM. */
    void brokenBy(Throwable cause) {
        brokenBy = cause;
    }

    PoolBrokenException brokenException() {
        return new PoolBrokenException(
                file.path() + " is broken: "
                        + (brokenBy == null ? "no worker could start, see its owner" : brokenBy.toString()),
                brokenBy);
    }

    /** For one task, to be filled by the calling thread and then given to {@link #submit}. */
    Packet begin(int kind, Object function) {
        Packet packet = TaskMessage.begin(packets.get(), number, self, kind);
        functions.write(packet, function);
        return packet;
    }

    /** Does not wait: a task that there is no room for is kept here. */
    void submit(Call call, Packet packet) {
        file.open(number, 1);
        if (file.state() != OPEN) {
            closeOne();
            throw rejected();
        }
        call.retries = file.retries();
        boolean accepted = false;
        try {
            posting.add(call, packet);
            accepted = true;
        } catch (QueueShutDownException e) {
            throw rejected();
        } finally {
            if (!accepted) {
                closeOne();
            }
        }
        thread.need();
    }

    private RejectedExecutionException rejected() {
        boolean broken = file.isBroken();
        return new RejectedExecutionException(
                file.path() + (broken ? " is broken" : " was shut down") + ": it takes no more tasks",
                broken ? brokenException() : null);
    }

    private void posted(Call call) {
        if (call.timeoutNanos > 0) {
            limits.add(call);
        }
        file.tasksBell().ring();
    }

    boolean hasBacklog() {
        return posting.someWait();
    }

    /** Posts what waits here, as far as there is room now. */
    void feed() {
        posting.feed().forEach(call -> end(call, Outcome.failed(rejected())));
    }

    /** Takes answers that are there; returns how many. */
    int drain() {
        try {
            return drainOpen();
        } catch (ClosedException e) {
            return 0; // all is answered
        }
    }

    private int drainOpen() {
        if (results.isEmpty()) {
            return 0;
        }
        List<Packet> arrived = new ArrayList<>(0);
        int count = results.drain(
                (type, buffer, index, length) -> {
                    Packet packet = new Packet();
                    packet.fill(buffer, index, length);
                    arrived.add(packet);
                },
                BATCH);
        for (Packet packet : arrived) {
            answered(packet);
        }
        if (count > 0) {
            feed();
            bell.ring(); // others may wait for what came
        }
        return count;
    }

    private void answered(Packet packet) {
        int slot = packet.getInt();
        int generation = packet.getInt();
        Call call = posting.answered(slot, generation, Answer.isDeath(packet));
        if (call != null) {
            end(call, Answer.read(packet, call.function.getClass().getClassLoader()));
        }
    }

    private void end(Call call, Outcome outcome) {
        try {
            synchronized (call) {
                call.over = true;
            }
            if (!call.given) {
                call.done(outcome);
            }
        } finally {
            closeOne();
        }
    }

    void closeOne() {
        if (file.open(number, -1) == 0 && file.state() != OPEN) {
            file.keeperBell().ring();
            bell.ring();
        }
    }

    /** Something that must happen before this JVM may end. */
    void openOne() {
        file.open(number, 1);
        thread.need();
    }

    /** Nobody wants the outcome any more. If it runs, it is interrupted if told so, and later killed. */
    void giveUp(Call call, boolean interrupt) {
        boolean ended = false;
        synchronized (call) {
            if (call.over || call.given && !interrupt) {
                return;
            }
            call.given = true;
            if (posting.withdraw(call)) {
                call.over = true;
                ended = true;
            } else if (interrupt) {
                interrupt(call);
            }
        }
        if (ended) {
            closeOne();
        }
    }

    /** Holding the call. */
    void interrupt(Call call) {
        call.given = true;
        int worker = call.interrupted ? -1 : board.interrupt(call.slot, call.generation);
        if (worker >= 0) {
            call.interrupted = true;
            call.since = System.nanoTime();
            file.workerBell(worker).alarm();
            limits.add(call);
        }
    }

    /** Stops the pool. What nobody had begun, in no order; it will not run. */
    List<Call> stop() {
        synchronized (stopping) {
            file.advance(STOPPED);
            return posting.withdrawAll();
        }
    }

    /** The pool was stopped, is broken, or its owner died: what will not be answered ends now. */
    void dropUnanswered(boolean nobodyAnswers, Throwable why) {
        List<Call> withdrawn;
        synchronized (stopping) { // who stops the pool comes first: it is told what it stopped
            withdrawn = posting.withdrawAll();
        }
        withdrawn.forEach(call -> drop(call, why));
        if (nobodyAnswers) {
            posting.abandonAll().forEach(call -> drop(call, why));
        }
    }

    void drop(Call call, Throwable why) {
        try {
            if (why == null) {
                call.dropped();
            } else if (!call.given) {
                call.done(Outcome.failed(why));
            }
        } finally {
            closeOne();
        }
    }

    /** Waits until this is so, and takes answers meanwhile; false if it was not until the timeout. */
    boolean await(BooleanSupplier done, long nanos) throws InterruptedException {
        if (done.getAsBoolean()) {
            return true;
        }
        helpers.incrementAndGet();
        try {
            Waiter waiter = new Waiter(nanos, WaitPolicy.standard(), bell);
            while (true) {
                if (drain() == 0 && !done.getAsBoolean() && !waiter.await()) {
                    return done.getAsBoolean();
                }
                if (done.getAsBoolean()) {
                    return true;
                }
            }
        } finally {
            helpers.decrementAndGet();
            bell.ring();
        }
    }

    /** Its files are not needed any more: the pool has ended, or was let go of. What is not answered is dropped. */
    synchronized void retire() {
        if (!retired) {
            retired = true;
            dropUnanswered(true, null);
            results.destroy();
            tasks.close();
            functions.deleteAll();
            file.abandonClient(number);
        }
    }

    boolean isRetired() {
        return retired;
    }

    @Override
    public void lastReleased() {
        retire();
    }
}
