package io.tandem.pool;

import io.tandem.support.Spin;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every interleaving of a few tasks, two clients, two workers and the owner of a pool, by Spin. */
class BoardModelCheckTest {
    @TempDir
    private Path directory;

    private Spin model;

    @BeforeEach
    void open() {
        model = new Spin("board", directory);
    }

    /** A client that leaves; one that dies; one that tries again; two workers that die. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-DCLIENT_DEATHS=0",
                "-DFIRST=1",
                "-DFIRST=1 -DRETRIES=1 -DMOST=3 -DCLIENT_DEATHS=0",
                "-DFIRST=1 -DDEATHS=2 -DCLIENT_DEATHS=0"
            })
    void eachTaskHasOneOutcomeAndNobodyIsKilledForAnother(String sizes) throws Exception {
        model.holds(sizes);
    }

    @Tag("full")
    @ParameterizedTest
    @ValueSource(strings = {"-DFIRST=2", "-DFIRST=1 -DRETRIES=1 -DMOST=3", "-DFIRST=1 -DDEATHS=2"})
    void andWithMoreDeaths(String sizes) throws Exception {
        model.holds(sizes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BUG_CLEARS_ONCE",
                "BUG_BEGINS_BY_STORE",
                "BUG_END_IGNORES_KILLED",
                "BUG_ANSWERS_LATE",
                "BUG_NO_GENERATION",
                "BUG_REUSED_KILLED",
                "BUG_CLIENT_CLEARS_KILLED",
                "BUG_LEAVES_UNSWEPT",
                "BUG_SWEEP_LEAVES_KILLED",
                "BUG_SWEEP_DOES_NOT_KILL"
            })
    void eachBrokenRuleIsFound(String bug) throws Exception {
        model.breaks("-D" + bug + " -DFIRST=1");
    }
}
