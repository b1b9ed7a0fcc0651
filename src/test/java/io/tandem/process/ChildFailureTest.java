package io.tandem.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.support.Jvm;
import io.tandem.value.SharedLong;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A child that fails, and one that cannot start: what the parent is told. */
class ChildFailureTest {
    private final Tandem tandem = Tandem.open();

    @AfterEach
    void close() {
        tandem.close();
    }

    @Test
    void failureHasTheStackOfTheChild() throws Exception {
        ChildProcess child = tandem.start(ChildFailureTest::fail);
        child.join();
        assertEquals(OptionalInt.of(1), child.exitCode());
        Throwable failure = child.failure().orElseThrow();
        assertEquals("no such luck", failure.getMessage());
        assertInstanceOf(IllegalArgumentException.class, failure);
        assertEquals("fail", failure.getStackTrace()[0].getMethodName());
        assertEquals("the cause", failure.getCause().getMessage());
    }

    private static void fail() {
        throw new IllegalArgumentException("no such luck", new IllegalStateException("the cause"));
    }

    private static final class Unserializable extends RuntimeException {
        private static final long serialVersionUID = 1;

        @SuppressWarnings("unused")
        private final Object field = new Object();
    }

    @Test
    void failureThatCannotTravelHasAStandIn() throws Exception {
        ChildProcess child = tandem.start(() -> {
            throw new Unserializable();
        });
        child.join();
        RemoteFailure failure =
                assertInstanceOf(RemoteFailure.class, child.failure().orElseThrow());
        assertEquals(Unserializable.class.getName(), failure.className());
        assertTrue(failure.getStackTrace().length > 0);
    }

    @Test
    void taskThatCannotTravelIsRefusedByName() {
        Object notSerializable = new Object();
        ProcessStartException refusal = assertThrows(
                ProcessStartException.class, () -> tandem.start(() -> System.out.println(notSerializable)));
        assertTrue(refusal.getMessage().contains("java.lang.Object"), refusal.getMessage());
        AtomicReference<Object> captured = new AtomicReference<>(this);
        assertThrows(ProcessStartException.class, () -> tandem.start(() -> System.out.println(captured)));
    }

    @Test
    void missingJavaIsRefusedByName() {
        ChildProcess child = tandem.process().executable(Path.of("/no/such/java"));
        ProcessStartException refusal = assertThrows(ProcessStartException.class, () -> child.start(() -> {}));
        assertTrue(refusal.getMessage().contains("/no/such/java"), refusal.getMessage());
    }

    @Test
    void anExecutableMayBeAScriptThatLeavesStandardInputAlone(@TempDir Path folder) throws Exception {
        for (String input : List.of("", " < /dev/null")) {
            Path script = Files.writeString(
                    folder.resolve("script" + input.length()),
                    "#!/bin/sh\nexec " + Jvm.java() + " \"$@\"" + input + "\n");
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
            SharedLong ran = tandem.newLong(0);
            ChildProcess child = tandem.process().executable(script).capture();
            child.start(() -> ran.set(1)).join();
            boolean alone = input.isEmpty();
            assertEquals(alone ? 1 : 0, ran.get());
            assertEquals(OptionalInt.of(alone ? 0 : 1), child.exitCode());
            assertEquals(!alone, child.errorText().contains(ChildMain.NO_TASK));
        }
    }
}
