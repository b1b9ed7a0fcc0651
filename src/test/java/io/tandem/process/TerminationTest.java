package io.tandem.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.support.Await;
import io.tandem.value.SharedLong;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Children that are asked, and then made, to end: alone and with all below them. */
class TerminationTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final Tandem tandem = Tandem.open();
    private final SharedLong ready = tandem.newLong(0);
    private final SharedLong grandchild = tandem.newLong(0);

    @AfterEach
    void close() {
        for (ChildProcess child : ChildProcess.activeChildren()) {
            child.killTree();
        }
        tandem.close();
    }

    private ChildProcess stubborn() throws Exception {
        SharedLong flag = ready;
        ChildProcess child = tandem.start(() -> {
            Runtime.getRuntime().addShutdownHook(new Thread(TerminationTest::sleep));
            flag.set(1);
            sleep();
        });
        Await.until("it is ready", () -> flag.get() == 1);
        return child;
    }

    private static void sleep() {
        try {
            TimeUnit.HOURS.sleep(1);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whoEndsInOrderIsNotKilled() throws Exception {
        ChildProcess child = tandem.start(TerminationTest::sleep);
        assertTrue(child.terminate(LONG));
        assertEquals(OptionalInt.of(15), child.exitSignal());
        assertTrue(child.terminate(LONG), "harmless afterwards");
    }

    @Test
    void whoDoesNotIsKilled() throws Exception {
        ChildProcess child = stubborn();
        assertFalse(child.terminate(SHORT));
        assertEquals(OptionalInt.of(9), child.exitSignal());
    }

    /** A child, its child that is no daemon, and a shell below that one which ignores SIGTERM. */
    private ChildProcess tree() throws Exception {
        Tandem shared = tandem;
        SharedLong pid = grandchild;
        SharedLong shellPid = ready;
        ChildProcess child = tandem.start(() -> {
            ChildProcess next = shared.start(() -> {
                Process shell = new ProcessBuilder("sh", "-c", "trap '' TERM; while true; do sleep 1; done").start();
                pid.set(ProcessHandle.current().pid());
                shellPid.set(shell.pid());
                sleep();
            });
            next.join();
        });
        Await.until("the shell runs", () -> shellPid.get() != 0);
        return child;
    }

    private static boolean isGone(long pid) {
        return ProcessHandle.of(pid).map(handle -> !handle.isAlive()).orElse(true);
    }

    @Test
    void killTreeLeavesNobody() throws Exception {
        ChildProcess child = tree();
        child.killTree();
        child.join();
        assertEquals(OptionalInt.of(9), child.exitSignal());
        Await.until("grandchild and shell are gone", () -> isGone(grandchild.get()) && isGone(ready.get()));
        child.killTree();
    }

    @Test
    void terminateTreeAsksFirst() throws Exception {
        ChildProcess child = tree();
        assertFalse(child.terminateTree(SHORT), "the shell has to be killed");
        assertFalse(child.isAlive());
        Await.until("grandchild and shell are gone", () -> isGone(grandchild.get()) && isGone(ready.get()));
        ChildProcess alone = tandem.start(TerminationTest::sleep);
        assertTrue(alone.terminateTree(LONG));
    }
}
