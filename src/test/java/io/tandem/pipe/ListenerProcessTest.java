package io.tandem.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.file.ClosedException;
import io.tandem.file.SharedFileException;
import io.tandem.file.SharedFileException.Reason;
import io.tandem.file.TandemException;
import io.tandem.queue.SharedQueue;
import io.tandem.support.Jvm;
import io.tandem.support.Threads;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** JVMs that have no parent in common. */
@Timeout(60)
class ListenerProcessTest {
    private final Tandem tandem = Tandem.open();
    private final Path path = tandem.path().resolve("meeting");

    @AfterEach
    void close() {
        tandem.close();
    }

    /** Connects, sends, waits for the answer, closes. */
    static final class Caller {
        public static void main(String[] arguments) throws Exception {
            try (Connection<String> connection = Connection.connect(Path.of(arguments[0]), String.class)) {
                connection.send("hello from " + ProcessHandle.current().pid());
                System.out.println(connection.recv());
            }
        }
    }

    /** Connects, sends so many, closes, ends. */
    static final class Leaver {
        public static void main(String[] arguments) throws Exception {
            try (Connection<String> connection = Connection.connect(Path.of(arguments[0]), String.class)) {
                for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
                    connection.send("message " + i);
                }
            }
        }
    }

    /** Connects, and never sends. */
    static final class Silent {
        public static void main(String[] arguments) throws Exception {
            Connection<String> connection = Connection.connect(Path.of(arguments[0]), String.class);
            System.out.println("connected by " + connection.path());
            new Scanner(System.in).hasNextLine();
        }
    }

    private Jvm start(Class<?> main, String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = path.toString();
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Jvm.start(main, all);
    }

    /** 170, 173. */
    @Test
    void strangersMeetAtAListener() throws Exception {
        try (Listener<String> listener = Listener.bind(path, String.class);
                Jvm caller = start(Caller.class)) {
            SharedFileException twice =
                    assertThrows(SharedFileException.class, () -> Listener.bind(path, String.class));
            assertEquals(Reason.ALREADY_EXISTS, twice.reason());
            try (Connection<String> connection = listener.accept()) {
                assertEquals("hello from " + caller.pid(), connection.recv());
                connection.send("and back");
            }
            assertTrue(caller.awaitSuccess().contains("and back"));
            assertNull(listener.accept(Duration.ZERO));
            assertNull(listener.accept(Duration.ofMillis(20)));
        }
        Listener.bind(path, String.class).close();
    }

    /** 172. */
    @Test
    void callersThatCameAndWentAreAcceptedLater() throws Exception {
        try (Listener<String> listener = Listener.bind(path, String.class)) {
            for (int messages : new int[] {3, 0}) {
                try (Jvm leaver = start(Leaver.class, Integer.toString(messages))) {
                    leaver.awaitSuccess();
                }
            }
            for (int messages : new int[] {3, 0}) {
                try (Connection<String> connection = listener.accept()) {
                    for (int i = 0; i < messages; i++) {
                        assertEquals("message " + i, connection.recv());
                    }
                    assertThrows(EndOfStreamException.class, connection::recv);
                }
            }
        }
    }

    @Test
    void aCallerKilledBeforeItsFirstMessageIsNoticed() throws Exception {
        try (Listener<String> listener = Listener.bind(path, String.class)) {
            try (Jvm silent = start(Silent.class)) {
                silent.awaitLine("connected");
                silent.kill();
                try (Connection<String> connection = listener.accept()) {
                    PeerDiedException died = assertThrows(
                            PeerDiedException.class, () -> connection.recv(Duration.ofSeconds(20)), "nobody was told");
                    assertEquals(silent.pid(), died.pid());
                }
            }
            Leaver.main(new String[] {path.toString(), "0"});
            listener.accept().close();
        }
    }

    /** 175. */
    @Test
    void onlyListenersCanBeCalled() throws Exception {
        tandem.sharedLong("meeting", 1);
        assertEquals(Reason.WRONG_KIND, refusal());
        assertEquals(
                Reason.ALREADY_EXISTS,
                assertThrows(SharedFileException.class, () -> Listener.bind(path, String.class))
                        .reason());
        tandem.sharedLong("meeting", 1).destroy();
        assertEquals(Reason.NOT_FOUND, refusal());
        for (Class<?> type : List.of(Long.class, String.class)) {
            SharedQueue<?> queue = tandem.queue("meeting", type);
            assertEquals(Reason.WRONG_KIND, refusal());
            assertEquals(
                    Reason.ALREADY_EXISTS,
                    assertThrows(SharedFileException.class, () -> Listener.bind(path, String.class))
                            .reason());
            queue.destroy();
        }
    }

    private Reason refusal() {
        return assertThrows(SharedFileException.class, () -> Connection.connect(path, String.class))
                .reason();
    }

    /** The listener is told by name, and goes on. */
    @Test
    void aCallerOfAnotherTypeIsRefused() throws Exception {
        try (Listener<String> listener = Listener.bind(path, String.class);
                Connection<Long> wrong = Connection.connect(path, Long.class);
                Connection<String> right = Connection.connect(path, String.class)) {
            SharedFileException refused = assertThrows(SharedFileException.class, listener::accept);
            assertEquals(Reason.WRONG_KIND, refused.reason());
            right.send("right");
            try (Connection<String> accepted = listener.accept()) {
                assertEquals("right", accepted.recv());
            }
            assertThrows(EndOfStreamException.class, wrong::recv);
        }
    }

    @Test
    void whoWasNotAcceptedBeforeTheCloseIsTold() throws Exception {
        Listener<String> listener = Listener.bind(path, String.class);
        try (Connection<String> waiting = Connection.connect(path, String.class)) {
            listener.close();
            assertThrows(EndOfStreamException.class, waiting::recv);
        }
    }

    @Test
    void closingEndsWaitsForCallers() throws Exception {
        Listener<String> listener = Listener.bind(path, String.class);
        Callable<Object> accept = () -> assertThrows(ClosedException.class, listener::accept);
        Callable<Object> close = () -> {
            listener.close();
            listener.close();
            return null;
        };
        Threads.all(List.of(accept, close));
        assertEquals(Reason.NOT_FOUND, refusal());
    }

    /** Whenever it closes: no caller is left with a connection that nobody will ever use. */
    @Test
    void whoCallsDuringTheCloseIsTold() throws Exception {
        for (int round = 0; round < 100; round++) {
            long delay = round * 10_000;
            Listener<String> listener = Listener.bind(path, String.class);
            Callable<Object> call = () -> {
                assertThrows(TandemException.class, () -> {
                    try (Connection<String> connection = Connection.connect(path, String.class)) {
                        connection.recv(Duration.ofSeconds(5));
                    }
                });
                return null;
            };
            Callable<Object> close = () -> {
                for (long begin = System.nanoTime(); System.nanoTime() - begin < delay; ) {
                    Thread.onSpinWait();
                }
                listener.close();
                return null;
            };
            Threads.all(List.of(call, close));
        }
    }
}
