package io.tandem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.support.Jvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's example is complete, stands in its first 20 lines, and prints what it says. */
class ReadmeTest {
    @Test
    void exampleRuns(@TempDir Path folder) throws Exception {
        List<String> readme = Files.readAllLines(Path.of("README.md"));
        int begin = readme.indexOf("```java");
        int end = begin + 1 + readme.subList(begin + 1, readme.size()).indexOf("```");
        assertTrue(begin > 0 && end <= 20, "lines " + begin + " to " + end);
        String example = String.join("\n", readme.subList(begin + 1, end));
        Path source = Files.writeString(folder.resolve("Example.java"), example);
        String classPath = System.getProperty("java.class.path");
        assertEquals(
                0,
                ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "-proc:none",
                                "-cp",
                                classPath,
                                "-d",
                                folder.toString(),
                                source.toString()));
        String expected = example.substring(example.indexOf("// ") + 3)
                .lines()
                .findFirst()
                .orElseThrow();
        List<String> command =
                List.of(Jvm.java().toString(), "-cp", folder + java.io.File.pathSeparator + classPath, "Example");
        try (Jvm jvm = Jvm.run(command)) {
            assertTrue(jvm.awaitSuccess().contains(expected), jvm::toString);
        }
    }
}
