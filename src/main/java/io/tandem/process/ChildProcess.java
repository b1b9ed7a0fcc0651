package io.tandem.process;

import io.tandem.owner.Home;
import io.tandem.owner.Luggage;
import io.tandem.owner.SharedDirectory;
import io.tandem.wait.Bell;
import io.tandem.wait.Waitable;
import io.tandem.wait.Waiter;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A child JVM: Python's {@code Process}. Made by {@code tandem.process()}, by {@code tandem.start(task)}, or by a
 * subclass that overrides {@link #run()}; it runs the task, or {@code run()}, with the class path and the flags of this
 * JVM. The object travels to the child by serialization: a subclass's own fields arrive as copies (shared things
 * attached), as do name, daemon flag and task; options, process and result stay with the parent.
 *
 * <p>Any thread of the JVM that made it may call anything; the child's copy answers {@link #name}, {@link #pid},
 * {@link #daemon} and {@link #isAlive} only. {@link #join()} blocks until the child has ended, {@link #join(Duration)}
 * returns false at the timeout; both may be repeated; {@code Wait.any} waits for the first of several. A parent that returns from {@code main} waits for its children;
 * daemon children are ended with it, also when it is killed, and theirs with them. Like threads, children do not hold up
 * {@code System.exit} or a signal: those that are no daemons then run on alone. Standard input of a child is at its end.
 *
 * <p>Cost: a JVM start, two private files, a third for a long task or a failure, one thread in each of the two JVMs.
 */
public class ChildProcess extends ChildSettings implements AutoCloseable, Waitable {
    private static final long serialVersionUID = 1;
    /** Of most. */
    private static final int ENVELOPE_BYTES = 1024;

    private enum State {
        NEW,
        STARTED,
        CLOSED,
        /** This JVM itself. */
        SELF
    }

    private String name;
    private final String identity;
    private boolean daemon;
    private ProcessTask task;

    private final transient SharedDirectory directory;
    private transient State state;
    private transient Launch launch;

    /** For subclasses: a child that shares through this directory, usually a {@code Tandem}. */
    public ChildProcess(Home home) {
        super(new ChildOptions());
        ChildProcess creator = current();
        String generation = creator.identity.isEmpty() ? "" : creator.identity + ":";
        this.identity = generation + ThisProcess.nextBirth();
        this.name = (getClass() == ChildProcess.class ? "Process" : getClass().getSimpleName()) + "-" + identity;
        this.daemon = creator.daemon;
        this.directory = home.directory();
        this.state = State.NEW;
    }

    private ChildProcess(String name, String identity) {
        super(null);
        this.name = name;
        this.identity = identity;
        this.directory = null;
        this.state = State.SELF;
    }

    static ChildProcess main() {
        return new ChildProcess("MainProcess", "");
    }

    /**
     * Keeps so many JVMs started and ready that share through this directory: {@code start()} gives one of them its task,
     * if it has no options but a name and a daemon flag, and another one is started in its place. They end with the
     * directory and with this JVM, however that ends; 0 ends them now.
     */
    public static void keepWarm(Home home, int spares) {
        Spares.keep(home.directory(), home.getClass(), spares);
    }

    /** For a {@link Rehearsal}. */
    static ChildProcess rehearsing(ProcessTask work) {
        ChildProcess child = main();
        child.task = work;
        return child;
    }

    /** The child's own copy. */
    static ChildProcess arriving(String name, String identity, boolean daemon, ProcessTask task) {
        ChildProcess child = new ChildProcess(name, identity);
        child.daemon = daemon;
        child.task = task;
        return child;
    }

    String identity() {
        return identity;
    }

    ProcessTask task() {
        return task;
    }

    /** This JVM: the object its parent made, or one named {@code MainProcess}. */
    public static ChildProcess current() {
        return ThisProcess.current();
    }

    /** The process that started this JVM; empty in one that no Tandem started. */
    public static Optional<ParentProcess> parent() {
        return Optional.ofNullable(ThisProcess.parent());
    }

    /** The children of this JVM that have not ended. */
    public static List<ChildProcess> activeChildren() {
        return ThisProcess.children();
    }

    /**
     * Ends the daemons that were started through a directory and waits for its other children; an interrupt terminates
     * these as well and stays set. What {@code Tandem.close()} does first.
     */
    public static void endFamily(SharedDirectory directory) {
        ThisProcess.endFamily(directory);
    }

    /** What the child does; a subclass overrides it instead of giving a task. Runs in the child. */
    public void run() throws Exception {
        if (task != null) {
            task.run();
        }
    }

    /** Starts the child JVM; once only. */
    public synchronized ChildProcess start() {
        ThisProcess.requireLoaded(name);
        if (state != State.NEW) {
            throw new IllegalStateException(
                    state == State.SELF ? name + " is this process itself" : name + " was started before");
        }
        Path failureFile = directory.privatePath("failure");
        ByteArrayOutputStream envelope = new ByteArrayOutputStream(ENVELOPE_BYTES);
        Class<?> writer = task == null ? getClass() : task.getClass();
        CodeSources code = CodeSources.of(writer, directory);
        Luggage luggage = Luggage.of(() -> Envelope.write(directory, this, failureFile, envelope));
        try {
            FailureFile failure = new FailureFile(failureFile, writer.getClassLoader());
            launch = Launch.begin(directory, options, code, writer, envelope, failure);
        } catch (RuntimeException | Error e) {
            luggage.carrierEnded();
            throw e;
        }
        state = State.STARTED;
        task = null; // the child has its own; nothing it captured is kept alive here
        ThisProcess.add(this);
        launch.watch(name, daemon, () -> {
            ThisProcess.remove(this);
            luggage.carrierEnded();
        });
        ClassArchive.of(code).started(writer);
        return this;
    }

    /** Starts the child JVM with this task. */
    public ChildProcess start(ProcessTask work) {
        requireNew("be given a task");
        this.task = work;
        return start();
    }

    /** Waits for the end of the child. */
    public void join() throws InterruptedException {
        try {
            joinable().ended().get();
        } catch (ExecutionException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Waits for the end of the child, at most so long; returns whether it has ended. Zero or less looks once. */
    public boolean join(Duration timeout) throws InterruptedException {
        try {
            joinable().ended().get(Waiter.nanos(timeout), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private Launch joinable() {
        if (state == State.SELF) {
            throw new IllegalStateException(name + " is this process itself: it cannot join itself");
        }
        return launched();
    }

    private synchronized Launch launched() {
        if (state == State.CLOSED) {
            throw new IllegalStateException(name + " is closed");
        }
        if (launch == null) {
            throw new IllegalStateException(
                    state == State.NEW ? name + " was not started" : name + " is not a child of this process");
        }
        return launch;
    }

    public boolean isAlive() {
        return state == State.SELF || state != State.NEW && launched().isAlive();
    }

    /** Process id; an {@link IllegalStateException} before the start. */
    public long pid() {
        return state == State.SELF ? ProcessHandle.current().pid() : launched().pid();
    }

    /** As {@link Process#exitValue()} tells it, 128 + n after signal n; empty while the child lives. */
    public OptionalInt exitCode() {
        return state == State.SELF || state == State.NEW
                ? OptionalInt.empty()
                : launched().exitCode();
    }

    /** The signal that ended the child, where that is known; else empty. */
    public OptionalInt exitSignal() {
        return state == State.SELF || state == State.NEW
                ? OptionalInt.empty()
                : launched().exitSignal();
    }

    /** What the child's task threw, with the stack trace of the child; a {@link RemoteFailure} if unknown here. */
    public Optional<Throwable> failure() {
        return state == State.NEW
                ? Optional.empty()
                : Optional.ofNullable(joinable().failure());
    }

    /** Completes with this object when the child has ended. */
    public CompletableFuture<ChildProcess> onExit() {
        return joinable().ended().thenApply(nothing -> this);
    }

    /** Whether the child has ended. */
    @Override
    public boolean isReady() {
        return joinable().ended().isDone();
    }

    @Override
    public Bell bell() {
        return joinable().bell();
    }

    /** Asks the child's JVM to shut down in order (SIGTERM). Harmless when it has ended. */
    public void terminate() {
        joinable().terminate();
    }

    /** Ends the child at once (SIGKILL). Harmless when it has ended. */
    public void kill() {
        joinable().kill();
    }

    /**
     * SIGTERM, and SIGKILL if the child has not ended within the grace period. Blocks until it has ended; returns whether
     * it went in order. An interrupt kills it at once.
     */
    public boolean terminate(Duration grace) throws InterruptedException {
        terminate();
        try {
            if (join(grace)) {
                return true;
            }
            kill();
            join();
            return false;
        } catch (InterruptedException e) {
            kill();
            throw e;
        }
    }

    /** Ends the child and all its descendants at once (SIGKILL). Harmless when they have ended. */
    public void killTree() {
        ProcessTree tree = ProcessTree.of(joinable().handle());
        kill();
        tree.kill();
    }

    /**
     * As {@link #terminate(Duration)}, the child and all its descendants. Those that are not descendants any more, since
     * a process between has ended before this call, are not known; among them, Tandem's daemons end by themselves.
     */
    public boolean terminateTree(Duration grace) throws InterruptedException {
        ProcessTree tree = ProcessTree.of(joinable().handle());
        terminate();
        boolean inOrder = tree.terminate(Waiter.nanos(grace));
        join();
        return inOrder;
    }

    void killUnlessGone(long nanos) {
        try {
            if (!join(Duration.ofNanos(Math.max(0, nanos)))) {
                kill();
                join();
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }

    /** Forgets an ended child; an {@link IllegalStateException} while it lives. May be repeated. */
    @Override
    public synchronized void close() {
        if (state == State.STARTED && launch.isAlive()) {
            throw new IllegalStateException(name + " has not ended: join, terminate or kill it first");
        }
        state = state == State.SELF ? State.SELF : State.CLOSED;
    }

    @Override
    public String name() {
        return name;
    }

    public boolean daemon() {
        return daemon;
    }

    SharedDirectory home() {
        return directory;
    }

    /** The child's copy takes its place in the child. */
    void arrive(SharedDirectory attached) {
        state = State.SELF;
    }

    @Override
    ChildProcess self() {
        return this;
    }

    @Override
    void requireNew(String what) {
        if (state != State.NEW) {
            throw new IllegalStateException(name + " was started: it cannot " + what + " any more");
        }
    }

    /** A name for people; the default is {@code Process-1}, and {@code Process-1:2} for a child's second child. */
    public ChildProcess name(String newName) {
        requireNew("be renamed");
        this.name = newName;
        return this;
    }

    /** Whether the child ends with its parent; inherited from the creator. */
    public ChildProcess daemon(boolean newDaemon) {
        requireNew("change its daemon flag");
        this.daemon = newDaemon;
        return this;
    }

    @Override
    public synchronized String toString() {
        String what = state == null ? "of another process" : state.name().toLowerCase(java.util.Locale.ROOT);
        if (state == State.STARTED) {
            what = "pid " + launch.pid()
                    + (launch.isAlive()
                            ? ", alive"
                            : ", exit code " + launch.exitCode().getAsInt());
        }
        return getClass().getSimpleName() + "[" + name + ", " + what + (daemon ? ", daemon]" : "]");
    }
}
