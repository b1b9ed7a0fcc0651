package io.tandem.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tandem.support.Jvm;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The users' own programs with a bounded queue, from outside: what they print and how they end. */
class CapacityProcessTest {
    private static void prints(Class<?> program, String... lines) throws InterruptedException {
        try (Jvm jvm = Jvm.start(program)) {
            assertEquals(List.of(lines), jvm.awaitSuccess());
        }
    }

    /** E12. */
    @Test
    void aBoundedBufferIsNeverMoreThanItsCapacityAhead() throws Exception {
        prints(CapacityPrograms.BoundedBuffer.class, "full 2 true false 2 0", "most ahead 2 wrong 0");
    }

    /** E33. */
    @Test
    void fullAndEmptyBlockOrAreToldAfterTheTimeout() throws Exception {
        prints(
                CapacityPrograms.FullAndEmpty.class,
                "empty 0 2",
                "neither 1 1",
                "no room false",
                "no room false true",
                "full 2 0",
                "a",
                "full 2 0",
                "b c null",
                "nothing null true",
                "empty 0 2",
                "d",
                "empty 0 2");
    }
}
