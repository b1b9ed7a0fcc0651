package io.tandem.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tandem.support.Jvm;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The users' own programs, from outside: what they print and how they end. */
class PoolProgramsProcessTest {
    private static void prints(Class<?> program, String... lines) throws InterruptedException {
        try (Jvm jvm = Jvm.start(program)) {
            assertEquals(List.of(lines), jvm.awaitSuccess());
        }
    }

    /** E17. */
    @Test
    void threeRunTogether() throws Exception {
        prints(Programs.FourTasksForThree.class, "started", "ran 4 at most 3");
    }

    /** E18. */
    @Test
    void oneAddressIsUnreachable() throws Exception {
        prints(Programs.Fetch.class, "[page /a, page /b, not fetched, page /c]");
    }

    /** E19. */
    @Test
    void theFifthTaskRunsInOneOfFourProcesses() throws Exception {
        prints(Programs.FiveTasksForFour.class, "4 processes, the fifth in one of them: true");
    }

    /** E20. */
    @Test
    void joinBeforeAndSubmitAfterTheEndAreRefused() throws Exception {
        prints(Programs.AfterTheEnd.class, "join refused", "submit refused", "joined");
    }

    /** E21, E22. */
    @Test
    void resultsReadInsideTheLoopAndAfterJoin() throws Exception {
        prints(Programs.Squares.class, "inside [0, 1, 4, 9, 16] at most 1", "after [0, 1, 4, 9, 16]");
    }

    /** E23, E24. */
    @Test
    void resultsBeforeTheirEndAndCallbacks() throws Exception {
        prints(
                Programs.Results.class,
                "timeout false false",
                "not ready",
                "then 1 true",
                "callback 1",
                "error callback / by zero",
                "failed / by zero");
    }

    /** E25. */
    @Test
    void terminateLeavesNoWorkers() throws Exception {
        prints(Programs.Terminated.class, "workers alive false true");
    }

    /** E42, E46. */
    @Test
    void queuesAreArgumentsAndGrandchildrenUseThem() throws Exception {
        prints(
                Programs.QueueAsArgument.class,
                "from a worker",
                "from a worker",
                "from a worker",
                "from a grandchild 1");
    }
}
