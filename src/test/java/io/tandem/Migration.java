package io.tandem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The programs of NOTES.md, chapter 7: each in Python and in Java, with what it prints. */
final class Migration {
    private static final Pattern HEADING = Pattern.compile("(?m)^### (E\\d+)\\. (.+)$");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(python|java)\n(.*?)^```$");
    private static final Pattern PRINTS =
            Pattern.compile("(?ms)(Python prints|Tandem prints|Prints)(.*?)(?=Tandem prints|\\z)");
    private static final Pattern LINE = Pattern.compile("`([^`]*)`(?: × (\\d+))?");
    private static final List<String> IMPORTS = List.of(
            "java.io.*",
            "java.net.*",
            "java.nio.channels.*",
            "java.nio.file.*",
            "java.time.*",
            "java.util.*",
            "java.util.concurrent.*",
            "java.util.stream.*");

    private Migration() {}

    /** Of one heading; blocks and lines are empty where there are none. */
    record Program(
            String name,
            String python,
            String java,
            List<String> pythonLines,
            List<String> javaLines,
            boolean ordered) {
        boolean isThere() {
            return !python.isEmpty() && !java.isEmpty() && !pythonLines.isEmpty() && !javaLines.isEmpty();
        }

        /** What it printed, to be compared with what it should have. */
        List<String> arranged(List<String> printed) {
            return ordered ? printed : printed.stream().sorted().toList();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static String chapter() throws IOException {
        String notes = Files.readString(Path.of("NOTES.md"));
        return notes.substring(notes.indexOf("\n## 7. "));
    }

    static List<Program> programs() throws IOException {
        String chapter = chapter();
        List<Program> programs = new ArrayList<>();
        Matcher heading = HEADING.matcher(chapter);
        boolean found = heading.find();
        while (found) {
            String name = heading.group(1);
            int from = heading.end();
            found = heading.find();
            programs.add(program(name, chapter.substring(from, found ? heading.start() : chapter.length())));
        }
        return programs;
    }

    private static Program program(String name, String text) {
        String[] blocks = {"", ""};
        Matcher block = BLOCK.matcher(text);
        int end = 0;
        while (block.find()) {
            blocks[block.group(1).equals("python") ? 0 : 1] += block.group(2);
            end = block.end();
        }
        String below = text.substring(end);
        boolean ordered = !below.contains("Prints, in some order,");
        List<String> pythonLines = new ArrayList<>();
        List<String> javaLines = new ArrayList<>();
        Matcher prints = PRINTS.matcher(below);
        while (end > 0 && prints.find()) {
            if (!prints.group(1).equals("Tandem prints")) {
                pythonLines.addAll(lines(prints.group(2), ordered));
            }
            if (!prints.group(1).equals("Python prints")) {
                javaLines.addAll(lines(prints.group(2), ordered));
            }
        }
        return new Program(name, blocks[0], blocks[1], pythonLines, javaLines, ordered);
    }

    private static List<String> lines(String text, boolean ordered) {
        List<String> lines = new ArrayList<>();
        Matcher line = LINE.matcher(text);
        while (line.find()) {
            for (int i = 0; i < (line.group(2) == null ? 1 : Integer.parseInt(line.group(2))); i++) {
                lines.add(line.group(1));
            }
        }
        return ordered ? lines : lines.stream().sorted().toList();
    }

    /** The complete Java program. */
    static String javaSource(Program program) {
        if (program.java.contains("public class ")) {
            return program.java;
        }
        int blank = program.java.indexOf("\n\n");
        String members = blank < 0 ? "" : program.java.substring(0, blank + 1);
        String imports = Stream.concat(
                        Sources.all().stream()
                                .map(Sources::folder)
                                .filter(folder -> !folder.isEmpty())
                                .distinct()
                                .map(folder -> "io.tandem." + folder + ".*"),
                        IMPORTS.stream())
                .map(name -> "import " + name + ";\n")
                .collect(Collectors.joining());
        return imports + "import io.tandem.Tandem;\npublic class " + program.name + " {\n" + members
                + "public static void main(String[] args) throws Exception {\ntry (var tandem = Tandem.open()) {\n"
                + program.java.substring(blank + 1) + "}\n}\n}\n";
    }

    /** The complete Python program. */
    static String pythonSource(Program program) throws IOException {
        String chapter = chapter();
        int before = chapter.indexOf("```\n") + "```\n".length();
        boolean complete = program.python.contains("__main__");
        return (complete ? "" : chapter.substring(before, chapter.indexOf("```", before))) + program.python;
    }

    /** Runs each main in turn; all that it and its children write stands between two lines that name it. */
    static final class Runner {
        public static void main(String[] names) throws Exception {
            for (String name : names) {
                System.out.println("=== begin " + name);
                try {
                    Class.forName(name).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
                } catch (java.lang.reflect.InvocationTargetException e) {
                    System.out.println("failed: " + e.getCause());
                    e.getCause().printStackTrace();
                }
                System.out.println("=== end " + name);
            }
        }
    }
}
