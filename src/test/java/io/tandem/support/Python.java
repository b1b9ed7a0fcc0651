package io.tandem.support;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Runs a Python program; skips the test where there is none. */
public final class Python {
    private Python() {}

    public static Jvm run(String program, String... arguments) {
        Skip.PYTHON.unless(isHere());
        List<String> command = new ArrayList<>(List.of("python3", "-c", program));
        command.addAll(List.of(arguments));
        return Jvm.run(command);
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
