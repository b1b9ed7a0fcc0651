package io.tandem.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tandem.Tandem;
import io.tandem.file.CrashPoint;
import io.tandem.support.Jvm;
import java.nio.file.Path;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharedValueCrashTest {
    private static final String OLD = "old, but rather long";
    private static final String NEW = "new";
    private static final String MINE = "the survivor's";

    private final Tandem tandem = Tandem.open();
    private final SharedValue<String> value = tandem.newValue(String.class, OLD);

    @AfterEach
    void close() {
        tandem.close();
    }

    static final class Writer {
        public static void main(String[] arguments) {
            SharedValue.attach(Path.of(arguments[0]), String.class).set(NEW);
        }
    }

    static final class SlowUpdater {
        public static void main(String[] arguments) {
            SharedValue.attach(Path.of(arguments[0]), String.class).updateAndGet(old -> {
                System.out.println("in turn");
                new Scanner(System.in).nextLine();
                return old + "+" + NEW;
            });
        }
    }

    private Jvm writerStoppedAt(String point) throws InterruptedException {
        List<String> flags = List.of("-D" + CrashPoint.PROPERTY + "=" + point);
        Jvm writer = Jvm.start(flags, Writer.class, value.path().toString());
        writer.awaitLine("CRASHPOINT " + point);
        return writer;
    }

    private CompletableFuture<Void> write() {
        return CompletableFuture.runAsync(() -> value.set(MINE));
    }

    /** For several slow ticks, so that a wrong verdict would have let the write through. */
    private void assertStillWaits(CompletableFuture<Void> write) {
        assertThrows(TimeoutException.class, () -> write.get(250, TimeUnit.MILLISECONDS));
    }

    @ParameterizedTest
    @CsvSource({
        "value.owned,    old",
        "value.begun,    old",
        "value.length,   old",
        "value.half,     old",
        "value.written,  old",
        "value.flipped,  new",
        "value.released, new"
    })
    void aWriterKilledAnywhereLeavesAWholeVersionAndTheRole(String point, String version) throws Exception {
        String expected = version.equals("old") ? OLD : NEW;
        try (Jvm writer = writerStoppedAt(point)) {
            assertEquals(expected, value.get());
            writer.stop();
            assertEquals(expected, value.get());
            CompletableFuture<Void> mine = write();
            if (!point.equals("value.released")) {
                assertStillWaits(mine);
                assertEquals(expected, value.get());
            }
            writer.kill();
            mine.get(Jvm.DEADLINE_SECONDS, TimeUnit.SECONDS);
            assertEquals(MINE, value.get());
        }
        value.set(OLD);
        assertEquals(OLD, value.get());
    }

    @Test
    void aStoppedWriterKeepsItsTurn() throws Exception {
        try (Jvm updater = Jvm.start(SlowUpdater.class, value.path().toString())) {
            updater.awaitLine("in turn");
            updater.stop();
            CompletableFuture<Void> mine = write();
            updater.send("go on");
            assertStillWaits(mine);
            assertEquals(OLD, value.get());
            assertFalse(mine.isDone());
            updater.signal("CONT");
            updater.awaitSuccess();
            mine.get(Jvm.DEADLINE_SECONDS, TimeUnit.SECONDS);
            assertEquals(MINE, value.get());
        }
    }

    @Test
    void twoDeadWritersInARowLeaveAWholeVersion() throws Exception {
        for (String point : List.of("value.written", "value.half")) {
            try (Jvm writer = writerStoppedAt(point)) {
                writer.kill();
            }
            assertEquals(OLD, value.get());
        }
        assertEquals(OLD + "!", value.updateAndGet(old -> old + "!"));
    }
}
