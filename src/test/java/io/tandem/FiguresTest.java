package io.tandem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.file.FileSpec;
import io.tandem.file.Kind;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Each table of figures says with which formats it was measured, in a comment above it, and by which command; a format is
 * a kind and the first eight digits of its layout's hash. No figure is older than the format it was measured with.
 */
class FiguresTest {
    private static final int DIGITS = 8;
    private static final Pattern FIGURE = Pattern.compile(
            "\\d (?:ns|µs|ms|s|%|million|times|items|tasks|messages)\\b|\\d\\.\\d+ \\(\\d|\\d %|\\| \\d+\\.\\d+ \\|");
    private static final Pattern STAMP = Pattern.compile("<!-- measured with (format \\d+): (.+) -->");
    private static final Pattern COMMAND =
            Pattern.compile("exec:exec@(\\w+)(?: -D(\\w+)=(?:\"([^\"]*)\"|([^\\s`]+)))?");

    /** A heading and what stands below it up to the next one. */
    private record Section(String heading, List<String> lines) {
        String text() {
            return String.join("\n", lines);
        }

        /** Each table that holds a figure, with the line above it before its rows. */
        List<List<String>> figures() {
            List<List<String>> tables = new ArrayList<>();
            String above = "";
            for (int at = 0; at < lines.size(); at++) {
                List<String> table = new ArrayList<>(List.of(above));
                while (at < lines.size() && lines.get(at).startsWith("|")) {
                    table.add(lines.get(at++));
                    above = "";
                }
                if (table.stream().skip(1).anyMatch(row -> FIGURE.matcher(row).find())) {
                    tables.add(table);
                }
                if (at < lines.size() && !lines.get(at).isBlank()) {
                    above = lines.get(at);
                }
            }
            return tables;
        }
    }

    private static List<Section> sections(String file) throws IOException {
        List<Section> sections = new ArrayList<>();
        boolean code = false;
        for (String line : Files.readAllLines(Path.of(file))) {
            code ^= line.startsWith("```");
            if (sections.isEmpty() || !code && line.startsWith("#")) {
                sections.add(new Section(line, new ArrayList<>()));
            } else {
                sections.get(sections.size() - 1).lines.add(line);
            }
        }
        return sections;
    }

    private static List<Section> withFigures() throws IOException {
        return sections("README.md").stream()
                .filter(section -> !section.figures().isEmpty())
                .toList();
    }

    /** The present ones by kind: the beginning of the hash. */
    private static Map<String, String> formats() throws ReflectiveOperationException {
        Map<String, String> formats = new TreeMap<>();
        for (Field field : Sources.layoutFields()) {
            Object value = field.get(null);
            Kind kind = value instanceof FileSpec spec ? spec.kind() : value instanceof Kind one ? one : null;
            if (kind != null) {
                formats.put(
                        kind.name(), String.format("%016x", kind.layoutHash()).substring(0, DIGITS));
            }
            if (field.getName().equals("VERSION")) {
                formats.put("format", value.toString());
            }
        }
        return formats;
    }

    /** What a stamp names that is not so any more. */
    private static List<String> outdated(String stamp) throws ReflectiveOperationException {
        Matcher matcher = STAMP.matcher(stamp);
        assertTrue(matcher.matches(), () -> "no <!-- measured with format 1: KIND HASH, ... --> but: " + stamp);
        Map<String, String> formats = formats();
        return Stream.concat(
                        Stream.of(matcher.group(1)), Stream.of(matcher.group(2).split(", ")))
                .filter(format -> {
                    String[] words = format.split(" ");
                    assertTrue(formats.containsKey(words[0]), () -> "there is no kind " + words[0] + ": " + stamp);
                    return !format.equals(words[0] + " " + formats.get(words[0]));
                })
                .toList();
    }

    @Test
    void noFigureIsOlderThanTheFormatItWasMeasuredWith() throws Exception {
        assertTrue(withFigures().size() >= 3, "the tables of figures are not found any more");
        for (Section section : withFigures()) {
            List<String> outdated = new ArrayList<>();
            for (List<String> table : section.figures()) {
                outdated.addAll(outdated(table.get(0)));
            }
            assertEquals(List.of(), outdated, "changed since the figures of " + section.heading);
        }
    }

    @Test
    void eachSectionNamesTheCommandThatMeasuresIt() throws Exception {
        for (Section section : withFigures()) {
            assertTrue(COMMAND.matcher(section.text()).find(), section.heading + " names no exec:exec@... command");
        }
    }

    @Test
    void eachCommandExists() throws Exception {
        int commands = 0;
        for (String file : List.of("README.md", "NOTES.md")) {
            Matcher command = COMMAND.matcher(Files.readString(Path.of(file)));
            while (command.find()) {
                requireCommand(
                        command.group(),
                        command.group(1),
                        command.group(3) == null ? command.group(4) : command.group(3));
                commands++;
            }
        }
        assertTrue(commands >= 10);
    }

    private static void requireCommand(String command, String id, String argument) throws Exception {
        String pom = Files.readString(Path.of("pom.xml"));
        int at = pom.indexOf("<id>" + id + "</id>");
        assertTrue(at > 0, () -> command + ": pom.xml has no such execution");
        Matcher main = Pattern.compile("\\b(?:io\\.tandem|org\\.openjdk)\\.[\\w.]*[A-Z]\\w*")
                .matcher(pom.substring(at, pom.indexOf("</execution>", at)));
        if (main.find()) {
            Class.forName(main.group(), false, FiguresTest.class.getClassLoader());
        }
        if (id.equals("measure") && argument != null) {
            Class.forName(argument, false, FiguresTest.class.getClassLoader()).getMethod("main", String[].class);
        }
        if (List.of("jmh", "ratios").contains(id) && argument != null) {
            String benchmark = argument.split(" ")[0];
            try (Stream<Path> files = Files.walk(Path.of("jmh"))) {
                assertTrue(
                        files.anyMatch(each -> each.toString().matches(".*" + benchmark + ".*\\.java")
                                && each.toString().endsWith("Benchmark.java")),
                        () -> command + ": there is no such benchmark");
            }
        }
    }
}
