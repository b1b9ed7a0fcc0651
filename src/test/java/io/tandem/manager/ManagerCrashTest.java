package io.tandem.manager;

import static org.junit.jupiter.api.Assertions.*;

import io.tandem.Tandem;
import io.tandem.file.CrashPoint;
import io.tandem.manager.Kinds.Counter;
import io.tandem.pipe.Connection;
import io.tandem.support.Await;
import io.tandem.support.Jvm;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients killed half-way in a request, servers killed half-way in an answer; nobody hangs, and the next one works. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ManagerCrashTest {
    @TempDir
    Path directory;

    /** Without the lanes in which callers call, which are used again and again. */
    private static List<String> files(Path directory) {
        return Arrays.stream(directory.toFile().listFiles())
                .map(File::getName)
                .filter(name -> !name.matches("m~[0-9a-f]+~[0-9]+"))
                .sorted()
                .toList();
    }

    /**
     * While a client connects; in its first requests: the greeting, the name, the first value; in a large one, in the file of a
     * function, and while it reads a large answer.
     */
    @Test
    void aClientKilledHalfWayIsForgotten() throws Exception {
        String[] points = {
            "listener.calling",
            "listener.called",
            "call.sending",
            "call.sent",
            "lane.lone.filled",
            "lane.lone.ended#2",
            "lane.lone.published#3",
            "call.sending#3",
            "call.sent#3",
            "call.making",
            "call.made",
            "call.written",
            "call.written#2",
            "call.sent#4",
            "call.read",
            "call.deleted",
            "pipe.closing",
            "pipe.closed",
        };
        try (Tandem tandem = Tandem.open(directory);
                Manager manager = Manager.start(tandem, Crew.options("m"))) {
            ManagedMap<String, Object> mine = manager.dict("mine");
            List<String> files = files(directory);
            for (int i = 0; i < points.length; i += 2) {
                try (Jvm one = Jvm.start(
                                armed(points[i]),
                                Crew.Caller.class,
                                manager.path().toString());
                        Jvm two = Jvm.start(
                                armed(points[i + 1]),
                                Crew.Caller.class,
                                manager.path().toString())) {
                    for (Jvm client : List.of(one, two)) {
                        client.awaitLine("CRASHPOINT");
                        assertNull(mine.put("point", i), "the others are served");
                        client.kill();
                        assertEquals(i, mine.remove("point"));
                    }
                }
                Connection.connect(manager.path(), byte[].class).close(); // so that the server looks for lost callers
                int pair = i;
                Await.until(
                        () -> points[pair] + ", " + points[pair + 1] + ": " + files + " became " + files(directory),
                        () -> manager.counts().contains("clients 1,")
                                && files(directory).equals(files));
            }
            try (Jvm next = Jvm.start(Crew.Caller.class, manager.path().toString())) {
                next.awaitSuccess();
            }
        }
    }

    private static List<String> armed(String point) {
        return List.of("-D" + CrashPoint.PROPERTY + "=" + point);
    }

    /** What a client of this JVM was told of the end. */
    private static ManagerDiedException died(FutureTask<?> client) throws Exception {
        ExecutionException told =
                assertThrows(ExecutionException.class, () -> client.get(Jvm.DEADLINE_SECONDS, TimeUnit.SECONDS));
        return assertInstanceOf(ManagerDiedException.class, told.getCause());
    }

    private static FutureTask<Void> start(Runnable client) {
        FutureTask<Void> task = new FutureTask<>(client, null);
        Thread thread = new Thread(task, "client");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    /** In the answer to the greeting, to the name, to a value; while it reads a large one, and while it writes one. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "call.sending",
                "call.sent",
                "lane.lone.filled#2",
                "lane.lone.ended#3",
                "lane.lone.published#4",
                "call.sending#4",
                "call.sent#4",
                "call.read",
                "call.deleted",
                "call.making",
                "call.made",
                "call.written",
            })
    void aServerKilledHalfWayInAnAnswerFailsTheCall(String point) throws Exception {
        try (Tandem tandem = Tandem.open(directory)) {
            Path path = directory.resolve("m");
            List<String> files = files(directory);
            try (Jvm server = Jvm.start(armed(point), Crew.Serving.class, directory.toString())) {
                FutureTask<Void> client = start(() -> {
                    try (Manager manager = Manager.connect(path)) {
                        for (int i = 0; i < 3; i++) {
                            Crew.callAll(manager);
                        }
                    }
                });
                server.awaitLine("CRASHPOINT");
                FutureTask<Void> waiting = start(() -> {
                    try (Manager manager = Manager.connect(path)) {
                        manager.create(Counter.class).take();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                });
                assertFalse(client.isDone(), "a server that stands still is waited for");
                server.kill();
                assertTrue(died(client).getMessage().contains(path.toString()));
                died(waiting);
            }
            try (Manager next = Manager.start(tandem, Crew.options("m"))) {
                assertEquals(0, next.dict("calls").size());
                Crew.callAll(next);
            }
            tandem.directory().sweep();
            List<String> left = new ArrayList<>(files(directory));
            left.removeAll(files);
            assertEquals(List.of("m~server"), left, "nothing of the dead one");
        }
    }
}
