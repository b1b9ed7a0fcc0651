package io.tandem.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.support.Jvm;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The users' own programs, from outside: what they print and how they end. E2 and E15: {@link PipeProcessTest}. */
class PipeProgramsProcessTest {
    private static List<String> run(Class<?> program) throws InterruptedException {
        try (Jvm jvm = Jvm.start(program)) {
            return jvm.awaitSuccess();
        }
    }

    /** E16. */
    @Test
    void aOneWayPipe() throws Exception {
        assertEquals(
                List.of(
                        "writer recv: UnsupportedOperationException",
                        "one way reader send: UnsupportedOperationException"),
                run(Programs.OneWay.class));
    }

    /** E34. */
    @Test
    void bothAtOnceAndMoreThan32Megabytes() throws Exception {
        assertEquals(
                List.of("both at once nothing there", "message true", "stream true", "refused true", "exit code 0"),
                run(Programs.Large.class));
    }

    /** E53. */
    @Test
    void aWebServerOfSeveralProcesses() throws Exception {
        List<String> lines = run(WebServer.class);
        assertTrue(
                lines.contains("answered [front-0-client-0-200, front-0-client-1-200,"
                        + " front-1-client-0-200, front-1-client-1-200]"),
                lines::toString);
        assertEquals(
                2, lines.stream().filter(line -> line.equals("a front ends, 0")).count(), lines::toString);
        assertEquals(
                2,
                lines.stream().filter(line -> line.startsWith("a worker ends")).count(),
                lines::toString);
        assertEquals("left 0 0 0", lines.get(lines.size() - 1));
    }
}
