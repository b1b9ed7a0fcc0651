package io.tandem.manager;

import io.tandem.codec.Codec;
import io.tandem.codec.DecodeException;
import io.tandem.file.SharedFileException;
import io.tandem.file.SharedFileException.Reason;
import io.tandem.file.TandemException;
import io.tandem.owner.SharedDirectory;
import io.tandem.pipe.Connection;
import io.tandem.pipe.PeerClosedException;
import io.tandem.value.SharedLong;
import io.tandem.wait.Waiter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What a server tells a client first: who it is, which classes may travel, which interfaces there are. */
record Greeting(long pid, long server, Codec<Object> objects, Interfaces interfaces) {
    private static final Duration TICK = Duration.ofMillis(100);

    /** Who waits for a server, and what else tells it that none will come. */
    interface Watch {
        Watch NONE = pid -> true;

        /** Whether this is the process to connect to; throws if there is no more hope. */
        boolean wants(long pid);
    }

    /** Connects to the server of this path, and waits for its greeting, at most so long. */
    static Link connect(Path path, Duration timeout, Watch watch) {
        Waiter waiter = new Waiter(Waiter.nanos(timeout));
        while (true) {
            watch.wants(0);
            try {
                if (isThere(path, watch)) {
                    return tryConnect(path, waiter, watch);
                }
            } catch (SharedFileException | ManagerDiedException | PeerClosedException notYet) {
                boolean waits = watch != Watch.NONE
                        || notYet instanceof SharedFileException missing && missing.reason() == Reason.NOT_FOUND;
                if (!waits || waiter.isOver()) {
                    throw notYet;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while connecting to the manager at " + path, e);
            }
            if (waiter.isOver()) {
                throw new IllegalStateException("the manager at " + path + " did not come up in time");
            }
            waiter.pause();
        }
    }

    /** Whether it makes sense to call; a dead server is not even asked. */
    private static boolean isThere(Path path, Watch watch) {
        SharedDirectory directory = SharedDirectory.open(path.getParent(), false);
        try {
            requireAlive(path, directory);
            long server = server(path);
            return server == 0
                    ? watch == Watch.NONE
                    : watch.wants(directory.participants().pid(server));
        } finally {
            directory.release();
        }
    }

    private static Link tryConnect(Path path, Waiter waiter, Watch watch) throws InterruptedException {
        Connection<byte[]> connection = Connection.connect(path, byte[].class);
        SharedDirectory directory = SharedDirectory.open(path.getParent(), false);
        Messages messages = new Messages(connection, directory);
        boolean greeted = false;
        try {
            Link asking = new Link(path, connection, messages, null);
            messages.send(asking.hello());
            byte[] answer = connection.recv(TICK);
            while (answer == null) {
                requireAlive(path, directory);
                watch.wants(0);
                if (waiter.isOver()) {
                    throw new IllegalStateException("the manager at " + path + " lives, but did not answer in time");
                }
                answer = connection.recv(TICK);
            }
            Greeting greeting = read((Object[]) asking.read(messages.resolve(answer)));
            if (!watch.wants(greeting.pid())) {
                throw new ManagerDiedException("process " + greeting.pid() + " has this name", 0, null);
            }
            greeted = true;
            return new Link(path, connection, messages, greeting);
        } catch (TandemException end) {
            throw end instanceof SharedFileException || end instanceof DecodeException
                    ? end
                    : new ManagerDiedException("the manager at " + path + " ended before it answered", 0, end);
        } finally {
            if (!greeted) {
                Path pipe = connection.path();
                connection.close();
                Session.destroy(pipe);
                directory.release();
            }
        }
    }

    private static void requireAlive(Path path, SharedDirectory directory) {
        long server = server(path);
        if (server != 0 && directory.participants().isDead(server)) {
            throw new ManagerDiedException("the manager at " + path + " is dead", 0, null);
        }
    }

    private static long server(Path path) {
        try (SharedLong who = SharedLong.attach(Server.who(path))) {
            return who.get();
        } catch (SharedFileException notYet) {
            return 0;
        }
    }

    /** Whether the server that greeted is still the one of the path. */
    static boolean isCurrent(Path path, Greeting greeting) {
        return server(path) == greeting.server;
    }

    private static Greeting read(Object[] words) {
        List<Class<?>> allowed = classes((Object[]) words[3]);
        List<Class<?>> registered = classes((Object[]) words[4]);
        Codec<Object> objects = Values.objects(allowed.toArray(new Class<?>[0]));
        Interfaces interfaces = new Interfaces(registered, Map.of());
        requireSame("classes that travel", words[2], objects.type());
        requireSame("registered interfaces", Arrays.asList((Object[]) words[5]), interfaces.fingerprints());
        return new Greeting((long) words[0], (long) words[1], objects, interfaces);
    }

    private static void requireSame(String what, Object there, Object here) {
        if (!there.equals(here)) {
            throw new DecodeException(
                    "the manager has other versions of the " + what + " than this JVM: there " + there + ", here "
                            + here + "; use the same class path",
                    null);
        }
    }

    /** Those the server was told to allow when it was started; their names, not the messages, say which classes there are. */
    private static List<Class<?>> classes(Object[] names) {
        List<Class<?>> classes = new ArrayList<>();
        for (Object name : names) {
            classes.add(load((String) name));
        }
        return classes;
    }

    private static Class<?> load(String name) {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        try {
            return Class.forName(name, false, context == null ? Greeting.class.getClassLoader() : context);
        } catch (ClassNotFoundException e) {
            throw new DecodeException(
                    "the manager allows " + name + ", which this JVM has not: add it to the class path", e);
        }
    }
}
