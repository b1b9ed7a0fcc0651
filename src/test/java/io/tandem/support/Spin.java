package io.tandem.support;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A Promela model under {@code src/test/spin}, and Spin to walk every interleaving of it. Its files go to a directory of the test.
 * Skips the test where there is no Spin or no C compiler.
 */
public final class Spin {
    private static final Path MODELS = Path.of("src", "test", "spin").toAbsolutePath();

    private final Path model;
    private final Path directory;

    /** By name, without {@code .pml}. */
    public Spin(String model, Path directory) {
        this.model = MODELS.resolve(model + ".pml");
        this.directory = directory;
    }

    private static boolean isHere(String tool) {
        return List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    }

    /** What Spin says of the model with these macros; a run that does not end in time fails. */
    private String check(String macros, String optimization) throws InterruptedException {
        Skip.SPIN.unless(isHere("spin") && isHere("gcc"));
        String commands = "cd '" + directory + "' && spin " + macros + " -a '" + model + "' && gcc " + optimization
                + " -DSAFETY -DCOLLAPSE -o pan pan.c && exec timeout 50 ./pan -m100000 -w24";
        try (Jvm checker = Jvm.run(List.of("sh", "-c", commands))) {
            return String.join("\n", checker.awaitSuccess());
        }
    }

    /** No interleaving breaks a rule, and all of them were walked. */
    public void holds(String macros) throws InterruptedException {
        String verdict = check(macros, "-O2");
        assertTrue(verdict.contains("errors: 0"), verdict);
        assertTrue(!verdict.contains("max search depth too small"), verdict);
    }

    /** Some interleaving breaks a rule. */
    public void breaks(String macros) throws InterruptedException {
        String verdict = check(macros, "-O0"); // one is found soon
        assertTrue(verdict.contains("errors: 1"), verdict);
    }
}
