package io.tandem.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.support.Await;
import io.tandem.support.Jvm;
import io.tandem.value.SharedLong;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What becomes of a family when its head is killed with signal 9. */
class ParentDeathProcessTest {
    /** Prints the pids of a daemon, its daemon child, and a child that is no daemon; then waits to be killed. */
    static final class Head {
        public static void main(String[] arguments) throws Exception {
            Tandem tandem = Tandem.open();
            SharedLong orphanSaw = SharedLong.attach(Path.of(arguments[0]));
            tandem.process().daemon(true).start(() -> {
                ChildProcess grandchild = tandem.start(() -> TimeUnit.HOURS.sleep(1));
                System.out.println("daemon " + ProcessHandle.current().pid());
                System.out.println("grandchild " + grandchild.pid() + " " + grandchild.daemon());
                grandchild.join();
            });
            ChildProcess orphan = tandem.start(() -> {
                System.out.println(
                        "ready " + ChildProcess.parent().orElseThrow().isAlive());
                ChildProcess.parent().orElseThrow().onExit().join();
                orphanSaw.set(ChildProcess.parent().orElseThrow().isAlive() ? -1 : 1);
                while (orphanSaw.get() != 2) {
                    TimeUnit.MILLISECONDS.sleep(1);
                }
            });
            System.out.println("orphan " + orphan.pid());
            System.out.println("directory " + tandem.path());
            TimeUnit.HOURS.sleep(1);
        }
    }

    /** Starts a child that is no daemon. */
    static final class Giver {
        public static void main(String[] arguments) {
            SharedLong ran = SharedLong.attach(Path.of(arguments[0]));
            Tandem.open().start(() -> ran.set(1));
        }
    }

    private static long pid(String line) {
        return Long.parseLong(line.split(" ")[1]);
    }

    private static boolean isGone(long pid) {
        return ProcessHandle.of(pid).isEmpty();
    }

    @Test
    void daemonsDieOthersGoOnAndTheDirectoryGoesWithTheLast() throws Exception {
        try (Tandem tandem = Tandem.open()) {
            SharedLong orphanSaw = tandem.newLong(0);
            try (Jvm head = Jvm.start(Head.class, orphanSaw.path().toString())) {
                String[] lines = {
                    head.awaitLine(""), head.awaitLine(""), head.awaitLine(""), head.awaitLine(""), head.awaitLine("")
                };
                String all = String.join("\n", lines);
                long daemon = pid(all.lines()
                        .filter(l -> l.startsWith("daemon"))
                        .findFirst()
                        .orElseThrow());
                long grandchild = pid(all.lines()
                        .filter(l -> l.startsWith("grandchild"))
                        .findFirst()
                        .orElseThrow());
                long orphan = pid(all.lines()
                        .filter(l -> l.startsWith("orphan"))
                        .findFirst()
                        .orElseThrow());
                Path directory = Path.of(all.lines()
                        .filter(l -> l.startsWith("directory"))
                        .findFirst()
                        .orElseThrow()
                        .substring(10));
                assertTrue(all.contains("grandchild " + grandchild + " true"), all);
                assertTrue(all.contains("ready true"), all);
                head.kill();
                Await.until("the daemon ends", () -> isGone(daemon));
                Await.until("the daemon's child ends", () -> isGone(grandchild));
                Await.until("the orphan knows", () -> orphanSaw.get() != 0);
                assertEquals(1, orphanSaw.get());
                assertTrue(ProcessHandle.of(orphan).isPresent());
                Tandem.open().close();
                assertTrue(Files.isDirectory(directory), "still in use");
                orphanSaw.set(2);
                Await.until("the orphan ends", () -> isGone(orphan));
                assertTrue(Files.notExists(directory), "the last one takes it away");
            }
        }
    }

    @Test
    void aParentThatDiesBeforeItGivesTheTaskLeavesNoChild() throws Exception {
        try (Tandem tandem = Tandem.open()) {
            SharedLong ran = tandem.newLong(0);
            try (Jvm giver = Jvm.stoppedAt("child.born", Giver.class, ran.path())) {
                ProcessHandle child = ProcessHandle.of(giver.pid())
                        .orElseThrow()
                        .children()
                        .findFirst()
                        .orElseThrow();
                giver.kill();
                Await.until("it ends", () -> !child.isAlive());
                assertEquals(0, ran.get());
            }
        }
    }
}
