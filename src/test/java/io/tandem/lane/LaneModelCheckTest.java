package io.tandem.lane;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.support.Jvm;
import io.tandem.support.Skip;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every interleaving of a small lane, by Spin; and that the model finds what it should find. */
class LaneModelCheckTest {
    private static final Path MODEL = Path.of("src", "test", "spin", "lane.pml").toAbsolutePath();

    @TempDir
    private Path directory;

    private static boolean isHere(String tool) {
        return List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    }

    private String check(String macros) throws InterruptedException {
        Skip.SPIN.unless(isHere("spin") && isHere("gcc"));
        String commands = "cd '" + directory + "' && spin " + macros + " -a '" + MODEL
                + "' && gcc -O2 -DSAFETY -DCOLLAPSE -o pan pan.c && exec timeout 50 ./pan -m100000 -w24";
        try (Jvm checker = Jvm.run(List.of("sh", "-c", commands))) {
            return String.join("\n", checker.awaitSuccess());
        }
    }

    /** Which messages are longer than the others decides where PADs are. */
    @ParameterizedTest
    @ValueSource(strings = {"-DLENGTHS=0 -DN=4 -DLAST=5", "-DLENGTHS=4", "-DLENGTHS=2 -DLAST=3"})
    void nothingIsLostDoubledTornOrReordered(String lengths) throws Exception {
        String verdict = check(lengths);
        assertTrue(verdict.contains("errors: 0"), verdict);
        assertTrue(!verdict.contains("max search depth too small"), verdict);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BUG_PUBLISH_FIRST",
                "BUG_NO_CAS",
                "BUG_NO_VERDICT",
                "BUG_NO_END",
                "BUG_END_LATE",
                "BUG_NO_ROOM_FOR_END",
                "BUG_FETCH_TOO_FAR",
                "BUG_FETCH_THE_END"
            })
    void eachBrokenRuleIsFound(String bug) throws Exception {
        String verdict = check("-D" + bug);
        assertTrue(verdict.contains("errors: 1"), verdict);
    }
}
