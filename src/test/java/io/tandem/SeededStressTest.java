package io.tandem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.support.Jvm;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jcstress.infra.runners.TestList;

/** Each seeded bug of {@code jcstress/} is found: so the tests beside them can fail. */
@Tag("full")
class SeededStressTest {
    private static final String FAILED = "[FAILED] ";
    private static final int MINUTES = 15;

    @Test
    @Timeout(value = MINUTES + 1, unit = TimeUnit.MINUTES)
    void everySeededBugIsFound(@TempDir Path directory) throws IOException, InterruptedException {
        Set<String> seeded = TestList.tests().stream()
                .filter(name -> name.contains("SeededStress"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertTrue(seeded.size() > 10, seeded::toString);
        Path output = directory.resolve("output");
        Process stress = new ProcessBuilder(List.of(
                        Jvm.java().toString(),
                        "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Stress.class.getName(),
                        directory.toString(),
                        "quick",
                        "SeededStress"))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(output.toFile()))
                .start();
        try {
            assertTrue(stress.waitFor(MINUTES, TimeUnit.MINUTES), "jcstress does not end");
        } finally {
            stress.descendants().forEach(ProcessHandle::destroyForcibly);
            stress.destroyForcibly();
        }
        Set<String> found = Files.readAllLines(output).stream()
                .filter(line -> line.contains(FAILED))
                .map(line ->
                        line.substring(line.indexOf(FAILED) + FAILED.length()).strip())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(seeded, found, "seeded bugs that were found");
        assertTrue(stress.exitValue() != 0, "a failure must fail the build");
    }
}
