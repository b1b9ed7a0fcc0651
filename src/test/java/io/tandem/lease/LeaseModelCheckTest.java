package io.tandem.lease;

import io.tandem.support.Spin;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every interleaving of a small leased lane, by Spin; and that the model finds what it should find. */
class LeaseModelCheckTest {
    @TempDir
    private Path directory;

    private Spin model;

    @BeforeEach
    void open() {
        model = new Spin("lease", directory);
    }

    /** Room is short of bytes in some, of descriptors in others. */
    @ParameterizedTest
    @ValueSource(strings = {"-DAREA=2", "-DD=3 -DAREA=2", "-DD=1 -DAREA=3", "-DSHUTDOWN -DLENGTHS=2 -DGIVES=0"})
    void eachMessageIsAcknowledgedOnceAndHeldByOne(String sizes) throws Exception {
        model.holds(sizes);
    }

    @Tag("full")
    @ParameterizedTest
    @ValueSource(strings = {"-DLAST=4 -DAREA=3", "-DSHUTDOWN -DLENGTHS=2"})
    void andWithMoreMessages(String sizes) throws Exception {
        model.holds(sizes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BUG_PUBLISH_FIRST",
                "BUG_WHERE_LATE",
                "BUG_ADOPTS_TOO_EARLY",
                "BUG_WHERE_BEYOND",
                "BUG_BYTES_NOT_AWAITED",
                "BUG_LEASE_BY_STORE",
                "BUG_FALSE_VERDICT",
                "BUG_ACK_BY_STORE",
                "BUG_RECOVERS_BY_STORE",
                "BUG_FORGETS_DELIVERIES",
                "BUG_HEAD_OVER_LEASED",
                "BUG_NO_SECOND_LOOK -DSHUTDOWN -DLAST=2"
            })
    void eachBrokenRuleIsFound(String bug) throws Exception {
        model.breaks("-D" + bug);
    }
}
