package io.tandem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tandem.Migration.Program;
import io.tandem.support.Jvm;
import io.tandem.support.Python;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The programs of NOTES.md, chapter 7, are all there, compile, and print what they say: in Python and in Java. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MigrationTest {
    private static final int PROGRAMS = 53;
    private static final List<String> WITHOUT = List.of("E51", "E52");

    @TempDir
    static Path folder;

    private Jvm jvm;
    private final Map<String, List<String>> printed = new HashMap<>();

    static Stream<Program> programs() throws Exception {
        return Migration.programs().stream().filter(Program::isThere);
    }

    @BeforeAll
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void runAll() throws Exception {
        noProgramIsMissing();
        List<String> names = compile();
        List<String> command =
                new ArrayList<>(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + folder, "-cp"));
        command.add(folder + File.pathSeparator + System.getProperty("java.class.path"));
        command.add(Migration.Runner.class.getName());
        command.addAll(names);
        command.add(0, Jvm.java().toString());
        jvm = Jvm.run(quiet(command, "java"));
        for (String name : names) {
            jvm.awaitLine("=== end " + name); // a deadline for each
        }
        jvm.awaitSuccess();
        List<String> all = jvm.lines();
        for (String name : names) {
            printed.put(name, all.subList(all.indexOf("=== begin " + name) + 1, all.indexOf("=== end " + name)));
        }
    }

    @AfterAll
    void end() {
        if (jvm != null) {
            jvm.close();
        }
    }

    private List<String> compile() throws Exception {
        List<String> names = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        for (Program program : programs().toList()) {
            names.add(program.name());
            files.add(Files.writeString(folder.resolve(program.name() + ".java"), Migration.javaSource(program)));
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        try (var manager = compiler.getStandardFileManager(found, null, null)) {
            List<String> options =
                    List.of("-proc:none", "-cp", System.getProperty("java.class.path"), "-d", folder.toString());
            compiler.getTask(null, manager, found, options, null, manager.getJavaFileObjectsFromPaths(files))
                    .call();
        }
        assertEquals(
                List.of(),
                found.getDiagnostics().stream()
                        .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
                        .map(Object::toString)
                        .toList());
        return names;
    }

    /** What it writes to standard error goes to a file: traces that are meant to be. Its own files, to the same folder. */
    private List<String> quiet(List<String> command, String name) {
        List<String> words = new ArrayList<>(List.of(
                "sh",
                "-c",
                "unset PYTHONUNBUFFERED; TMPDIR=$(dirname \"$0\") exec \"$@\" 2>\"$0\"",
                errors(name).toString()));
        words.addAll(command);
        return words;
    }

    private Path errors(String name) {
        return folder.resolve(name + ".err");
    }

    @Test
    void noProgramIsMissing() throws Exception {
        List<Program> programs = Migration.programs();
        assertEquals(
                IntStream.rangeClosed(1, PROGRAMS).mapToObj(n -> "E" + n).toList(),
                programs.stream().map(Program::name).toList());
        assertEquals(
                WITHOUT,
                programs.stream()
                        .filter(program -> !program.isThere())
                        .map(Program::name)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("programs")
    void inJava(Program program) throws Exception {
        assertEquals(
                program.javaLines(),
                program.arranged(printed.get(program.name())),
                () -> "all that went wrong: " + text(errors("java")));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void inPython(Program program) throws Exception {
        Python.require();
        Path file = Files.writeString(folder.resolve(program.name() + ".py"), Migration.pythonSource(program));
        try (Jvm python = Jvm.run(quiet(List.of("python3", file.toString()), program.name()))) {
            List<String> lines = python.awaitSuccess().stream()
                    .map(MigrationTest::inJavasWords)
                    .toList();
            assertEquals(program.pythonLines(), program.arranged(lines), () -> text(errors(program.name())));
        }
    }

    private static String inJavasWords(String line) {
        return line.replaceAll("\\bTrue\\b", "true")
                .replaceAll("\\bFalse\\b", "false")
                .replaceAll("\\bNone\\b", "null");
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException e) {
            return e.toString();
        }
    }
}
