package io.tandem.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.file.CrashPoint;
import io.tandem.file.SharedFileException;
import io.tandem.file.SharedFileException.Reason;
import io.tandem.support.Jvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Scanner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes that end with a listener open: who may bind its path, and what becomes of its callers. */
@Timeout(60)
class ListenerDeathProcessTest {
    private final Tandem tandem = Tandem.open();
    private final Path path = tandem.path().resolve("meeting");

    @AfterEach
    void close() {
        tandem.close();
    }

    /** Binds; told "close" it closes, told anything else it ends without that. */
    static final class Binder {
        public static void main(String[] arguments) {
            Listener<String> listener = Listener.bind(Path.of(arguments[0]), String.class);
            System.out.println("bound");
            if (new Scanner(System.in).nextLine().equals("close")) {
                listener.close();
            }
        }
    }

    /** Calls, and waits for an answer. */
    static final class Caller {
        public static void main(String[] arguments) throws Exception {
            try (Connection<String> connection = Connection.connect(Path.of(arguments[0]), String.class)) {
                connection.send("from the caller");
                System.out.println(connection.recv());
            }
        }
    }

    private Jvm bound() throws InterruptedException {
        Jvm binder = Jvm.start(Binder.class, path.toString());
        binder.awaitLine("bound");
        return binder;
    }

    private Jvm stoppedAt(String point) {
        return Jvm.start(List.of("-D" + CrashPoint.PROPERTY + "=" + point), Binder.class, path.toString());
    }

    private void assertTaken() {
        SharedFileException taken = assertThrows(SharedFileException.class, () -> Listener.bind(path, String.class));
        assertEquals(Reason.ALREADY_EXISTS, taken.reason());
    }

    /** The path is free, and a listener at it works. */
    private void bindAndMeet() throws InterruptedException {
        try (Listener<String> listener = Listener.bind(path, String.class);
                Connection<String> caller = Connection.connect(path, String.class)) {
            caller.send("hello");
            try (Connection<String> accepted = listener.accept()) {
                assertEquals("hello", accepted.recv());
            }
            assertNull(listener.accept(Duration.ZERO));
            assertTaken();
        }
    }

    @Test
    void thePathOfAKilledListenerCanBeBoundAgain() throws Exception {
        try (Jvm binder = bound()) {
            assertTaken();
            binder.stop();
            assertTaken();
            binder.kill();
            bindAndMeet();
        }
    }

    @Test
    void whoEndsWithoutClosingLeavesThePathFree() throws Exception {
        try (Jvm binder = bound()) {
            binder.send("end");
            binder.awaitSuccess();
            bindAndMeet();
        }
    }

    @Test
    void theNextListenerFindsTheCallersThatWait() throws Exception {
        try (Jvm binder = bound();
                Connection<String> early = Connection.connect(path, String.class)) {
            early.send("before the death");
            binder.kill();
            try (Connection<String> late = Connection.connect(path, String.class);
                    Listener<String> next = Listener.bind(path, String.class);
                    Connection<String> first = next.accept();
                    Connection<String> second = next.accept()) {
                late.send("after it");
                assertEquals("before the death", first.recv());
                assertEquals("after it", second.recv());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"create.filled", "create.published", "owned.free", "queue.reading"})
    void killedWhileItBinds(String point) throws Exception {
        try (Jvm binder = stoppedAt(point)) {
            binder.awaitLine("CRASHPOINT");
            binder.kill();
        }
        bindAndMeet();
    }

    @ParameterizedTest
    @ValueSource(strings = {"queue.shut", "destroy.begun", "destroy.marked", "owned.ending", "owned.ended"})
    void killedWhileItCloses(String point) throws Exception {
        try (Jvm binder = stoppedAt(point)) {
            binder.awaitLine("bound");
            try (Connection<String> waiting = Connection.connect(path, String.class)) {
                binder.send("close");
                binder.awaitLine("CRASHPOINT");
                binder.kill();
                bindAndMeet();
                assertThrows(EndOfStreamException.class, waiting::recv);
            }
        }
        assertTrue(tandem.path().toFile().list((directory, name) -> name.equals("meeting")).length == 0);
    }

    private long pipes() {
        return tandem.path().toFile().list((directory, name) -> name.matches("meeting~call-[^~]*")).length;
    }

    /** Before the call its pipe is in nobody's hands, after it in the listener's. */
    @Test
    void thePipeOfACallerKilledBeforeItCalledIsRemoved() throws Exception {
        try (Listener<String> listener = Listener.bind(path, String.class);
                Jvm living = Jvm.stoppedAt("listener.calling", Caller.class, path)) {
            try (Jvm caller = Jvm.stoppedAt("listener.calling", Caller.class, path)) {
                caller.kill();
            }
            assertEquals(2, pipes());
            assertNull(listener.accept(Duration.ZERO));
            assertEquals(1, pipes(), "the living one's is there");
            try (Jvm caller = Jvm.stoppedAt("listener.called", Caller.class, path)) {
                caller.kill();
            }
            try (Connection<String> accepted = listener.accept()) {
                assertNull(listener.accept(Duration.ZERO));
                assertThrows(PeerDiedException.class, accepted::recv);
                assertEquals(2, pipes(), "accepted is accepted");
            }
            living.kill();
        }
        assertEquals(1, pipes(), "what was accepted; the listener's end removes the others");
    }
}
