package io.tandem.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.file.CrashPoint;
import io.tandem.support.Await;
import io.tandem.support.Jvm;
import io.tandem.value.SharedInt;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Workers, clients and owners that are killed at every named point; the others go on. */
class PoolCrashTest {
    private final Tandem tandem = Tandem.open();

    @AfterEach
    void close() {
        tandem.close();
    }

    private static String[] flags(String point) {
        return new String[] {"-D" + CrashPoint.PROPERTY + "=" + point};
    }

    /** Kills each worker that stands at the point; returns the answers, in the order of the tasks. */
    private static List<String> answers(Path directory, String point, int retries) throws Exception {
        try (Jvm owner = Jvm.start(PoolMain.Armed.class, directory.toString(), point, Integer.toString(retries))) {
            Path path = Path.of(owner.awaitLine("pool ").substring(5));
            try (ProcessPool pool = ProcessPool.attach(path)) {
                int killed = 0;
                while (owner.isAlive()) {
                    List<String> lines = owner.lines();
                    long stand = lines.stream()
                            .filter(line -> line.startsWith("CRASHPOINT"))
                            .count();
                    if (stand > killed && !lines.contains("all")) {
                        killed++;
                        pool.pids().forEach(pid -> Jvm.signal(pid, "KILL"));
                    }
                    LockSupport.parkNanos(5_000_000);
                }
                assertTrue(killed > 0);
            }
            return owner.awaitSuccess().stream()
                    .filter(line -> line.startsWith("answer "))
                    .map(line -> line.substring(7))
                    .toList();
        }
    }

    /**
     * Each worker dies at its n-th passage: so tasks are lost that were begun and not answered, and no others. In place of a
     * lost one stands its failure. A message that comes back from the dead and is dropped is a passage, too.
     */
    @ParameterizedTest
    @CsvSource({
        "board.changing#3, 0 1 2 3",
        "board.changed#3, 0 X 2 X",
        "board.changing#4, 0 1 2 3",
        "board.changed#4, 0 1 2 3",
        "lease.leasing#2, 0 1 2 3",
        "lease.leased#2, 0 1 2 3",
        "lease.storing#2, 0 X [2X] [3X]",
        "lease.stored#2, 0 X 2 X",
        "lane.lone.ended#2, 0 X 2 X",
        "lane.lone.published#2, 0 1 2 3",
    })
    void aWorkerKilledAnywhereFailsItsTaskOnly(String point, String expected, @TempDir Path folder) throws Exception {
        String found = String.join(" ", answers(folder.resolve("d"), point, 0));
        assertTrue(found.replace("WorkerDiedException", "X").matches(expected), found);
    }

    /** With retries, no death is seen. */
    @ParameterizedTest
    @ValueSource(strings = {"board.changed#3", "lane.lone.ended#2", "lease.stored#2"})
    void withRetriesNothingFails(String point, @TempDir Path folder) throws Exception {
        assertEquals(List.of("0", "1", "2", "3"), answers(folder.resolve("d"), point, 20));
    }

    /** The client of this test is another JVM, which dies at the point; this one's tasks are not affected. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "owned.free",
                "client.registered",
                "pool.open.changing",
                "pool.open.changed",
                "pool.open.changed#2",
                "board.queuing",
                "board.queued",
                "lease.fetched",
                "lane.read",
                "lane.returned",
                "board.queued#2",
            })
    void aClientKilledAnywhereLeavesThePool(String point) throws Exception {
        SharedInt runs = tandem.newInt(0);
        try (ProcessPool pool = tandem.newPool(1)) {
            assertEquals(1, (int) pool.submit(() -> 1).get());
            try (Jvm client = Jvm.start(
                    List.of(flags(point)),
                    PoolMain.OneByOne.class,
                    pool.path().toString(),
                    runs.path().toString())) {
                client.send("1 2 3");
                client.awaitLine("CRASHPOINT");
                assertEquals(2, (int) pool.submit(() -> 2).get());
                client.kill();
            }
            int before = runs.get();
            try (Jvm next = Jvm.start(
                    PoolMain.OneByOne.class, pool.path().toString(), runs.path().toString())) {
                next.send("7");
                assertEquals("got 7", next.awaitLine("got"));
            }
            assertTrue(runs.get() - before <= 2, "what the dead one had queued may run, once");
            assertEquals(3, (int) pool.submit(() -> 3).get());
        }
    }

    /** While it makes the pool, answers for a dead worker, or ends it. */
    @ParameterizedTest
    @ValueSource(strings = {"pool.owning", "pool.owned", "pool.life.changing", "pool.pid.changed"})
    void anOwnerKilledWhileItMakesThePool(String point, @TempDir Path folder) throws Exception {
        Path directory = folder.resolve("d");
        try (Jvm owner = Jvm.stoppedAt(point, PoolMain.Owner.class, directory)) {
            owner.kill();
        }
        try (Tandem again = Tandem.open(directory)) {
            Path left;
            try (var files = Files.list(directory)) {
                left = files.filter(file -> file.getFileName().toString().matches("pool-[0-9.]+"))
                        .findFirst()
                        .orElseThrow();
            }
            try (ProcessPool pool = ProcessPool.attach(left)) {
                assertTrue(pool.isTerminated());
                assertThrows(Exception.class, () -> pool.submit(() -> 1).get());
            }
            try (ProcessPool fresh = again.newPool(1)) {
                assertEquals(1, (int) fresh.submit(() -> 1).get());
            }
        }
    }

    /** What waits is not run, who is to be killed is killed, what runs goes on; then the board is free. */
    @Test
    void theBoardOfAClientThatLeftIsPutInOrderByTheOwner() throws Exception {
        int number = 5;
        try (ProcessPool pool = tandem.newPool(2)) {
            PoolFile file = pool.file();
            Await.until("workers", () -> pool.pids().size() == 2);
            long first = file.pid(0);
            Board board = file.board(number);
            int queued = board.queue(0);
            int killed = board.queue(1);
            board.begin(1, killed, 0);
            board.interrupt(1, killed);
            board.kill(1, killed);
            board.begin(2, board.queue(2), 1);
            file.abandonClient(number);
            Await.until("a free board", () -> file.client(number) == 0);
            assertFalse(board.begin(0, queued, 0));
            assertEquals(PoolLayout.FREE, PoolLayout.state(board.word(1)));
            assertEquals(PoolLayout.RUNNING, PoolLayout.state(board.word(2)));
            Await.until(
                    "another worker",
                    () -> pool.pids().size() == 1 && !pool.pids().contains(first));
            assertEquals(1, (int) pool.submit(() -> 1).get());
        }
    }

    @Test
    void aKilledWorkersWordsAreSetFree() throws Exception {
        try (ProcessPool pool = tandem.newPool(1)) {
            for (int i = 0; i < 5; i++) {
                AsyncResult<Integer> victim = pool.submit(() -> {
                    PoolFailureTest.die("KILL");
                    return 1;
                });
                PoolFailureTest.cause(WorkerDiedException.class, victim);
            }
            Board board = pool.file().board(0);
            for (int slot = 0; slot < PoolLayout.SLOTS; slot++) {
                assertEquals(PoolLayout.FREE, PoolLayout.state(board.word(slot)));
            }
            assertEquals(0, pool.file().open(0));
        }
    }
}
