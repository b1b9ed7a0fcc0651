package io.tandem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class FolderOrderTest {
    /** A folder may use only those before it; the empty name is the root, {@code Tandem} itself. */
    private static final List<String> ORDER = List.of(
            "file", "wait", "owner", "codec", "value", "lane", "index", "lease", "spill", "queue", "pipe", "sync",
            "journal", "process", "pool", "manager", "", "demo");

    private static final Pattern USE = Pattern.compile("\\bio\\.tandem\\.(?:([a-z]\\w*)\\.)?[A-Z*]");
    private static final Pattern CLOCK =
            Pattern.compile("currentTimeMillis|Instant\\s*\\.\\s*now|Clock\\s*\\.|new Date\\b");
    /** {@code Condition.awaitUntil(Date)} is defined by the clock; a journal's files are named after the time. */
    private static final Set<String> BY_THE_CLOCK = Set.of("SharedCondition.java", "RollClock.java");

    private static final int MOST_LINES = 400;

    @Test
    void foldersUseOnlyEarlierOnes() {
        Set<String> wrong = new TreeSet<>();
        Set<String> used = new TreeSet<>();
        for (Path file : Sources.all()) {
            String folder = Sources.folder(file);
            assertTrue(ORDER.contains(folder), () -> "a new folder: give " + folder + " its place here");
            Matcher use = USE.matcher(Sources.code(file));
            while (use.find()) {
                String other = use.group(1) == null ? "" : use.group(1);
                used.add(other);
                if (!ORDER.contains(other) || ORDER.indexOf(other) > ORDER.indexOf(folder)) {
                    wrong.add(file + " uses " + use.group());
                }
            }
        }
        assertEquals(Set.of(), wrong);
        assertTrue(used.containsAll(List.of("file", "wait", "owner", "codec", "value")), used::toString);
    }

    @Test
    void filesStayShort() {
        List<String> tooLong = new ArrayList<>();
        for (Path file : Sources.all()) {
            long lines =
                    Sources.code(file).lines().filter(line -> !line.isBlank()).count();
            if (lines > MOST_LINES) {
                tooLong.add(file + ": " + lines);
            }
        }
        assertEquals(List.of(), tooLong);
    }

    @Test
    void noWallClockAndNoSleep() {
        for (Path file : Sources.all()) {
            Matcher clock = CLOCK.matcher(Sources.code(file));
            assertTrue(
                    BY_THE_CLOCK.contains(file.getFileName().toString()) || !clock.find(),
                    () -> file + " asks the wall clock: " + clock.group());
            assertTrue(!Sources.code(file).contains("Thread.sleep"), () -> file + " sleeps; use wait/Waiter");
        }
    }
}
