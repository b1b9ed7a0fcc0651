package io.tandem.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.support.Await;
import io.tandem.support.Jvm;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The users' own programs, from outside: what they print and how they end. */
class ProgramsProcessTest {
    private static List<String> run(Class<?> program, String... arguments) throws InterruptedException {
        try (Jvm jvm = Jvm.start(program, arguments)) {
            return jvm.awaitSuccess();
        }
    }

    private static List<String> beginning(List<String> lines, String prefix) {
        return lines.stream().filter(line -> line.startsWith(prefix)).toList();
    }

    /** E5. */
    @Test
    void endIsPrintedAfterAllChildren() throws Exception {
        List<String> lines = run(Programs.RandomSleeps.class);
        assertEquals(11, lines.size(), lines::toString);
        assertEquals("END", lines.get(10));
        assertEquals(10, new TreeSet<>(beginning(lines, "child")).size());
    }

    /** E6, E28. */
    @Test
    void childrenNameTheirParent() throws Exception {
        List<String> lines = run(Programs.Pids.class);
        String main = lines.get(0).split(" ")[1];
        List<String> pids = new ArrayList<>();
        for (String line : beginning(lines, "child")) {
            String[] words = line.split(" ");
            pids.add(words[1]);
            assertEquals(List.of(main, main, "MainProcess"), List.of(words).subList(2, 5));
        }
        String[] started = lines.get(3).split(" ");
        assertEquals(new TreeSet<>(List.of(started[1], started[2])), new TreeSet<>(pids));
    }

    /** E7. */
    @Test
    void eachChildHasItsArgument() throws Exception {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            expected.add("index " + i);
        }
        assertEquals(expected, run(Programs.Indexes.class).stream().sorted().toList());
    }

    /** E8. */
    @Test
    void subclassesRunWithTheirOwnFields() throws Exception {
        List<String> lines = run(Programs.Subclass.class);
        String[] pids = lines.get(9).split(" ");
        for (int loops = 2; loops <= 4; loops++) {
            String prefix = "Looper-" + (loops - 1) + " pid " + pids[loops - 1] + " loop";
            assertEquals(loops, beginning(lines, prefix).size(), lines::toString);
        }
    }

    /** E9. */
    @Test
    void daemonsEndWithTheirParent() throws Exception {
        daemons(3, "timed join");
    }

    /** E10. */
    @Test
    void daemonsEndWithAParentThatDoesNotJoin() throws Exception {
        daemons(0);
    }

    private static void daemons(int joins, String... arguments) throws InterruptedException {
        List<String> lines = run(Programs.Daemons.class, arguments);
        assertEquals(joins, beginning(lines, "joined false").size(), lines::toString);
        assertTrue(lines.contains("end"));
        for (String line : beginning(lines, "daemon")) {
            long pid = Long.parseLong(line.split(" ")[1]);
            Await.until(line + " ends", () -> ProcessHandle.of(pid).isEmpty());
        }
        assertEquals(
                List.of(),
                lines.stream().filter(line -> line.contains("loop 999")).toList());
    }

    @Test
    void aParentThatReturnsFromMainWaitsForItsChildren() throws Exception {
        assertEquals(List.of("main returns", "child done"), run(Programs.NoJoin.class));
    }

    /** E14. */
    @Test
    void globalsAreCopiesAndSharedThingsAreNot() throws Exception {
        assertEquals(List.of("child global 1", "parent global 100 shared 101"), run(Programs.Global.class));
    }

    /** E29. */
    @Test
    void joinEndsOnCompletionErrorAndTimeout() throws Exception {
        List<String> lines = run(Programs.Joins.class);
        assertTrue(lines.contains("good 0"), lines::toString);
        assertTrue(lines.contains("bad 1 java.lang.IllegalStateException: on purpose"), lines::toString);
        assertTrue(lines.contains("slow false false"), lines::toString);
        assertTrue(lines.contains("terminated 143 15"), lines::toString);
    }

    /** E30. */
    @Test
    void noEndlessChainOfProcesses() throws Exception {
        List<String> lines = run(Programs.NoGuard.class);
        assertTrue(lines.contains("exit code 1"), lines::toString);
        String failure = beginning(lines, "failure").get(0);
        assertTrue(failure.contains("still loading its own task"), failure);
    }

    /** E38. */
    @Test
    void childSetsValueAndNegatesArray() throws Exception {
        assertEquals(
                List.of("3.1415927", "[0, -1, -2, -3, -4, -5, -6, -7, -8, -9]"), run(Programs.ValueAndArray.class));
    }

    /** E46. */
    @Test
    void grandchildrenUseTheSameMemory() throws Exception {
        assertEquals(List.of("grandchild of Process-1", "counter 111"), run(Programs.Grandchild.class));
    }

    /** E50. */
    @Test
    void defaultNames() throws Exception {
        assertEquals(
                List.of("MainProcess", "Process-1", "Process-2", "Process-2:2", "my own"), run(Programs.Names.class));
    }
}
