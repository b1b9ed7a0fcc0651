package io.tandem.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps of the demo, and what they rest on. */
class DemoStepTest {
    @Test
    void aFileIsHashedAndItsWordsCounted(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("a"), "abc");
        assertEquals(new FileSum(0xba7816bf8f01cfeaL, 1), FileSum.of(file.toString())); // from FIPS 180-2
        Files.writeString(file, "Two words, 3 <wörds>");
        assertEquals(5, FileSum.of(file.toString()).words());
    }

    @Test
    void processesThreadsAndPythonAgreeOnAFileTree() throws Exception {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (Tandem tandem = Tandem.open()) {
            Stage stage = new Stage(tandem, new PrintStream(said, true, StandardCharsets.UTF_8));
            new FileTreeStep().show(stage);
            String text = said.toString(StandardCharsets.UTF_8);
            assertEquals(0, stage.failures(), text);
            boolean python = PythonFiles.run(List.of(), 1, 1) != null;
            assertEquals(
                    python ? 3 : 2,
                    text.lines().filter(line -> line.contains("ok   sums")).count(),
                    text);
            assertEquals(1, stage.figures().size());
            assertTrue(stage.figures().get(0).startsWith("files/s by processes"), text);
        }
    }
}
