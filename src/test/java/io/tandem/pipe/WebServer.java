package io.tandem.pipe;

import static io.tandem.pipe.Programs.say;

import io.tandem.Tandem;
import io.tandem.process.ChildProcess;
import io.tandem.queue.SharedQueue;
import io.tandem.support.Threads;
import io.tandem.value.SharedLong;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * E53: two JVMs hold the connections, two others handle the requests, through one queue; each response finds its way by
 * the front, the connection and the number it belongs to.
 */
final class WebServer {
    private static final int FRONTS = 2;
    private static final int CLIENTS = 2;
    private static final int REQUESTS = 200;

    private WebServer() {}

    private record Request(int front, int connection, int id, String text) implements Serializable {}

    private record Response(int connection, int id, String text) implements Serializable {}

    /** Holds the connections of its clients, and knows nothing of how requests are handled. */
    private static void front(
            int number, Path path, SharedLong bound, SharedQueue<Request> requests, SharedQueue<Response> responses)
            throws Exception {
        Map<Integer, Connection<String>> connections = new ConcurrentHashMap<>();
        List<Callable<Void>> duties = new ArrayList<>();
        try (Listener<String> listener = Listener.bind(path, String.class)) {
            bound.getAndIncrement();
            for (int client = 0; client < CLIENTS; client++) {
                int key = client;
                connections.put(key, listener.accept());
                duties.add(() -> {
                    for (int id = 0; id < REQUESTS; id++) {
                        requests.put(new Request(
                                number, key, id, connections.get(key).recv()));
                    }
                    return null;
                });
            }
        }
        duties.add(() -> {
            for (int i = 0; i < CLIENTS * REQUESTS; i++) {
                Response response = responses.take();
                connections.get(response.connection).send(response.id + " " + response.text);
            }
            return null;
        });
        Threads.all(duties);
        connections.values().forEach(Connection::close);
    }

    /** Does not wait for one response before the next request; they come in any order. */
    private static String client(Path path, String name) throws Exception {
        try (Connection<String> connection = Connection.connect(path, String.class)) {
            for (int id = 0; id < REQUESTS; id++) {
                connection.send(name + id);
            }
            BitSet answered = new BitSet();
            for (int i = 0; i < REQUESTS; i++) {
                String[] words = connection.recv().split(" ");
                int id = Integer.parseInt(words[0]);
                if (words[1].equals("HANDLED:" + name + id)) {
                    answered.set(id);
                }
            }
            return name + answered.cardinality();
        }
    }

    public static void main(String[] arguments) throws Exception {
        try (Tandem tandem = Tandem.open()) {
            SharedLong bound = tandem.newLong(0);
            SharedQueue<Request> requests = tandem.newQueue(Request.class);
            List<SharedQueue<Response>> responses = new ArrayList<>();
            List<ChildProcess> fronts = new ArrayList<>();
            List<Callable<String>> clients = new ArrayList<>();
            for (int i = 0; i < FRONTS; i++) {
                int front = i;
                SharedQueue<Response> back = tandem.newQueue(Response.class);
                Path path = tandem.path().resolve("front-" + front);
                String at = path.toString();
                responses.add(back);
                fronts.add(tandem.start(() -> front(front, Path.of(at), bound, requests, back)));
                for (int client = 0; client < CLIENTS; client++) {
                    String name = "front-" + front + "-client-" + client + "-";
                    clients.add(() -> client(path, name));
                }
            }
            ChildProcess[] workers = new ChildProcess[2];
            for (int i = 0; i < workers.length; i++) {
                workers[i] = tandem.start(() -> {
                    int handled = 0;
                    for (Request request : requests.consume()) {
                        responses
                                .get(request.front)
                                .put(new Response(request.connection, request.id, "HANDLED:" + request.text));
                        handled++;
                    }
                    say("a worker ends,", handled > 0 ? "it was used" : "unused");
                });
            }
            while (bound.get() < FRONTS) {
                LockSupport.parkNanos(1_000_000);
            }
            say("answered", Threads.all(clients));
            for (ChildProcess front : fronts) {
                front.join();
                say("a front ends,", front.exitCode().getAsInt());
            }
            requests.shutdown();
            for (ChildProcess worker : workers) {
                worker.join();
            }
            say(
                    "left",
                    requests.size(),
                    responses.get(0).size(),
                    responses.get(1).size());
        }
    }
}
