package io.tandem.lane;

import io.tandem.support.Spin;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every interleaving of a small lane, by Spin; and that the model finds what it should find. */
class LaneModelCheckTest {
    @TempDir
    private Path directory;

    private Spin model;

    @BeforeEach
    void open() {
        model = new Spin("lane", directory);
    }

    /** Which messages are longer than the others decides where PADs are. */
    @ParameterizedTest
    @ValueSource(strings = "-DLENGTHS=2 -DLAST=3")
    void nothingIsLostDoubledTornOrReordered(String lengths) throws Exception {
        model.holds(lengths);
    }

    @Tag("full")
    @ParameterizedTest
    @ValueSource(strings = {"-DLENGTHS=0 -DN=4 -DLAST=5", "-DLENGTHS=4"})
    void norWithPadsElsewhere(String lengths) throws Exception {
        model.holds(lengths);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BUG_PUBLISH_FIRST",
                "BUG_NO_CAS",
                "BUG_NO_VERDICT",
                "BUG_NO_END",
                "BUG_END_LATE",
                "BUG_NO_ROOM_FOR_END",
                "BUG_FETCH_TOO_FAR",
                "BUG_FETCH_THE_END"
            })
    void eachBrokenRuleIsFound(String bug) throws Exception {
        model.breaks("-D" + bug);
    }
}
