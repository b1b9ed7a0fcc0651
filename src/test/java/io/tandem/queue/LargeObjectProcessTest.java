package io.tandem.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.support.Jvm;
import io.tandem.support.Skip;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Objects larger than a lane, a heap or an array, from one JVM to another. */
class LargeObjectProcessTest {
    private static final List<String> SMALL_HEAP = List.of("-Xmx64m");

    @TempDir
    private Path disk;

    private static String took(long length) {
        return "took " + length + " " + length + " true 0";
    }

    private Jvm streamed(long length) {
        return Jvm.start(SMALL_HEAP, LargeObjectPrograms.Streamed.class, given(), Long.toString(length));
    }

    private String given() {
        return disk.resolve("given").toString();
    }

    /** E35, in small. */
    @Test
    void moreThanTheHeapTakesIsStreamed() throws Exception {
        try (Jvm jvm = streamed(128 << 20)) {
            assertEquals(List.of("child true", took(128 << 20)), jvm.awaitSuccess());
        }
        assertEquals(0, disk.resolve("given").toFile().list().length);
    }

    /** E35. */
    @Test
    @Tag("full")
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void fiveGigabytesAreStreamed() throws Exception {
        Skip.LARGE_DISK.unless(Files.getFileStore(disk).getUsableSpace() >= 6L << 30);
        try (Jvm jvm = streamed(5L << 30)) {
            for (String step : List.of("made", "checked")) {
                for (int gib = 1; gib <= 5; gib++) {
                    jvm.awaitLine(step + " " + gib);
                }
            }
            List<String> lines = jvm.awaitSuccess();
            assertTrue(lines.contains("child true") && lines.contains(took(5L << 30)), jvm::toString);
        }
        assertEquals(0, disk.resolve("given").toFile().list().length);
    }

    @Test
    void anArrayGoesThroughAnOrdinaryQueue() throws Exception {
        try (Jvm jvm = Jvm.start(LargeObjectPrograms.Array.class)) {
            assertEquals(List.of("took " + (40 << 20) + " true 0"), jvm.awaitSuccess());
        }
    }

    /** E35: what has to be in memory and is not small enough. */
    @Test
    void whatFitsNowhereIsRefusedAndTheQueueGoesOn() throws Exception {
        try (Jvm jvm = Jvm.start(LargeObjectPrograms.Refused.class)) {
            List<String> lines = jvm.awaitSuccess();
            assertEquals("no file NO_SPACE true", lines.get(0));
            assertEquals("no message java.lang.OutOfMemoryError: Java heap space", lines.get(1));
            assertEquals("then 1 true", lines.get(2));
        }
    }
}
