package io.tandem.sync;

import io.tandem.support.Spin;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every interleaving of a lock's word and line, by Spin; and that the model finds what it should find. */
class LockModelCheckTest {
    @TempDir
    private Path directory;

    private Spin model;

    @BeforeEach
    void open() {
        model = new Spin("lock", directory);
    }

    /** Three at once; two, again and again; the same in line, with a death, or with one that is stopped. */
    @ParameterizedTest
    @ValueSource(
            strings = {"-DKILLS=1", "-DPARTS=2 -DROUNDS=2", "-DFAIR -DPARTS=2 -DKILLS=1", "-DFAIR -DKILLS=0 -DSTOPS=1"})
    void oneHolderAndDeathsAreTold(String sizes) throws Exception {
        model.holds(sizes);
    }

    @Tag("full")
    @ParameterizedTest
    @ValueSource(strings = {"-DKILLS=2", "-DFAIR -DPARTS=2 -DKILLS=2 -DROUNDS=2"})
    void andWithMoreDeaths(String sizes) throws Exception {
        model.holds(sizes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BUG_STEAL",
                "BUG_NO_DIRTY",
                "BUG_LIVING_DEAD",
                "BUG_TOKEN",
                "BUG_NO_PASSING -DFAIR -DKILLS=0 -DSTOPS=1"
            })
    void eachBrokenRuleIsFound(String bug) throws Exception {
        model.breaks("-D" + bug);
    }
}
