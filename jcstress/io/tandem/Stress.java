package io.tandem;

import java.util.ArrayList;
import java.util.List;

/**
 * Starts jcstress on the tests of this project, with the flags its JVMs need: {@code [quick] [PATTERN] [option of jcstress]...}.
 * Every test runs interpreted, in C1, in C2 and in C2 with randomized scheduling of instructions, a second in each, which
 * takes less than half an hour; with {@code -sc true} in each combination of these for its actors, a good hour; {@code -m
 * default} and {@code -m tough} stay longer in each, many hours. {@code quick} is one mode per test, some minutes. The
 * seeded bugs are left out unless the pattern names them. The report is {@code target/jcstress/index.html}; a failure ends
 * with code 1.
 */
public final class Stress {
    private static final String SEEDED = "Seeded";
    private static final String FLAG = "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED";

    private Stress() {}

    /** The folder of the report comes first. */
    public static void main(String[] arguments) throws Exception {
        List<String> rest = new ArrayList<>(List.of(arguments));
        List<String> options = new ArrayList<>(List.of("-r", rest.remove(0)));
        if (!rest.isEmpty() && rest.get(0).equals("quick")) {
            rest.remove(0);
            options.addAll(List.of("-m", "quick", "-sc", "false", "-jvmArgs", FLAG));
        } else {
            options.addAll(List.of("-jvmArgsPrepend", FLAG));
            usually("-m", "quick", rest, options);
            usually("-sc", "false", rest, options);
        }
        String pattern = rest.isEmpty() || rest.get(0).startsWith("-") ? ".*" : rest.remove(0);
        options.addAll(List.of("-t", pattern.contains(SEEDED) ? pattern : "^(?!.*" + SEEDED + ").*(" + pattern + ")"));
        options.addAll(rest);
        org.openjdk.jcstress.Main.main(options.toArray(new String[0]));
    }

    private static void usually(String option, String value, List<String> given, List<String> options) {
        if (!given.contains(option)) {
            options.addAll(List.of(option, value));
        }
    }
}
