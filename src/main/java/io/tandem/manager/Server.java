package io.tandem.manager;

import io.tandem.codec.Codec;
import io.tandem.file.ClosedException;
import io.tandem.file.SharedFileException;
import io.tandem.owner.SharedDirectory;
import io.tandem.pipe.Connection;
import io.tandem.pipe.Listener;
import io.tandem.process.ProcessTask;
import io.tandem.value.SharedLong;
import io.tandem.wait.Waiter;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The server of a manager: in a JVM of its own, bound to a path by a {@link Listener}. Beside the listener lies
 * {@code path~server}, a long that says which participant it is, so that who connects knows whether it lives.
 */
final class Server {
    static final String WHO = "~server";
    private static final long IDLE_SECONDS = 5;
    private static final long LAST_NANOS = 1_000_000_000;
    private static volatile Server here;

    private final Path path;
    private final ManagerOptions options;
    private final SharedDirectory directory;
    private final Codec<Object> objects;
    private final Interfaces interfaces;
    private final Servants servants;
    private final RootServant root;
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
    private final ExecutorService pool = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), Server::daemon);
    private volatile Listener<byte[]> listener;

    private Server(Path path, ManagerOptions options) {
        this.path = path;
        this.options = options;
        this.directory = SharedDirectory.open(path.getParent(), false);
        this.objects = Values.objects(options.allowed());
        this.interfaces = options.interfaces();
        this.servants = new Servants(path, identity(), interfaces, objects);
        this.root = new RootServant(this, servants);
    }

    /** What the child process of a manager does. No lambda: its class is loaded by name. */
    static final class Task implements ProcessTask {
        private static final long serialVersionUID = 1;

        private final String path;
        private final ManagerOptions options;

        Task(Path path, ManagerOptions options) {
            this.path = path.toString();
            this.options = options;
        }

        @Override
        public void run() throws Exception {
            new Server(Path.of(path), options).serve();
        }
    }

    private void serve() throws Exception {
        here = this;
        options.initialize();
        try (Listener<byte[]> bound = Listener.bind(path, byte[].class);
                SharedLong who = SharedLong.createOrAttach(who(path), 0)) {
            listener = bound;
            who.set(identity());
            while (true) {
                accept();
            }
        } catch (ClosedException shutdown) {
            for (Session session : sessions) {
                session.close();
            }
            pool.shutdownNow();
            awaitSessions();
        }
    }

    /** They take their pipes away; this JVM must not end in the middle of that. */
    private void awaitSessions() {
        Waiter waiter = new Waiter(LAST_NANOS);
        while (!sessions.isEmpty() && !waiter.isOver()) {
            waiter.pause();
        }
    }

    private void accept() throws InterruptedException {
        Connection<byte[]> connection;
        try {
            connection = listener.accept();
        } catch (SharedFileException notAClient) {
            return; // it was refused, or went again
        }
        Session session = new Session(this, connection);
        sessions.add(session);
        daemon(session).start();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, work instanceof Session ? "tandem-client" : "tandem-call");
        thread.setDaemon(true);
        return thread;
    }

    static Path who(Path path) {
        return path.resolveSibling(path.getFileName() + WHO);
    }

    /** Ends {@link #serve}. Anybody who can connect may. */
    void shutdown() {
        listener.close();
    }

    Object counts() {
        return new Object[] {(long) servants.count(), (long) sessions.size(), (long) Thread.activeCount()};
    }

    void ended(Session session) {
        sessions.remove(session);
    }

    /** The server in this JVM that is this participant; null if it is elsewhere. */
    static Server here(long identity) {
        Server server = here;
        return server != null && server.identity() == identity ? server : null;
    }

    long identity() {
        return directory.participants().self();
    }

    SharedDirectory directory() {
        return directory;
    }

    Codec<Object> objects() {
        return objects;
    }

    Interfaces interfaces() {
        return interfaces;
    }

    ManagerOptions options() {
        return options;
    }

    Servants servants() {
        return servants;
    }

    RootServant root() {
        return root;
    }

    ExecutorService pool() {
        return pool;
    }

    @Override
    public String toString() {
        return "the manager at " + path;
    }
}
