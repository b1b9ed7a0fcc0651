package io.tandem.demo;

import io.tandem.value.SharedLong;
import io.tandem.value.SharedValue;
import java.nio.file.Path;

/** The main class of a JVM that knows nothing of the demo but two paths. */
final class Stranger {
    private Stranger() {}

    public static void main(String[] arguments) {
        try (SharedValue<String> letter = SharedValue.attach(Path.of(arguments[0]), String.class);
                SharedLong turn = SharedLong.attach(Path.of(arguments[1]))) {
            letter.updateAndGet(
                    text -> text + ", answered by " + ProcessHandle.current().pid());
            turn.set(1);
        }
    }
}
