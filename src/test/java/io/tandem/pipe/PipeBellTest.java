package io.tandem.pipe;

import io.tandem.support.BellPair;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a thread waits for at a pipe or a listener, it is woken by it: nobody else looks for an hour. */
class PipeBellTest {
    @TempDir
    static Path folder;

    private static BellPair pair;

    @BeforeAll
    static void start() throws InterruptedException {
        pair = new BellPair(PipeBellRow.class, folder);
    }

    @AfterAll
    static void end() {
        pair.close();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*_EXIT")
    void wakes(PipeBellRow row) throws Exception {
        pair.play(row);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = ".*_EXIT")
    void wakesAtItsEnd(PipeBellRow row, @TempDir Path other) throws Exception {
        try (BellPair mortal = new BellPair(PipeBellRow.class, other)) {
            mortal.play(row);
        }
    }
}
