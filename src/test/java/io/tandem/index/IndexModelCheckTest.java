package io.tandem.index;

import io.tandem.support.Spin;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every interleaving of a small index ring, by Spin; and that the model finds what it should find. */
class IndexModelCheckTest {
    @TempDir
    private Path directory;

    private Spin model;

    @BeforeEach
    void open() {
        model = new Spin("index", directory);
    }

    /**
     * Two lanes and a death; two that live, so many laps that a hint is old; two that meet the bound; one lane with more places than
     * one; an end in the midst of puts.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-DN=1 -DBATCH=1 -DFIRST=2",
                "-DN=1 -DBATCH=1 -DENDS=0",
                "-DPLACES=2 -DBATCH=1 -DFIRST=2 -DENDS=0",
                "-DPLACES=2 -DSECOND=0",
                "-DSHUTDOWN -DN=1 -DBATCH=1 -DFIRST=1 -DENDS=0"
            })
    void oneOrderAtMostSoManyInside(String sizes) throws Exception {
        model.holds(sizes);
    }

    @Tag("full")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-DFIRST=2",
                "-DN=1 -DBATCH=1",
                "-DPLACES=2 -DSECOND=0 -DENDS=2 -DBATCH=1",
                "-DSHUTDOWN -DN=1 -DBATCH=1 -DFIRST=2 -DENDS=0",
                "-DSHUTDOWN -DSECOND=0 -DBATCH=1 -DFIRST=2"
            })
    void andWithMoreMessages(String sizes) throws Exception {
        model.holds(sizes);
    }

    /** Each in a ring as small as it needs. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "BUG_NO_DRAIN -DPLACES=2 -DSECOND=0",
                "BUG_NO_DRAINED -DPLACES=2 -DSECOND=0",
                "BUG_STALE_LAP -DN=1 -DBATCH=1 -DENDS=0",
                "BUG_HEAD_FIRST -DPLACES=2 -DBATCH=1 -DENDS=0",
                "BUG_NO_CAS",
                "BUG_REUSED_EARLY",
                "BUG_PUBLISH_FIRST",
                "BUG_END_BY_STORE -DSHUTDOWN",
                "BUG_NO_SLOT_FOR_END -DSHUTDOWN -DPLACES=2 -DSECOND=0"
            })
    void eachBrokenRuleIsFound(String bug) throws Exception {
        model.breaks("-D" + bug);
    }
}
