package io.tandem.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.support.Await;
import io.tandem.value.SharedLong;
import io.tandem.value.SharedValue;
import java.io.File;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The rules of a child's life, with real children. */
class ChildProcessTest {
    private final Tandem tandem = Tandem.open();

    @AfterEach
    void close() {
        for (ChildProcess child : ChildProcess.activeChildren()) {
            child.kill();
        }
        tandem.close();
    }

    private static ProcessTask forever() {
        return () -> TimeUnit.HOURS.sleep(1);
    }

    @Test
    void theMainProcess() {
        ChildProcess main = ChildProcess.current();
        assertTrue(main.isAlive());
        assertFalse(main.daemon());
        assertEquals(OptionalInt.empty(), main.exitCode());
        assertEquals(ProcessHandle.current().pid(), main.pid());
        assertTrue(ChildProcess.parent().isEmpty());
        assertThrows(IllegalStateException.class, main::start);
    }

    /** E49. */
    @Test
    void joinManyTimesNotBeforeStartNotOnSelf() throws Exception {
        ChildProcess child = tandem.process();
        assertThrows(IllegalStateException.class, child::join);
        assertThrows(IllegalStateException.class, () -> child.join(Duration.ZERO));
        assertThrows(IllegalStateException.class, child::pid);
        assertThrows(IllegalStateException.class, child::onExit);
        assertFalse(child.isAlive());
        child.start(() -> assertThrows(IllegalStateException.class, ChildProcess.current()::join));
        child.join();
        child.join();
        assertTrue(child.join(Duration.ZERO));
        assertEquals(OptionalInt.of(0), child.exitCode(), () -> child.failure().toString());
        assertThrows(IllegalStateException.class, ChildProcess.current()::join);
    }

    @Test
    void startOnce() throws Exception {
        ChildProcess child = tandem.start(() -> {});
        assertThrows(IllegalStateException.class, child::start);
        assertThrows(IllegalStateException.class, () -> child.start(() -> {}));
        assertThrows(IllegalStateException.class, () -> child.daemon(true));
        child.join();
        assertThrows(IllegalStateException.class, child::start);
    }

    @Test
    void aliveAndListedUntilJoined() throws Exception {
        ChildProcess child = tandem.start(forever());
        assertTrue(child.isAlive());
        assertEquals(OptionalInt.empty(), child.exitCode());
        assertTrue(ChildProcess.activeChildren().contains(child));
        assertFalse(child.onExit().isDone());
        assertFalse(child.join(Duration.ofMillis(1)));
        child.kill();
        assertSame(child, child.onExit().get());
        child.join();
        assertFalse(child.isAlive());
        assertFalse(ChildProcess.activeChildren().contains(child));
    }

    @Test
    void exitCodes() throws Exception {
        int[] given = {0, 8, 255, 256, -1};
        int[] seen = {0, 8, 255, 0, 255};
        for (int i = 0; i < given.length; i++) {
            int code = given[i];
            ChildProcess child = tandem.start(() -> System.exit(code));
            child.join();
            assertEquals(OptionalInt.of(seen[i]), child.exitCode());
            assertTrue(child.failure().isEmpty());
            assertEquals(OptionalInt.empty(), child.exitSignal());
        }
    }

    @Test
    void signals() throws Exception {
        ChildProcess terminated = tandem.start(forever());
        ChildProcess killed = tandem.start(forever());
        ChildProcess pretending = tandem.start(() -> System.exit(137));
        terminated.terminate();
        killed.kill();
        for (ChildProcess child : List.of(terminated, killed, pretending)) {
            child.join();
        }
        assertEquals(OptionalInt.of(143), terminated.exitCode());
        assertEquals(OptionalInt.of(15), terminated.exitSignal());
        assertEquals(OptionalInt.of(137), killed.exitCode());
        assertEquals(OptionalInt.of(9), killed.exitSignal());
        assertEquals(OptionalInt.of(137), pretending.exitCode());
        assertEquals(OptionalInt.empty(), pretending.exitSignal());
        killed.kill();
        killed.terminate();
    }

    @Test
    void closeRules() throws Exception {
        ChildProcess child = tandem.start(forever());
        assertThrows(IllegalStateException.class, child::close);
        child.kill();
        child.join();
        child.close();
        child.close();
        assertThrows(IllegalStateException.class, child::isAlive);
        assertThrows(IllegalStateException.class, child::join);
        assertThrows(IllegalStateException.class, child::terminate);
    }

    @Test
    void optionsReachTheChild() throws Exception {
        SharedValue<String> seen = tandem.newValue(String.class, null);
        ChildProcess child = tandem.process()
                .environment("TANDEM_TEST", "set")
                .workingDirectory(Path.of("/"))
                .jvmFlags("-Dtandem.test=also set")
                .start(() -> seen.set(System.getenv("TANDEM_TEST") + ", " + System.getProperty("tandem.test") + ", "
                        + Path.of("").toAbsolutePath() + ", " + System.in.read()));
        child.join();
        assertEquals("set, also set, /, -1", seen.get(), () -> child.failure().toString());
    }

    @Test
    void daemonFlagIsInherited() throws Exception {
        Tandem shared = tandem; // or the task would capture this test
        SharedValue<String> seen = tandem.newValue(String.class, "");
        tandem.process()
                .daemon(true)
                .start(() -> seen.set(
                        ChildProcess.current().daemon() + " " + shared.process().daemon() + " "
                                + shared.process().daemon(false).daemon()))
                .join();
        assertEquals("true true false", seen.get());
    }

    @Test
    void parentKeepsNothingOfTheTask() throws Exception {
        byte[] large = new byte[1000];
        WeakReference<byte[]> reference = new WeakReference<>(large);
        ChildProcess child = tandem.start(taskWith(large));
        large = null;
        Await.until("the captured array is collected", () -> {
            System.gc();
            return reference.get() == null;
        });
        assertNull(reference.get());
        child.join();
    }

    private static ProcessTask taskWith(byte[] captured) {
        return () -> System.exit(captured.length == 1000 ? 0 : 1);
    }

    @Test
    void childWaitsForItsThreadsAndRunsItsHooks() throws Exception {
        SharedLong steps = tandem.newLong(0);
        ChildProcess child = tandem.start(() -> {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> steps.getAndAdd(10)));
            Thread worker = new Thread(() -> {
                Await.until("main has returned", () -> steps.get() == 1);
                steps.getAndAdd(100);
            });
            worker.start();
            Thread daemon = new Thread(() -> Await.until("never", () -> false));
            daemon.setDaemon(true);
            daemon.start();
            steps.getAndAdd(1);
        });
        child.join();
        assertEquals(111, steps.get(), () -> child.failure().toString());
    }

    @Test
    void openPipesOfAChildDoNotGrowWithItsSiblings() throws Exception {
        SharedLong first = tandem.newLong(0);
        SharedLong last = tandem.newLong(0);
        tandem.start(() -> first.set(openPipes())).join();
        for (int i = 0; i < 8; i++) {
            tandem.start(forever());
        }
        tandem.start(() -> last.set(openPipes())).join();
        assertTrue(first.get() > 0, "the line to its parent");
        assertEquals(first.get(), last.get());
    }

    /** Jars come and go as classes are loaded. */
    private static long openPipes() throws IOException {
        long pipes = 0;
        for (File each : new File("/proc/self/fd").listFiles()) {
            try {
                pipes += Files.readSymbolicLink(each.toPath()).toString().startsWith("pipe:") ? 1 : 0;
            } catch (NoSuchFileException closedMeanwhile) {
                // nor is it a leak
            }
        }
        return pipes;
    }

    @Test
    void brokenOutputDoesNotFailAChild() throws Exception {
        ChildProcess child = tandem.start(() -> {
            System.out.close();
            System.err.close();
            System.out.println("nobody hears");
        });
        child.join();
        assertEquals(OptionalInt.of(0), child.exitCode());
    }

    @Test
    void classPathIsTheParents() throws Exception {
        SharedValue<String> seen = tandem.newValue(io.tandem.codec.Codecs.of(String.class), 64 << 10, null);
        tandem.start(() -> seen.set(System.getProperty("java.class.path"))).join();
        assertEquals(System.getProperty("java.class.path"), seen.get());
    }
}
