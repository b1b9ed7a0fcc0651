package io.tandem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.support.Jvm;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The README's examples are complete and print what they say; the first stands in its first 20 lines. */
class ReadmeTest {
    private static List<String> readme() throws Exception {
        return Files.readAllLines(Path.of("README.md"));
    }

    @Test
    void itBeginsWithAnExample() throws Exception {
        int begin = readme().indexOf("```java");
        assertTrue(begin > 0 && begin + readme().subList(begin, readme().size()).indexOf("```") < 20);
    }

    static List<String> examples() throws Exception {
        List<String> examples = new ArrayList<>();
        StringBuilder example = null;
        for (String line : readme()) {
            if (line.equals("```java")) {
                example = new StringBuilder();
            } else if (example != null && line.equals("```")) {
                examples.add(example.toString());
                example = null;
            } else if (example != null) {
                example.append(line).append('\n');
            }
        }
        assertEquals(8, examples.size());
        return examples;
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExamplePrintsWhatItSays(String example, @TempDir Path folder) throws Exception {
        String name = example.split("public class ")[1].split(" ")[0];
        String source =
                Files.writeString(folder.resolve(name + ".java"), example).toString();
        String classPath = System.getProperty("java.class.path");
        int errors = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-cp", classPath, "-d", folder.toString(), source);
        assertEquals(0, errors);
        List<String> expected = example.lines()
                .filter(line -> line.contains("System.out.println"))
                .map(line -> line.substring(line.indexOf("// ") + 3))
                .toList();
        try (Jvm jvm = Jvm.run(List.of(
                Jvm.java().toString(),
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                folder + File.pathSeparator + classPath,
                name))) {
            assertEquals(expected, jvm.awaitSuccess());
        }
    }
}
