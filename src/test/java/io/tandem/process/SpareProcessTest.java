package io.tandem.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.support.Await;
import io.tandem.support.Jvm;
import io.tandem.support.SmallDisk;
import io.tandem.value.SharedLong;
import io.tandem.value.SharedValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spares: JVMs that wait for a task, killed at any time. */
class SpareProcessTest {
    private final Tandem tandem = Tandem.open();

    @AfterEach
    void close() {
        for (ChildProcess child : ChildProcess.activeChildren()) {
            child.kill();
        }
        tandem.close();
        assertEquals(Set.of(), spares(tandem.path()), "spares end with their directory");
    }

    /** The pids of living spares of a directory, by their argument files. */
    private static Set<Long> spares(Path directory) {
        return ProcessHandle.allProcesses()
                .filter(ProcessHandle::isAlive)
                .map(ProcessHandle::pid)
                .filter(pid -> isSpare(pid, directory))
                .collect(Collectors.toSet());
    }

    private static boolean isSpare(long pid, Path directory) {
        try {
            String command = Files.readString(Path.of("/proc/" + pid + "/cmdline"));
            int file = command.indexOf("@" + directory + "/");
            String arguments = file < 0 ? "" : command.substring(file + 1).replace("\0", "");
            return !arguments.isEmpty() && Files.readString(Path.of(arguments)).contains("\"--spare\"");
        } catch (IOException gone) {
            return false;
        }
    }

    private long awaitOther(long pid) {
        Await.until(
                "a spare",
                () -> Spares.waiting(tandem.directory()) > 0
                        && spares(tandem.path()).stream().anyMatch(other -> other != pid));
        return spares(tandem.path()).stream()
                .filter(other -> other != pid)
                .findFirst()
                .orElseThrow();
    }

    private static ProcessTask forever() {
        return () -> TimeUnit.HOURS.sleep(1);
    }

    @Test
    void aSpareBecomesAChildLikeAnyOther() throws Exception {
        SharedValue<String> seen = tandem.newValue(io.tandem.codec.Codecs.of(String.class), 1000, "");
        tandem.keepWarm(1);
        long spare = awaitOther(0);
        assertEquals(List.of(), ChildProcess.activeChildren());
        ChildProcess child = tandem.process().name("warm").daemon(true);
        child.start(() -> seen.set(ChildProcess.current() + " "
                + ChildProcess.parent().orElseThrow().pid() + " " + System.in.read()));
        assertEquals(spare, child.pid());
        assertEquals(List.of(child), ChildProcess.activeChildren());
        child.join();
        assertEquals(OptionalInt.of(0), child.exitCode(), () -> child.failure().toString());
        assertEquals(
                "ChildProcess[warm, self, daemon] " + ProcessHandle.current().pid() + " -1", seen.get());
        assertNotEquals(spare, awaitOther(spare), "another one takes its place");
    }

    @Test
    void endsAndNamesAreThoseOfAChild() throws Exception {
        Tandem shared = tandem;
        SharedValue<String> name = tandem.newValue(String.class, "");
        tandem.keepWarm(1);
        long first = awaitOther(0);
        ChildProcess failing = tandem.start(() -> {
            throw new IllegalStateException("on purpose");
        });
        failing.join();
        assertEquals(first, failing.pid());
        assertEquals("on purpose", failing.failure().orElseThrow().getMessage());
        assertEquals(OptionalInt.of(1), failing.exitCode());
        assertEquals(OptionalInt.empty(), failing.exitSignal());
        long second = awaitOther(first);
        ChildProcess killed = tandem.start(forever());
        assertEquals(second, killed.pid());
        killed.kill();
        killed.join();
        assertEquals(OptionalInt.of(9), killed.exitSignal());
        awaitOther(second);
        ChildProcess parent = tandem.start(() -> {
            ChildProcess next = shared.process();
            name.set(next.name());
        });
        parent.join();
        assertEquals(parent.name() + ":1", name.get(), "a rehearsal leaves no trace in names");
    }

    /** Longer than what a pipe takes at once. */
    @Test
    void aLongTaskArrivesWhole() throws Exception {
        SharedLong seen = tandem.newLong(0);
        tandem.keepWarm(1);
        long spare = 0;
        for (int length : new int[] {3_000, 5_000, 1_000_000}) {
            String text = "x".repeat(length);
            spare = awaitOther(spare);
            ChildProcess child = tandem.start(() -> seen.set(text.length()));
            child.join();
            assertEquals(spare, child.pid());
            assertEquals(OptionalInt.of(0), child.exitCode());
            assertEquals(length, seen.get());
        }
    }

    @Test
    void aLongTaskReachesAColdChildWhole() throws Exception {
        SharedLong seen = tandem.newLong(0);
        String text = "x".repeat(1_000_000);
        ChildProcess child = tandem.start(() -> seen.set(text.length()));
        child.join();
        assertEquals(OptionalInt.of(0), child.exitCode());
        assertEquals(text.length(), seen.get());
        assertEquals(List.of(), tasks());
    }

    /** Its file has no room: the start is refused, and the spare that was to have it does not stay behind. */
    @Test
    void aLongTaskOnAFullDisk(@TempDir Path folder) throws Exception {
        String text = "x".repeat(8 << 20);
        try (SmallDisk disk = SmallDisk.mount(folder, 4 << 20);
                Tandem small = Tandem.open(folder.resolve("small"))) {
            small.keepWarm(1);
            Await.until("a spare", () -> spares(small.path()).size() == 1);
            long spare = spares(small.path()).iterator().next();
            assertThrows(ProcessStartException.class, () -> small.start(() -> text.length()));
            assertFalse(
                    ProcessHandle.of(spare).map(ProcessHandle::isAlive).orElse(false), "it has no task and no owner");
            assertEquals(List.of(), ChildProcess.activeChildren());
        }
    }

    @Test
    void aLongTaskOnAFullDiskLeavesNoColdChild(@TempDir Path folder) throws Exception {
        String text = "x".repeat(8 << 20);
        List<ProcessHandle> before = ProcessHandle.current().children().toList();
        try (SmallDisk disk = SmallDisk.mount(folder, 4 << 20);
                Tandem small = Tandem.open(folder.resolve("small"))) {
            assertThrows(ProcessStartException.class, () -> small.start(() -> text.length()));
            assertEquals(List.of(), ChildProcess.activeChildren());
            List<ProcessHandle> after =
                    new ArrayList<>(ProcessHandle.current().children().toList());
            after.removeAll(before);
            assertEquals(List.of(), after);
        }
    }

    /** Of a spare that was never used, one that was, and one that was killed at work. */
    @Test
    void noFileIsLeft() throws Exception {
        tandem.keepWarm(1);
        long spare = awaitOther(0);
        tandem.start(() -> {}).join();
        spare = awaitOther(spare);
        ChildProcess killed = tandem.start(forever());
        assertEquals(spare, killed.pid());
        killed.kill();
        killed.join();
        awaitOther(spare);
        tandem.keepWarm(0);
        assertEquals(List.of(), tasks());
    }

    private List<Path> tasks() throws IOException {
        try (Stream<Path> files = Files.list(tandem.path())) {
            return files.filter(file -> file.toString().matches(".*\\.(task|args)"))
                    .toList();
        }
    }

    @Test
    void otherOptionsNeedAColdStart() throws Exception {
        tandem.keepWarm(1);
        long spare = awaitOther(0);
        ChildProcess child = tandem.process().jvmFlags("-Dsome=thing").start(() -> {});
        child.join();
        assertNotEquals(spare, child.pid());
        assertEquals(Set.of(spare), spares(tandem.path()));
        assertThrows(IllegalArgumentException.class, () -> tandem.keepWarm(-1));
        tandem.keepWarm(0);
        assertEquals(Set.of(), spares(tandem.path()));
    }

    @Test
    void deadSparesAreReplaced() throws Exception {
        tandem.keepWarm(2);
        Await.until("two spares", () -> spares(tandem.path()).size() == 2);
        Set<Long> old = spares(tandem.path());
        old.forEach(pid -> Jvm.signal(pid, "KILL"));
        Await.until(
                "two others",
                () -> spares(tandem.path()).stream()
                                .filter(pid -> !old.contains(pid))
                                .count()
                        == 2);
        assertEquals(List.of(), ChildProcess.activeChildren());
    }

    /** Spares are killed all the time while children start: each start gives a child that ran or was killed. */
    @Test
    void killedInTheHandOverItIsAColdStartOrADeadChild() throws Exception {
        SharedLong runs = tandem.newLong(0);
        tandem.keepWarm(1);
        int ran = 0;
        for (int i = 0; i < 12; i++) {
            long spare = awaitOther(0);
            Thread killer = new Thread(() -> Jvm.signal(spare, "KILL"));
            killer.start();
            ChildProcess child = tandem.start(() -> runs.getAndAdd(1));
            child.join();
            killer.join();
            boolean died = child.exitSignal().equals(OptionalInt.of(9));
            assertTrue(died || child.exitCode().equals(OptionalInt.of(0)), child::toString);
            ran += died ? 0 : 1;
        }
        assertTrue(runs.get() >= ran && runs.get() <= 12, runs + " runs, " + ran + " ended in order");
    }

    /** A stopped spare has its task all the same, and runs it when it goes on. */
    @Test
    void aStoppedSpareKeepsItsTask() throws Exception {
        SharedLong runs = tandem.newLong(0);
        tandem.keepWarm(1);
        long spare = awaitOther(0);
        Jvm.signal(spare, "STOP");
        ChildProcess child = tandem.start(() -> runs.getAndAdd(1));
        assertEquals(spare, child.pid());
        assertTrue(child.isAlive());
        Jvm.signal(spare, "CONT");
        child.join();
        assertEquals(1, runs.get());
    }

    static final class Head {
        public static void main(String[] arguments) throws Exception {
            Tandem tandem = Tandem.open();
            tandem.keepWarm(2);
            Await.until("two spares", () -> spares(tandem.path()).size() == 2);
            System.out.println("spares " + spares(tandem.path()));
            System.out.println("directory " + tandem.path());
            if (arguments.length > 0) {
                TimeUnit.HOURS.sleep(1);
            }
        }
    }

    @Test
    void sparesEndWithTheirParent() throws Exception {
        for (String[] killed : List.of(new String[0], new String[] {"killed"})) {
            try (Jvm head = Jvm.start(Head.class, killed)) {
                String[] pids = head.awaitLine("spares")
                        .replaceAll("[^0-9 ]", "")
                        .trim()
                        .split(" ");
                Path directory = Path.of(head.awaitLine("directory").substring(10));
                if (killed.length > 0) {
                    head.kill();
                } else {
                    head.awaitExit();
                    assertFalse(Files.exists(directory), "removed at the end");
                }
                for (String pid : pids) {
                    Await.until(
                            "spare " + pid + " ends",
                            () -> ProcessHandle.of(Long.parseLong(pid))
                                    .map(handle -> !handle.isAlive())
                                    .orElse(true));
                }
            }
        }
    }
}
