package io.tandem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class CrashPointTest {
    private static final List<String> PROTOCOLS = List.of(
            "Participants",
            "Versions",
            "OwnedWord",
            "FileCreation",
            "SharedFile",
            "LaneWriter",
            "LaneTaker",
            "LaneReader",
            "Frontier",
            "IndexWriter",
            "IndexTaker",
            "IndexReader",
            "IndexRing",
            "LeaseWriter",
            "LeaseTaker",
            "LeaseLane",
            "NewFile",
            "FileNumbers",
            "SpillPlace",
            "SpillFiles",
            "SharedBytes",
            "FileTree",
            "QueueEngine",
            "QueueLanes",
            "InPlaceConsumer",
            "PipeEnds",
            "LockWord",
            "WaitingLine",
            "ConditionTable",
            "Permits",
            "Meeting",
            "EventWord",
            "SharedCountDownLatch",
            "PoolFile",
            "Board",
            "JournalEngine",
            "Messages",
            "MessageFiles",
            "ReaderRing");

    private static final Pattern POINT = Pattern.compile("CrashPoint\\.at\\(\"([a-z.]+)\"\\)");
    private static final Pattern ACCESS = Pattern.compile("Memory\\.(\\w+)\\(");
    private static final Pattern ALWAYS_WRITES = Pattern.compile("compareAnd.*|getAnd.*|copyIn");
    /** What the classes that know where words are offer to those that know when to write them. */
    private static final String VERB = "(headerPlain|headerRelease|headRelease|markRelease|drainedRelease|wherePlain"
            + "|wordRelease|fetch|compareAndSetHead|compareAndSetSlot|compareAndSetWord)\\(";

    private static final Pattern LANE_WRITE =
            Pattern.compile("(?:(?:lane|ring|area|room)\\.|(?<![\\w.])(?!fetch))" + VERB);
    private static final Pattern ACCESSOR = Pattern.compile("(?:\\w+ )*(?:void|boolean|long) " + VERB + ".*");
    private static final Pattern METHOD =
            Pattern.compile("(?!else |return |new |throw )[^=]*[\\w>\\]] \\w+\\([^()]*\\)(?: throws [\\w., ]+)?");
    private static final Pattern FILE_WRITE =
            Pattern.compile("createLink\\(|createSymbolicLink\\(|createDirectory\\(|CREATE_NEW, "
                    + "|Files\\.move\\(|deleteIfExists\\(|filler\\.fill\\(|allocate\\(channel"
                    + "|writeFully\\(channel, header|channel\\.write\\(ByteBuffer|channel\\.write\\(bytes, length");

    /** What a statement does to shared memory; plain stores between two points have no order, so they are one step. */
    private enum Kind {
        OTHER,
        PLAIN_WRITE,
        WRITE,
        POINT,
        EDGE
    }

    /** Statements and the braces between them; those of an array initializer belong to its statement. */
    private static List<String> statements(Path file) {
        List<String> statements = new ArrayList<>();
        StringBuilder statement = new StringBuilder();
        Deque<Integer> outer = new ArrayDeque<>();
        int depth = 0;
        for (char c :
                Sources.code(file).replaceAll("\\]\\s*\\{([^{}]*)}", "] $1").toCharArray()) {
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == '{' || c == '}' || c == ';' && depth == 0) {
                statements.add(statement.toString().trim());
                statement.setLength(0);
            }
            if (c == '{') {
                statements.add("{");
                outer.push(depth);
                depth = 0;
            } else if (c == '}') {
                statements.add("}");
                depth = outer.pop();
            } else if (c != ';' || depth > 0) {
                statement.append(c);
            }
        }
        statements.removeIf(String::isEmpty);
        return statements;
    }

    private static Kind kind(String statement) {
        if (statement.equals("{") || statement.equals("}")) {
            return Kind.EDGE;
        }
        if (POINT.matcher(statement).find()) {
            return Kind.POINT;
        }
        Matcher access = ACCESS.matcher(statement);
        if (ACCESSOR.matcher(statement).matches()) {
            return Kind.OTHER;
        }
        Matcher lane = LANE_WRITE.matcher(statement);
        if (lane.find() && (!lane.group(1).endsWith("Plain") || arguments(statement, lane.end()) == 2)) {
            return lane.group(1).endsWith("Plain") ? Kind.PLAIN_WRITE : Kind.WRITE;
        }
        Kind kind = FILE_WRITE.matcher(statement).find() ? Kind.WRITE : Kind.OTHER;
        while (access.find()) {
            String verb = access.group(1);
            boolean store = verb.matches("(byte|int|long)[A-Z].*") && arguments(statement, access.end()) == 3;
            if (store && verb.endsWith("Plain") && kind == Kind.OTHER) {
                kind = Kind.PLAIN_WRITE;
            } else if (store || ALWAYS_WRITES.matcher(verb).matches()) {
                kind = Kind.WRITE;
            }
        }
        return kind;
    }

    private static int arguments(String statement, int from) {
        int count = 1;
        int depth = 1;
        for (int i = from; depth > 0; i++) {
            char c = statement.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            count += c == ',' && depth == 1 ? 1 : 0;
        }
        return count;
    }

    /**
     * The first statement of the method beside this one that is a point or a write, other plain stores beside a plain one
     * left out. What is returned at once is followed by a point of the caller's.
     */
    private static Kind beside(List<String> statements, int index, int step) {
        boolean plain = kind(statements.get(index)) == Kind.PLAIN_WRITE;
        int other = index + step;
        if (step > 0 && statements.get(index).startsWith("return ")) {
            return Kind.POINT;
        }
        while (other >= 0
                && other < statements.size()
                && !METHOD.matcher(statements.get(other)).matches()
                && (skips(kind(statements.get(other))) || plain && kind(statements.get(other)) == Kind.PLAIN_WRITE)) {
            other += step;
        }
        return other < 0 || other == statements.size() ? Kind.EDGE : kind(statements.get(other));
    }

    private static boolean skips(Kind kind) {
        return kind == Kind.OTHER || kind == Kind.EDGE;
    }

    @Test
    void everySharedWriteOfAProtocolLiesBetweenTwoPoints() {
        List<String> bare = new ArrayList<>();
        int writes = 0;
        for (String protocol : PROTOCOLS) {
            List<String> statements = statements(Sources.named(protocol));
            for (int i = 0; i < statements.size(); i++) {
                Kind kind = kind(statements.get(i));
                boolean accessor =
                        i > 1 && ACCESSOR.matcher(statements.get(i - 2)).matches();
                if (!accessor && (kind == Kind.WRITE || kind == Kind.PLAIN_WRITE)) {
                    writes++;
                    if (beside(statements, i, -1) != Kind.POINT || beside(statements, i, 1) != Kind.POINT) {
                        bare.add(protocol + ": " + statements.get(i));
                    }
                }
            }
        }
        assertEquals(List.of(), bare);
        assertTrue(writes >= 60, "too few writes were found: " + writes);
    }

    @Test
    void everyPointHasANameOfItsOwn() {
        Map<String, Path> seen = new HashMap<>();
        for (Path file : Sources.all()) {
            Matcher point = POINT.matcher(Sources.code(file));
            while (point.find()) {
                Path before = seen.put(point.group(1), file);
                assertEquals(null, before, () -> point.group(1) + " also in " + file);
            }
        }
        assertTrue(seen.size() >= 20, seen::toString);
    }
}
