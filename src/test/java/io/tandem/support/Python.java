package io.tandem.support;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Runs a Python program; skips the test where there is none. */
public final class Python {
    private Python() {}

    public static Jvm run(String program, String... arguments) {
        require();
        List<String> command = new ArrayList<>(List.of("python3", "-c", program));
        command.addAll(List.of(arguments));
        return Jvm.run(command);
    }

    /** Skips the test where there is no Python. */
    public static void require() {
        Skip.PYTHON.unless(isHere());
    }

    private static boolean isHere() {
        try {
            Process version = new ProcessBuilder("python3", "--version")
                    .redirectErrorStream(true)
                    .start();
            version.getInputStream().readAllBytes();
            return version.waitFor() == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }
}
