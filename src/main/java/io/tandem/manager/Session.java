package io.tandem.manager;

import io.tandem.codec.Codec;
import io.tandem.codec.DecodeException;
import io.tandem.file.ClosedException;
import io.tandem.file.SharedFileException;
import io.tandem.file.TandemException;
import io.tandem.pipe.Connection;
import io.tandem.pipe.EndOfStreamException;
import io.tandem.pipe.PeerClosedException;
import io.tandem.pipe.PeerDiedException;
import io.tandem.pipe.SharedPipe;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * One client in the server: a thread that receives its calls and runs the short ones in order; others go to the pool of the
 * server. Ends with the connection, however that ends; what the client held is then given up, what it still runs is
 * interrupted.
 */
final class Session implements Values.Side, Runnable {
    private final Server server;
    private final Connection<byte[]> connection;
    private final Messages messages;
    private final ConcurrentLinkedQueue<ValueWriter> writers = new ConcurrentLinkedQueue<>();
    private final Map<Long, Holding> held = new HashMap<>();
    private final Map<Long, Object> functions = new ConcurrentHashMap<>();
    private final Map<Long, Call> running = new ConcurrentHashMap<>();
    private volatile boolean over;

    /** An object a client has a proxy of, and how often it was told of it. */
    private static final class Holding {
        private final Servant servant;
        private long count;

        Holding(Servant servant) {
            this.servant = servant;
        }
    }

    Session(Server server, Connection<byte[]> connection) {
        this.server = server;
        this.connection = connection;
        this.messages = new Messages(connection, server.directory());
    }

    @Override
    public void run() {
        try {
            while (true) {
                receive(messages.resolve(connection.recv()));
            }
        } catch (EndOfStreamException | PeerDiedException | PeerClosedException | ClosedException end) {
            // the client went, or the server goes
        } catch (InterruptedException shutdown) {
            // nobody else interrupts this thread
        } catch (TandemException broken) {
            System.getLogger("io.tandem")
                    .log(System.Logger.Level.WARNING, "a client of " + server + " is cut off", broken);
        } finally {
            end();
        }
    }

    private void receive(byte[] message) {
        ValueReader in = new ValueReader(this, message);
        in.octet();
        long number = in.number();
        long object = in.number();
        int method = (int) in.number() - 1;
        if (number == 0) {
            server.root().notice(this, method, in);
            return;
        }
        Call call = new Call(this, number, method);
        try {
            Servant target = object == 0 ? server.root() : server.servants().require(object);
            call.to(target, in.values());
            if (target.mayBlock(method) || !call.tryNow()) {
                running.put(number, call);
                server.pool().execute(call);
            }
        } catch (RuntimeException | LinkageError | StackOverflowError refused) {
            call.fail(refused);
        }
    }

    ValueWriter writer() {
        ValueWriter writer = writers.poll();
        return writer == null ? new ValueWriter(this) : writer;
    }

    /** Sends an answer; whose client is gone by now is not missed. */
    void answer(ValueWriter message) {
        try {
            messages.send(message);
            writers.add(message);
        } catch (PeerClosedException | PeerDiedException | ClosedException gone) {
            // run() notices, too
        }
    }

    Messages messages() {
        return messages;
    }

    void done(long number) {
        running.remove(number);
    }

    /** The caller of this call was interrupted; one that is done already does not mind. */
    void interrupt(long number) {
        Call call = running.get(number);
        if (call != null) {
            call.interrupt();
        }
    }

    boolean isOver() {
        return over;
    }

    @Override
    public boolean sends(Remote remote) {
        if (remote.place() != server.servants()) {
            return false;
        }
        synchronized (held) {
            held.computeIfAbsent(remote.id(), id -> new Holding((Servant) remote)).count++;
        }
        return true;
    }

    /** Its client has given up one of the references that it was sent. */
    void release(long id) {
        synchronized (held) {
            Holding holding = held.get(id);
            if (holding != null && --holding.count == 0) {
                held.remove(id);
            }
        }
    }

    @Override
    public Object reference(long id, Sort sort, int type) {
        return server.servants().require(id).self();
    }

    /** Without a file: one that came before. Numbered ones are kept, they are few. */
    @Override
    public Object function(long number, String file) {
        if (file == null) {
            Object known = functions.get(number);
            if (known == null) {
                throw new DecodeException("function " + number + " never came", null);
            }
            return known;
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(messages.read(file)))) {
            Object function = in.readObject();
            if (number > 0) {
                functions.put(number, function);
            }
            return function;
        } catch (IOException | ClassNotFoundException e) {
            throw new DecodeException(
                    "a function cannot be read by the manager, which has the class path of the JVM"
                            + " that started it: " + e,
                    e);
        }
    }

    @Override
    public boolean isServer() {
        return true;
    }

    @Override
    public Codec<Object> objects() {
        return server.objects();
    }

    private void end() {
        over = true;
        for (Call call : running.values()) {
            call.interrupt();
        }
        synchronized (held) {
            held.clear();
        }
        messages.sweep();
        Path path = connection.path();
        connection.close();
        destroy(path);
        server.directory().sweep(); // private files of a client that was killed
        server.ended(this);
    }

    /** The pipe was for this connection alone. */
    static void destroy(Path pipe) {
        try {
            SharedPipe.attach(pipe, byte[].class).destroy();
        } catch (SharedFileException theOtherSideWasFaster) {
            // gone
        }
    }

    void close() {
        connection.close();
    }

    List<Object> heldObjects() {
        synchronized (held) {
            return new ArrayList<>(held.keySet());
        }
    }
}
