package io.tandem.sync;

import io.tandem.support.Spin;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every interleaving of small semaphores and barriers, by Spin; and that the models find what they should find. */
class SyncModelCheckTest {
    @TempDir
    private Path directory;

    /** Two threads of one process and one of another; three processes; signals and a death; signals and two permits. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-DW1=1",
                "-DSECOND=0 -DW3=1",
                "-DSIGNALS -DN=1 -DW2=1 -DSECOND=0",
                "-DSIGNALS -DSECOND=0 -DKILLS=0"
            })
    void noPermitIsLostOrMadeUp(String sizes) throws Exception {
        new Spin("semaphore", directory).holds(sizes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BUG_RELEASE_BY_STORE",
                "BUG_TAKE_BY_STORE",
                "BUG_RECOVER_THE_LIVING",
                "BUG_RECOVER_BY_STORE -DSECOND=0 -DW3=1",
                "BUG_NO_RECOVERY",
                "BUG_HOLDS_WHILE_IT_WAITS -DW1=2 -DSECOND=0 -DKILLS=0",
                "BUG_SIGNAL_BY_STORE -DSIGNALS -DN=1 -DW2=1 -DSECOND=0 -DKILLS=0"
            })
    void eachBrokenRuleOfASemaphoreIsFound(String bug) throws Exception {
        new Spin("semaphore", directory).breaks("-D" + bug);
    }

    /** With an action, resets, more threads than parties. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-DP=2",
                "-DACTIONS",
                "-DP=1 -DTHREADS=2 -DACTIONS",
                "-DRESET",
                "-DRESET -DACTIONS",
                "-DTHREADS=3 -DROUNDS=1 -DRESET"
            })
    void eachRoundEndsOnce(String sizes) throws Exception {
        new Spin("barrier", directory).holds(sizes);
    }

    @Tag("full")
    @ParameterizedTest
    @ValueSource(strings = "-DTHREADS=3 -DACTIONS")
    void andWithMoreThreads(String sizes) throws Exception {
        new Spin("barrier", directory).holds(sizes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BUG_CHANGE_BY_STORE",
                "BUG_ARRIVE_BY_STORE",
                "BUG_ARRIVE_OVER_NEWER -DRESET",
                "BUG_NO_SECOND_TRY -DTHREADS=3 -DROUNDS=1 -DRESET",
                "BUG_TRIP_EARLY",
                "BUG_ACT_ANYHOW -DACTIONS",
                "BUG_NO_TICK",
                "BUG_RESET_BY_ONE -DRESET"
            })
    void eachBrokenRuleOfABarrierIsFound(String bug) throws Exception {
        new Spin("barrier", directory).breaks("-D" + bug);
    }
}
