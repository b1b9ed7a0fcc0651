package io.tandem.value;

import io.tandem.support.BellPair;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who waits until another process has written is woken when it may: nobody else looks for an hour. */
class ValueBellTest {
    @TempDir
    static Path folder;

    private static BellPair pair;

    @BeforeAll
    static void start() throws InterruptedException {
        pair = new BellPair(ValueBellRow.class, folder);
    }

    @AfterAll
    static void end() {
        pair.close();
    }

    @ParameterizedTest
    @EnumSource
    void wakes(ValueBellRow row) throws Exception {
        pair.play(row);
    }
}
