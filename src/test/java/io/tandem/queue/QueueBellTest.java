package io.tandem.queue;

import io.tandem.support.BellPair;
import io.tandem.support.Skip;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a thread waits for at a queue, it is woken by it: nobody else looks for an hour. */
class QueueBellTest {
    @TempDir
    static Path folder;

    private static BellPair pair;

    @BeforeAll
    static void start() throws InterruptedException {
        pair = new BellPair(QueueBellRow.class, folder);
    }

    @AfterAll
    static void end() {
        pair.close();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "VIRTUAL_.*")
    void wakes(QueueBellRow row) throws Exception {
        pair.play(row);
    }

    @Test
    void wakesVirtualThreads() throws Exception {
        Skip.VIRTUAL_THREADS.unless(Runtime.version().feature() >= 21);
        pair.play(QueueBellRow.VIRTUAL_TAKE_PUT);
    }
}
