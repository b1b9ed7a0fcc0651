package io.tandem.manager;

import io.tandem.file.ClosedException;
import io.tandem.owner.Home;
import io.tandem.owner.SharedDirectory;
import io.tandem.owner.Travels;
import io.tandem.process.ChildProcess;
import io.tandem.process.ProcessStartException;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A JVM that holds ordinary objects for others: maps, lists, sets, namespaces, and objects of your own behind an interface.
 * {@link #start} makes one as a daemon child; any JVM of the same user, a child or not, connects by its path. Serializable by
 * path: a task that captures it gets one connected to the same server.
 *
 * <p>Any thread may call anything, virtual ones, too; all threads of a JVM share one connection, and may have any number of
 * calls under way. A call waits for its answer, without a timeout: the server answers at once unless a function or a method of
 * a registered object takes its time. An interrupt is passed on to that, and the call ends as it does: with its
 * InterruptedException, or with its result and the interrupt still set. So no result is lost. Calls of one thread have an order.
 *
 * <p>When the server dies, all its objects are gone, and every call, waiting or later, throws {@link ManagerDiedException}
 * within a second; a stopped server is not dead: calls wait. When a client dies, what only it held is dropped. What
 * {@link #newLock}, {@link #newQueue} and so on make are shared things in the manager's directory: no calls,
 * and they survive the server. An object lives while some JVM has a proxy of it (not closed, not collected), while it is
 * stored in another one that lives, or by its name as long as the server.
 *
 * <p>Only values of the JDK, shared things, and classes named in {@link ManagerOptions#allow} are ever made of messages.
 * Functions are trusted, as tasks are: they come in files that only this user can write. No network. Python: {@code Manager},
 * {@code SyncManager}, {@code BaseManager}.
 */
public final class Manager extends SharedThings implements AutoCloseable, Serializable {
    private static final long serialVersionUID = 1;
    static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final transient Path path;
    private final transient Link link;
    private final transient SharedDirectory directory;
    /** The server's JVM, if this handle started it. */
    private final transient ChildProcess child;

    private final transient AtomicBoolean closed = new AtomicBoolean();

    private Manager(Path path, Link link, ChildProcess child) {
        this.path = path;
        this.link = link;
        this.directory = SharedDirectory.open(path.getParent(), false);
        this.child = child;
    }

    /** Starts a server in this directory. */
    public static Manager start(Home home) {
        return start(home, ManagerOptions.DEFAULT);
    }

    /** Starts a server; {@link ProcessStartException} if it does not come up, with the reason. */
    public static Manager start(Home home, ManagerOptions options) {
        SharedDirectory directory = home.directory();
        Path path = options.name().isEmpty()
                ? directory.freshPath("manager")
                : directory.path().resolve(options.name());
        ChildProcess child = new ChildProcess(home)
                .name("Manager-" + path.getFileName())
                .daemon(true)
                .jvmFlags(options.flags())
                .start(new Server.Task(path, options));
        boolean started = false;
        try {
            Manager manager = new Manager(path, Link.of(path, TIMEOUT, pid -> isOurs(child, pid)), child);
            started = true;
            return manager;
        } finally {
            if (!started) {
                child.kill();
            }
        }
    }

    private static boolean isOurs(ChildProcess child, long pid) {
        if (!child.isAlive()) {
            throw new ProcessStartException(
                    "the manager did not start: exit code " + child.exitCode().getAsInt(),
                    child.failure().orElse(null));
        }
        return pid == child.pid();
    }

    /** Connects to a server that runs; waits at most half a minute for its path to appear and for its greeting. */
    public static Manager connect(Path path) {
        return connect(path, TIMEOUT);
    }

    public static Manager connect(Path path, Duration timeout) {
        Path absolute = path.toAbsolutePath().normalize();
        return new Manager(absolute, Link.of(absolute, timeout, Greeting.Watch.NONE), null);
    }

    /** By which other JVMs connect. */
    public Path path() {
        return path;
    }

    /** The process of the server. */
    public long pid() {
        return link.greeting().pid();
    }

    /** Whether the server answers, as far as is known here; asks the operating system. */
    public boolean isAlive() {
        return !closed.get()
                && !link.isOver()
                && !directory.participants().isDead(link.greeting().server());
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new ClosedException(toString());
        }
    }

    private Link link() {
        requireOpen();
        return link;
    }

    @Override
    protected Path fresh(String kind) {
        requireOpen();
        return directory.freshPath(kind);
    }

    @Override
    protected Path named(String name) {
        requireOpen();
        if (name.indexOf('/') >= 0) {
            throw new IllegalArgumentException("\"" + name + "\" is a path; names of shared things have no slash");
        }
        return directory.path().resolve(name);
    }

    @SuppressWarnings("unchecked") // empty
    public <K, V> ManagedMap<K, V> dict() {
        return (ManagedMap<K, V>) create(Sort.MAP);
    }

    /** The map of this name, made if there is none; so are the others. */
    @SuppressWarnings("unchecked") // by agreement
    public <K, V> ManagedMap<K, V> dict(String name) {
        return (ManagedMap<K, V>) named(name, Sort.MAP, 0);
    }

    @SuppressWarnings("unchecked") // empty
    public <E> ManagedList<E> list() {
        return (ManagedList<E>) create(Sort.LIST);
    }

    @SuppressWarnings("unchecked") // by agreement
    public <E> ManagedList<E> list(String name) {
        return (ManagedList<E>) named(name, Sort.LIST, 0);
    }

    @SuppressWarnings("unchecked") // empty
    public <E> ManagedSet<E> set() {
        return (ManagedSet<E>) create(Sort.SET);
    }

    @SuppressWarnings("unchecked") // by agreement
    public <E> ManagedSet<E> set(String name) {
        return (ManagedSet<E>) named(name, Sort.SET, 0);
    }

    public ManagedNamespace namespace() {
        return (ManagedNamespace) create(Sort.NAMESPACE);
    }

    public ManagedNamespace namespace(String name) {
        return (ManagedNamespace) named(name, Sort.NAMESPACE, 0);
    }

    /**
     * An object of a registered interface, made by its supplier in the server. Each method of the proxy is a call; other
     * clients call the same object at once, so it must be thread-safe. What it throws arrives with the stack of the server. A
     * method that returns a registered interface or an iterator returns a proxy.
     */
    public <T> T create(Class<T> type) {
        int number = link().greeting().interfaces().require(type);
        return type.cast(link().root(RootServant.CREATE_USER, number));
    }

    public <T> T create(String name, Class<T> type) {
        int number = link().greeting().interfaces().require(type);
        return type.cast(named(name, Sort.USER, number));
    }

    private Object create(Sort sort) {
        return link().root(RootServant.CREATE, sort.ordinal());
    }

    private Object named(String name, Sort sort, int type) {
        return link().root(RootServant.NAMED, Objects.requireNonNull(name, "name"), sort.ordinal(), type);
    }

    /**
     * Ships the function, not the data: it runs in the server on the object behind this proxy, and no other call on a managed
     * map, list, set or namespace comes in between. A registered object is given to it itself; its own methods may run at
     * the same time.
     */
    @SuppressWarnings("unchecked") // the function says so
    public <T, R> R computeOnServer(T proxy, Shipped.Function<? super T, ? extends R> function) {
        Remote remote = requireProxy(proxy);
        requireOpen();
        return (R) remote.call(Remote.COMPUTE, remote.ship(Objects.requireNonNull(function, "function")));
    }

    /** Gives up a proxy that has no {@code close} of its own. */
    public void release(Object proxy) {
        requireProxy(proxy).close();
    }

    private static Remote requireProxy(Object proxy) {
        Remote remote = Remote.of(proxy);
        if (remote == null) {
            throw new IllegalArgumentException(proxy + " is no object of a manager");
        }
        return remote;
    }

    /** Objects, clients and threads of the server, now. */
    public String counts() {
        Object[] counts = (Object[]) link().root(RootServant.COUNTS);
        return "objects " + counts[0] + ", clients " + counts[1] + ", threads " + counts[2];
    }

    /**
     * Ends the server if this handle started it: by a message; if it has not ended after two seconds it is terminated, after
     * two more killed. Otherwise gives this handle up; the last one of a JVM ends its connection, and with it its proxies. Pools that were made
     * by this handle end first, in any case.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        endPools();
        if (child != null && child.isAlive()) {
            endServer();
        }
        link.leave();
        directory.release();
    }

    private void endServer() {
        boolean interrupted = Thread.interrupted();
        link.askToEnd();
        try {
            if (!child.join(GRACE)) {
                child.terminate();
                if (!child.join(GRACE)) {
                    child.kill();
                    child.join();
                }
            }
        } catch (InterruptedException e) {
            interrupted = true;
            child.kill();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Object writeReplace() {
        return new ByPath(path.toString());
    }

    /** No record: linking one would make a child's start longer. */
    private static final class ByPath implements Travels {
        private static final long serialVersionUID = 1;
        private final String path;

        ByPath(String path) {
            this.path = path;
        }

        private Object readResolve() {
            return connect(Path.of(path));
        }
    }

    @Override
    public String toString() {
        String state = closed.get() ? "closed" : link.isOver() ? "ended" : "open";
        return "Manager[" + path + ", server " + link.greeting().pid() + ", " + state + "]";
    }
}
