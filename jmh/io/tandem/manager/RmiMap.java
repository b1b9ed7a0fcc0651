package io.tandem.manager;

import io.tandem.Tandem;
import io.tandem.process.ChildProcess;
import io.tandem.queue.SharedQueue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.rmi.Remote;
import java.rmi.RemoteException;
import java.rmi.server.UnicastRemoteObject;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A map in a child JVM, called by RMI over the loopback. */
final class RmiMap implements AutoCloseable {
    private final Face face;
    private final ChildProcess child;

    private RmiMap(Face face, ChildProcess child) {
        this.face = face;
        this.child = child;
    }

    /** What is called. */
    interface Face extends Remote {
        Integer put(String key, Integer value) throws RemoteException;

        Integer get(String key) throws RemoteException;
    }

    private static final class Server implements Face {
        private final Map<String, Integer> map = Collections.synchronizedMap(new LinkedHashMap<>());

        @Override
        public Integer put(String key, Integer value) {
            return map.put(key, value);
        }

        @Override
        public Integer get(String key) {
            return map.get(key);
        }
    }

    static RmiMap start(Tandem tandem) throws Exception {
        SharedQueue<byte[]> stubs = tandem.newQueue(byte[].class);
        ChildProcess child = tandem.process().daemon(true).start(() -> {
            Server server = new Server();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(UnicastRemoteObject.exportObject(server, 0));
            }
            stubs.put(bytes.toByteArray());
            new CountDownLatch(1).await();
            server.get("never collected");
        });
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(stubs.take()))) {
            return new RmiMap((Face) in.readObject(), child);
        }
    }

    Face face() {
        return face;
    }

    @Override
    public void close() throws InterruptedException {
        child.kill();
        child.join();
    }
}
