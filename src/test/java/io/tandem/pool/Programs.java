package io.tandem.pool;

import com.sun.net.httpserver.HttpServer;
import io.tandem.Tandem;
import io.tandem.queue.SharedQueue;
import io.tandem.value.SharedInt;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

/** The users' own programs, each the main class of a JVM; {@link PoolProgramsProcessTest} runs them. */
final class Programs {
    private Programs() {}

    static void say(Object... words) {
        System.out.println(
                String.join(" ", Arrays.stream(words).map(String::valueOf).toList()));
    }

    /** E17: three run together; the fourth begins when one has ended. */
    static final class FourTasksForThree {
        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open()) {
                ProcessPool pool = tandem.newPool(3);
                SharedInt running = tandem.newInt(0);
                SharedInt most = tandem.newInt(0);
                SharedInt together = tandem.newInt(0);
                for (int i = 0; i < 4; i++) {
                    pool.applyAsync(
                            n -> {
                                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                                together.getAndIncrement();
                                while (together.get() < 3) {
                                    Thread.sleep(1);
                                }
                                running.getAndDecrement();
                                return n;
                            },
                            i);
                }
                say("started");
                pool.shutdown();
                pool.join();
                say("ran", together.get(), "at most", most.get());
            }
        }
    }

    /** E18. */
    static final class Fetch {
        private static String fetch(String address) {
            try (var in = URI.create(address).toURL().openStream()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                return "not fetched";
            }
        }

        public static void main(String[] arguments) throws Exception {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                byte[] page = ("page " + exchange.getRequestURI().getPath()).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, page.length);
                exchange.getResponseBody().write(page);
                exchange.close();
            });
            server.start();
            String here = "http://127.0.0.1:" + server.getAddress().getPort();
            int unused;
            try (ServerSocket socket = new ServerSocket(0)) {
                unused = socket.getLocalPort();
            }
            try (Tandem tandem = Tandem.open();
                    ProcessPool pool = tandem.newPool(3)) {
                List<String> addresses = List.of(here + "/a", here + "/b", "http://127.0.0.1:" + unused, here + "/c");
                say(pool.map(Fetch::fetch, addresses));
            }
            server.stop(0);
        }
    }

    /** E19: four tasks hold four workers; the fifth runs in one of the same. */
    static final class FiveTasksForFour {
        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open();
                    ProcessPool pool = tandem.newPool(4)) {
                SharedInt begun = tandem.newInt(0);
                List<AsyncResult<Long>> results = new ArrayList<>();
                for (int i = 0; i < 5; i++) {
                    results.add(pool.submit(() -> {
                        begun.getAndIncrement();
                        while (begun.get() < 4) {
                            Thread.sleep(1);
                        }
                        return ProcessHandle.current().pid();
                    }));
                }
                Set<Long> first = new HashSet<>();
                for (AsyncResult<Long> result : results.subList(0, 4)) {
                    first.add(result.get());
                }
                say(
                        first.size(),
                        "processes, the fifth in one of them:",
                        first.contains(results.get(4).get()));
            }
        }
    }

    /** E20. */
    static final class AfterTheEnd {
        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open();
                    ProcessPool pool = tandem.newPool(1)) {
                try {
                    pool.join();
                } catch (IllegalStateException e) {
                    say("join refused");
                }
                pool.shutdown();
                try {
                    pool.submit(() -> 1);
                } catch (RejectedExecutionException e) {
                    say("submit refused");
                }
                pool.join();
                say("joined");
            }
        }
    }

    /** E21, E22. */
    static final class Squares {
        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open()) {
                ProcessPool pool = tandem.newPool(3);
                SharedInt running = tandem.newInt(0);
                SharedInt most = tandem.newInt(0);
                PoolFunction<Integer, Integer> square = n -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    Thread.sleep(20);
                    running.getAndDecrement();
                    return n * n;
                };
                List<Integer> read = new ArrayList<>();
                for (int i = 0; i < 5; i++) {
                    read.add(pool.applyAsync(square, i).get());
                }
                say("inside", read, "at most", most.get());
                List<AsyncResult<Integer>> results = new ArrayList<>();
                for (int i = 0; i < 5; i++) {
                    results.add(pool.applyAsync(square, i));
                }
                pool.shutdown();
                pool.join();
                List<Integer> later = new ArrayList<>();
                for (AsyncResult<Integer> result : results) {
                    later.add(result.getNow(-1));
                }
                say("after", later);
            }
        }
    }

    /** E23, E24. */
    static final class Results {
        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open();
                    ProcessPool pool = tandem.newPool(2)) {
                SharedInt go = tandem.newInt(0);
                AsyncResult<Integer> slow = pool.submit(() -> {
                    PoolMain.awaitGo(go);
                    return 1;
                });
                try {
                    slow.get(Duration.ofMillis(10));
                } catch (TimeoutException e) {
                    say("timeout", slow.ready(), slow.await(Duration.ofMillis(10)));
                }
                try {
                    slow.successful();
                } catch (IllegalStateException e) {
                    say("not ready");
                }
                go.set(1);
                say("then", slow.get(), slow.successful());
                pool.applyAsync(n -> n, 1, n -> say("callback", n), e -> say("wrong"))
                        .get();
                AsyncResult<Integer> failing =
                        pool.applyAsync(n -> n / 0, 1, n -> say("wrong"), e -> say("error callback", e.getMessage()));
                try {
                    failing.get();
                } catch (ExecutionException e) {
                    say("failed", e.getCause().getMessage());
                }
            }
        }
    }

    /** E25. */
    static final class Terminated {
        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open()) {
                ProcessPool pool = tandem.newPool(2);
                pool.map(n -> n, List.of(1, 2, 3, 4));
                List<Long> pids = pool.pids();
                AsyncResult<Integer> endless = pool.submit(() -> {
                    while (true) {
                        Thread.onSpinWait();
                    }
                });
                pool.terminate();
                pool.join();
                say(
                        "workers alive",
                        pids.stream().anyMatch(pid -> ProcessHandle.of(pid).isPresent()),
                        endless.isDone());
            }
        }
    }

    /** E42: N to 1, the producers are a map whose arguments are the queue. E46: a grandchild uses it, too. */
    static final class QueueAsArgument {
        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open();
                    ProcessPool pool = tandem.newPool(2)) {
                SharedQueue<String> queue = tandem.newQueue(String.class);
                pool.map(
                        to -> {
                            to.put("from a worker");
                            return 1;
                        },
                        List.of(queue, queue, queue));
                for (int i = 0; i < 3; i++) {
                    say(queue.take());
                }
                SharedInt counter = tandem.newInt(0);
                pool.submit(() -> {
                            tandem.start(() -> {
                                        queue.put("from a grandchild");
                                        counter.getAndIncrement();
                                    })
                                    .join();
                            return 0;
                        })
                        .get();
                say(queue.take(), counter.get());
            }
        }
    }
}
