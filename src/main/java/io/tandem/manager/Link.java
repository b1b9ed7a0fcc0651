package io.tandem.manager;

import io.tandem.codec.Codec;
import io.tandem.codec.DecodeException;
import io.tandem.codec.EncodeException;
import io.tandem.file.ClosedException;
import io.tandem.pipe.Connection;
import io.tandem.pipe.PeerClosedException;
import io.tandem.pipe.PeerDiedException;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * This JVM as a client of one manager: one connection for all its threads, proxies and {@link Manager} handles. Opened by the
 * first of them; ends with the last {@code Manager}, or, where there never was one, with the last proxy.
 */
final class Link implements Values.Side {
    static final Cleaner CLEANER = Cleaner.create();
    private static final int ENDED = -1;
    private static final Map<Path, Link> LINKS = new ConcurrentHashMap<>();
    /** One connects at a time, and may have to wait. */
    private static final ReentrantLock CONNECTING = new ReentrantLock();

    private final Path path;
    private final Greeting greeting;
    private final Connection<byte[]> connection;
    private final Messages messages;
    private final Answers answers;
    private final Functions functions = new Functions(this);
    private final AtomicLong numbers = new AtomicLong(1);
    private final ConcurrentLinkedQueue<ValueWriter> writers = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Long> released = new ConcurrentLinkedQueue<>();
    private final Set<Object> sentAway = ConcurrentHashMap.newKeySet();
    private final AtomicInteger proxies = new AtomicInteger();
    private final AtomicInteger managers = new AtomicInteger();
    private volatile boolean hadManager;

    Link(Path path, Connection<byte[]> connection, Messages messages, Greeting greeting) {
        this.path = path;
        this.connection = connection;
        this.messages = messages;
        this.greeting = greeting;
        this.answers = new Answers(connection, messages);
    }

    /** For a {@link Manager}, which calls {@link #leave} once. */
    static Link of(Path path, Duration timeout, Greeting.Watch watch) {
        while (true) {
            Link link = open(path, timeout, watch);
            if (link.managers.getAndUpdate(n -> n == ENDED ? n : n + 1) != ENDED) {
                link.hadManager = true;
                return link;
            }
        }
    }

    private static Link open(Path path, Duration timeout, Greeting.Watch watch) {
        Path key = path.toAbsolutePath().normalize();
        CONNECTING.lock();
        try {
            Link link = LINKS.get(key);
            if (link == null
                    || link.answers.isOver()
                    || !Greeting.isCurrent(key, link.greeting)
                    || !watch.wants(link.greeting.pid())) {
                link = Greeting.connect(key, timeout, watch);
                LINKS.put(key, link);
            }
            return link;
        } finally {
            CONNECTING.unlock();
        }
    }

    /** For a reference that came in a task or a queue. */
    static Object arrived(Path path, long server, long id) {
        Link link = open(path, Manager.TIMEOUT, Greeting.Watch.NONE);
        if (link.greeting.server() != server) {
            throw new ManagerDiedException(
                    "the manager at " + path + " that object " + id
                            + " belonged to ended; there is a new one of the same name, without it",
                    0,
                    null);
        }
        return link.root(RootServant.ADOPT, id);
    }

    Object root(int method, Object... arguments) {
        return call(0, method, arguments);
    }

    /** Sends a request, waits for the answer; an interrupt goes to the server, which ends the call if that heeds it. */
    Object call(long object, int method, Object... arguments) {
        flush();
        long number = numbers.incrementAndGet();
        ValueWriter out = writers.poll();
        out = out == null ? new ValueWriter(this) : out;
        request(out, number, object, method);
        out.values(arguments);
        Pending call = answers.expect(number);
        boolean sent = false;
        try {
            messages.send(out);
            sent = true;
        } catch (ClosedException | PeerClosedException | PeerDiedException end) {
            end(end);
            throw answers.over();
        } finally {
            if (!sent) {
                answers.forget(number);
            }
        }
        writers.add(out);
        Reference.reachabilityFence(arguments);
        return read(answers.await(call, this::end, this::interrupt));
    }

    /** Tells the server; false if that would have to wait. */
    private boolean interrupt(long number) {
        ValueWriter out = new ValueWriter(this);
        request(out, 0, 0, RootServant.INTERRUPT);
        out.number(number);
        return messages.offer(out);
    }

    private static void request(ValueWriter out, long number, long object, int method) {
        out.begin();
        out.octet(Messages.INLINE);
        out.number(number);
        out.number(object);
        out.number(method + 1);
    }

    /** The first request; its answer needs no objects of the user's. */
    ValueWriter hello() {
        ValueWriter out = new ValueWriter(this);
        request(out, 1, 0, RootServant.HELLO);
        out.values(new Object[0]);
        return out;
    }

    Object read(byte[] answer) {
        ValueReader in = new ValueReader(this, answer);
        in.octet();
        in.number();
        if (in.octet() == Messages.VALUE) {
            return in.value();
        }
        byte[] standIn = (byte[]) in.value();
        Object original = in.value();
        Throwable thrown = original instanceof String file
                ? Failures.thrown(standIn, messages.read(file), true)
                : Failures.thrown(standIn, (byte[]) original, false);
        if (thrown instanceof InterruptedException) {
            Thread.interrupted(); // it tells
        }
        throw Remote.<RuntimeException>sneak(thrown);
    }

    /** The connection threw this, so the server is gone, or it was closed here. */
    private void end(RuntimeException why) {
        boolean closedHere = why instanceof ClosedException;
        String what = why instanceof PeerDiedException ? " died" : " was shut down";
        answers.end(
                closedHere
                        ? new ClosedException("the connection to the manager at " + path)
                        : new ManagerDiedException(
                                "the manager at " + path + ", process " + greeting.pid() + "," + what
                                        + "; what it held is gone",
                                greeting.pid(),
                                why));
        disconnect();
    }

    private void disconnect() {
        LINKS.remove(path, this);
        if (!connection.isClosed()) {
            Path pipe = connection.path();
            connection.close();
            messages.sweep();
            Session.destroy(pipe);
            messages.release();
        }
    }

    /** One {@link Manager} less; the last one ends the connection. */
    void leave() {
        if (managers.decrementAndGet() == 0 && managers.compareAndSet(0, ENDED)) {
            end(new ClosedException("the connection to the manager at " + path));
        }
    }

    /** A notice, for nobody waits for the answer of who may be stopped. */
    void askToEnd() {
        ValueWriter out = new ValueWriter(this);
        request(out, 0, 0, RootServant.SHUTDOWN);
        messages.offer(out);
    }

    /** A proxy was made. */
    void born() {
        proxies.incrementAndGet();
    }

    /** A proxy was closed, or collected; tells the server now, if that is possible without waiting, or later. */
    void gone(long id) {
        released.add(id);
        boolean last = proxies.decrementAndGet() == 0 && !hadManager;
        if (last && managers.compareAndSet(0, ENDED)) {
            end(new ClosedException("the connection to the manager at " + path));
        } else if (!answers.isOver()) {
            flush();
        }
    }

    /** Notices of proxies that are gone; what finds no room stays for the next time. */
    private void flush() {
        for (Long id = released.poll(); id != null; id = released.poll()) {
            ValueWriter out = new ValueWriter(this);
            request(out, 0, 0, RootServant.RELEASE);
            out.number(id);
            if (!messages.offer(out)) {
                released.add(id);
                return;
            }
        }
    }

    /** Keeps a proxy that was sent away: the object must live until the copy arrives. */
    void keep(Object proxy) {
        sentAway.add(new Identity(proxy));
    }

    void forget(Object proxy) {
        sentAway.remove(new Identity(proxy));
    }

    /** Equal to one of the same object only. */
    private record Identity(Object object) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Identity identity && identity.object == object;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(object);
        }
    }

    Functions functions() {
        return functions;
    }

    Messages messages() {
        return messages;
    }

    Greeting greeting() {
        return greeting;
    }

    Path path() {
        return path;
    }

    boolean isOver() {
        return answers.isOver();
    }

    ManagedRef ref(long id) {
        return new ManagedRef(path, greeting.server(), id);
    }

    @Override
    public boolean sends(Remote remote) {
        return remote.place() == this;
    }

    boolean canSend(Object value) {
        try {
            new ValueWriter(this).value(value);
            return true;
        } catch (EncodeException e) {
            return false;
        }
    }

    @Override
    public Object reference(long id, Sort sort, int type) {
        return Proxies.make(new LinkRemote(this, id, sort, type), greeting.interfaces());
    }

    @Override
    public Object function(long number, String file) {
        throw new DecodeException("a function in an answer", null);
    }

    @Override
    public boolean isServer() {
        return false;
    }

    @Override
    public Codec<Object> objects() {
        return greeting.objects();
    }
}
