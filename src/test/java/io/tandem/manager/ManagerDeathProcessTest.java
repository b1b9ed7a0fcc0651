package io.tandem.manager;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.*;

import io.tandem.Tandem;
import io.tandem.file.ClosedException;
import io.tandem.manager.Kinds.Counter;
import io.tandem.pipe.Connection;
import io.tandem.process.ChildProcess;
import io.tandem.process.ProcessStartException;
import io.tandem.queue.SharedQueue;
import io.tandem.support.Await;
import io.tandem.support.Jvm;
import io.tandem.support.Travel;
import io.tandem.value.SharedLong;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers and clients that are stopped and killed, by real signals; the numbers are those of the conformance list. */
class ManagerDeathProcessTest {
    private static final Executor THREADS = task -> {
        Thread thread = new Thread(task, "caller");
        thread.setDaemon(true);
        thread.start();
    };

    @TempDir
    Path directory;

    private static <T> CompletableFuture<T> async(Callable<T> call) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return call.call();
                    } catch (Exception e) {
                        throw new CompletionException(e);
                    }
                },
                THREADS);
    }

    private static ManagerDiedException died(CompletableFuture<?> call) {
        CompletionException failure = assertThrows(
                CompletionException.class,
                () -> call.orTimeout(Jvm.DEADLINE_SECONDS, TimeUnit.SECONDS).join());
        return assertInstanceOf(ManagerDiedException.class, failure.getCause());
    }

    private Tandem tandem() {
        return Tandem.open(directory.resolve("tandem"));
    }

    private static ChildProcess child(long pid) {
        return ChildProcess.activeChildren().stream()
                .filter(child -> child.pid() == pid)
                .findFirst()
                .orElseThrow();
    }

    /** Without the lanes in which callers call, which are used again and again. */
    private static List<String> files(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.matches("m~[0-9a-f]+~[0-9]+"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static long objects(Manager manager) {
        return count(manager, 1);
    }

    private static long clients(Manager manager) {
        return count(manager, 3);
    }

    private static long threads(Manager manager) {
        return count(manager, 5);
    }

    private static long count(Manager manager, int word) {
        manager.computeOnServer(manager.dict("any"), map -> {
            System.gc();
            return null;
        });
        return Long.parseLong(manager.counts().split("[ ,]+")[word]);
    }

    @Test
    void aKilledServerFailsEveryCallAndSharedThingsSurvive() throws Exception {
        try (Tandem tandem = tandem();
                Manager manager = Manager.start(tandem, Crew.options("m"))) {
            Counter counter = manager.create(Counter.class);
            ManagedMap<String, Integer> map = manager.dict();
            SharedQueue<String> queue = manager.newQueue(String.class);
            SharedLong number = manager.newLong(7);
            List<CompletableFuture<?>> calls = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                calls.add(async(counter::take));
            }
            calls.add(async(() -> {
                for (int i = 0; ; i++) {
                    map.put("a", i);
                }
            }));
            Await.until("takers", () -> counter.waiting() == 4 && map.size() == 1);
            Jvm.signal(manager.pid(), "KILL");
            for (CompletableFuture<?> call : calls) {
                assertEquals(manager.pid(), died(call).pid());
            }
            assertThrows(ManagerDiedException.class, map::size);
            assertThrows(ManagerDiedException.class, manager::dict);
            assertFalse(manager.isAlive());
            queue.put("survives");
            assertEquals("survives", queue.take());
            assertEquals(8, number.incrementAndGet());
            assertThrows(ManagerDiedException.class, () -> Manager.connect(manager.path()));
            try (Manager next = Manager.start(tandem, Crew.options("m"))) {
                assertEquals(Map.of(), next.dict("a"));
                assertThrows(ManagerDiedException.class, map::size);
            }
        }
    }

    /** 265; and a stopped server is not a dead one. */
    @Test
    void aStoppedServerIsWaitedForAndClosedAllTheSame() {
        try (Tandem tandem = tandem()) {
            Manager manager = Manager.start(tandem, Crew.options("m"));
            ManagedMap<String, Integer> map = manager.dict();
            long pid = manager.pid();
            Jvm.signal(pid, "STOP");
            CompletableFuture<Integer> call = async(() -> map.put("a", 1));
            Jvm.signal(pid, "CONT");
            assertNull(call.orTimeout(Jvm.DEADLINE_SECONDS, TimeUnit.SECONDS).join());
            assertEquals(1, map.get("a"));
            Jvm.signal(pid, "STOP");
            CompletableFuture<Integer> pending = async(() -> map.put("a", 2));
            ChildProcess child = child(pid);
            manager.close();
            assertFalse(child.isAlive());
            assertThrows(CompletionException.class, pending::join);
        }
    }

    @Test
    void aKilledClientIsForgotten() throws Exception {
        try (Tandem tandem = tandem();
                Manager manager = Manager.start(tandem, Crew.options("m"))) {
            Counter counter = manager.create("counter", Counter.class);
            ManagedMap<String, Integer> shared = manager.dict("shared");
            long objects = objects(manager);
            long threads = threads(manager);
            List<String> files = files(directory.resolve("tandem"));
            for (int i = 0; i < 2; i++) {
                int before = shared.getOrDefault("calls", 0);
                try (Jvm client = Jvm.start(Crew.Holder.class, manager.path().toString())) {
                    client.awaitLine("holds");
                    Await.until("calls", () -> shared.getOrDefault("calls", 0) > before + 10);
                    Await.until("taker", () -> counter.waiting() == 1);
                    assertTrue(objects(manager) >= objects + 50);
                    client.kill();
                    Await.until(manager::counts, () -> clients(manager) == 1);
                    Await.until(manager::counts, () -> objects(manager) <= objects);
                    Await.until(manager::counts, () -> counter.waiting() == 0);
                }
            }
            Await.until(manager::counts, () -> threads(manager) <= threads);
            Await.until(
                    () -> files + " became " + files(directory.resolve("tandem")),
                    () -> files(directory.resolve("tandem")).equals(files));
        }
    }

    @Test
    void clientsComeAndGoAndNothingIsLeft() throws Exception {
        comeAndGo(8);
    }

    @Test
    @Tag("full")
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void aHundredClientsComeAndGoAndNothingIsLeft() throws Exception {
        comeAndGo(100);
    }

    /** Every fourth is killed in the middle. */
    private void comeAndGo(int clients) throws Exception {
        try (Tandem tandem = tandem();
                Manager manager = Manager.start(tandem, Crew.options("m"))) {
            ManagedMap<String, Object> visits = manager.dict("visits");
            long objects = objects(manager);
            long threads = threads(manager);
            List<String> files = files(directory.resolve("tandem"));
            for (int i = 0; i < clients; i += 4) {
                List<Jvm> some = new ArrayList<>();
                for (int j = 0; j < 4; j++) {
                    some.add(Jvm.start(Crew.Visitor.class, manager.path().toString()));
                }
                int before = (int) visits.getOrDefault("count", 0);
                Await.until("visits", () -> (int) visits.getOrDefault("count", 0) > before + 20);
                some.get(0).kill();
                for (Jvm jvm : some.subList(1, 4)) {
                    jvm.awaitSuccess();
                    jvm.close();
                }
            }
            assertTrue((int) visits.get("count") >= clients * 3 / 4 * 200);
            visits.clear();
            Await.until(manager::counts, () -> clients(manager) == 1);
            Await.until(manager::counts, () -> objects(manager) <= objects + 1);
            Await.until(manager::counts, () -> threads(manager) <= threads);
            Connection.connect(manager.path(), byte[].class).close(); // accepting it, the server looks for lost callers
            Await.until(
                    () -> files + " became " + files(directory.resolve("tandem")),
                    () -> files(directory.resolve("tandem")).equals(files));
        }
    }

    /** 259, 257. */
    @Test
    void aNameCanBeUsedAgainAtOnce() {
        try (Tandem tandem = tandem()) {
            for (int i = 0; i < 4; i++) {
                try (Manager manager = Manager.start(tandem, Crew.options("again"))) {
                    ChildProcess child = child(manager.pid());
                    ManagedMap<String, Integer> map = manager.dict("map");
                    assertEquals(Map.of(), map);
                    map.put("a", i);
                    manager.close();
                    assertEquals(0, child.exitCode().getAsInt());
                    assertThrows(ClosedException.class, map::size); // 263
                    assertThrows(ClosedException.class, manager::dict);
                }
            }
        }
    }

    @Test
    void twoOfOneNameAndABadInitializerAreRefused() {
        try (Tandem tandem = tandem();
                Manager first = Manager.start(tandem, Crew.options("m"))) {
            ProcessStartException taken =
                    assertThrows(ProcessStartException.class, () -> Manager.start(tandem, Crew.options("m")));
            assertTrue(taken.getCause().getMessage().contains("ALREADY_EXISTS"), taken.getCause()::toString);
            assertEquals(0, first.dict().size());
            ProcessStartException bad = assertThrows(
                    ProcessStartException.class,
                    () -> Manager.start(tandem, Crew.options("n").initializer(() -> {
                        throw new IllegalStateException("not today");
                    })));
            assertEquals("not today", bad.getCause().getMessage());
        }
    }

    @Test
    void whenItsOwnerIsKilledTheServerEnds() throws Exception {
        try (Jvm owner = Jvm.start(Crew.Owner.class, directory.resolve("tandem").toString())) {
            owner.awaitLine("started");
            try (Manager manager = Manager.connect(directory.resolve("tandem").resolve("orphan"))) {
                Counter counter = manager.create(Counter.class);
                CompletableFuture<String> call = async(counter::take);
                Await.until("taker", () -> counter.waiting() == 1);
                owner.kill();
                died(call);
            }
        }
    }

    /** A client that speaks for itself: a class by name is not loaded, nor is a file outside of the directory. */
    @Test
    void craftedMessagesAreRefused() throws Exception {
        try (Tandem tandem = tandem();
                Manager manager = Manager.start(tandem, Crew.options("m"));
                Connection<byte[]> raw = Connection.connect(manager.path(), byte[].class)) {
            byte[] serialized = Travel.bytes(new File("x"));
            ByteBuffer message = ByteBuffer.allocate(10 + serialized.length).order(ByteOrder.LITTLE_ENDIAN);
            message.put(new byte[] {0, 5, 0, 1 + RootServant.NAMED, 1, Values.OBJECT});
            message.putInt(serialized.length).put(serialized);
            raw.sendBytes(message.array());
            String answer = new String(raw.recv(), ISO_8859_1);
            assertTrue(answer.contains("io.tandem.codec.DecodeException"), answer);
            String path = "./../../x";
            byte[] call = {0, 6, 0, 1 + RootServant.NAMED, 1, Values.FUNCTION, 0, Values.LATIN, (byte) path.length()};
            call = Arrays.copyOf(call, call.length + path.length());
            System.arraycopy(path.getBytes(ISO_8859_1), 0, call, call.length - path.length(), path.length());
            raw.sendBytes(call);
            answer = new String(raw.recv(), ISO_8859_1);
            assertTrue(answer.contains("no name of a private file"), answer);
            raw.sendBytes(new byte[] {0, 7, 0});
            assertEquals(0, manager.dict().size());
        }
    }
}
