package io.tandem.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.support.Jvm;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Children find their classes however their parent was started. */
class CodeSourcesProcessTest {
    private static final String PROGRAM = """
            import io.tandem.Tandem;
            import io.tandem.value.SharedLong;

            public class Program {
                public static void main(String[] arguments) throws Exception {
                    try (Tandem tandem = Tandem.open()) {
                        SharedLong answer = tandem.newLong(0);
                        tandem.start(() -> answer.set(Helper.ANSWER)).join();
                        System.out.println("answer " + answer.get());
                    }
                }
            }

            class Helper {
                static final long ANSWER = Long.getLong("answer", 42);
            }
            """;

    @TempDir
    private static Path temporary;

    private static String tandemJar;
    private static String agrona;

    @BeforeAll
    static void makeJars() throws IOException {
        Path main = Path.of(
                Tandem.class.getProtectionDomain().getCodeSource().getLocation().getPath());
        agrona = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.contains("agrona"))
                .findFirst()
                .orElseThrow();
        tandemJar = jar(main, "tandem.jar").toString();
        Path sources = Files.createDirectories(temporary.resolve("a folder"));
        Files.writeString(sources.resolve("Program.java"), PROGRAM);
        compile(sources.resolve("Program.java"), temporary.resolve("classes"), "-cp", tandemJar);
    }

    private static void compile(Path source, Path target, String... options) {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of("-d", target.toString(), source.toString()));
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)));
    }

    private static Path jar(Path classes, String name, String... attributes) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        for (int i = 0; i < attributes.length; i += 2) {
            manifest.getMainAttributes().putValue(attributes[i], attributes[i + 1]);
        }
        Path jar = temporary.resolve(name);
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).collect(Collectors.toList())) {
                out.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
                Files.copy(file, out);
            }
        }
        return jar;
    }

    private static void assertAnswers(String answer, List<String> arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of(Jvm.java().toString()));
        command.addAll(arguments);
        try (Jvm jvm = Jvm.run(command)) {
            assertTrue(jvm.awaitSuccess().contains("answer " + answer), jvm::toString);
        }
    }

    private static String path(String... entries) {
        return String.join(File.pathSeparator, entries);
    }

    @Test
    void classPathWithoutAnyFlag() throws Exception {
        assertAnswers(
                "42", List.of("-cp", path(temporary.resolve("classes").toString(), tandemJar, agrona), "Program"));
    }

    @Test
    void propertiesAreInherited() throws Exception {
        String classPath = path(temporary.resolve("classes").toString(), tandemJar, agrona);
        assertAnswers("7", List.of("-Danswer=7", "-cp", classPath, "Program"));
    }

    @Test
    void thinExecutableJar() throws Exception {
        Path jar = jar(
                temporary.resolve("classes"),
                "program.jar",
                "Main-Class",
                "Program",
                "Class-Path",
                Path.of(tandemJar).toUri() + " " + Path.of(agrona).toUri());
        assertAnswers("42", List.of("-jar", jar.toString()));
    }

    @Test
    void wildcardClassPath() throws Exception {
        Path lib = Files.createDirectories(temporary.resolve("lib"));
        Files.copy(Path.of(tandemJar), lib.resolve("tandem.jar"));
        Files.copy(Path.of(agrona), lib.resolve("agrona.jar"));
        assertAnswers("42", List.of("-cp", path(temporary.resolve("classes").toString(), lib + "/*"), "Program"));
    }

    @Test
    void sourceFile() throws Exception {
        Path source = temporary.resolve("a folder/Program.java");
        assertAnswers("42", List.of("-cp", path(tandemJar, agrona), source.toString()));
    }

    @Test
    void modulePath() throws Exception {
        Path module = Files.createDirectories(temporary.resolve("module"));
        Files.createDirectories(module.resolve("app"));
        Files.writeString(module.resolve("app/Program.java"), "package app;\n" + PROGRAM);
        Files.writeString(module.resolve("module-info.java"), "module app { requires io.tandem; }");
        Path classes = temporary.resolve("modular");
        compile(
                module.resolve("module-info.java"),
                classes,
                "-p",
                path(tandemJar, agrona),
                "--source-path",
                module.toString());
        compile(
                module.resolve("app/Program.java"),
                classes,
                "-p",
                path(tandemJar, agrona),
                "--source-path",
                module.toString());
        assertAnswers("42", List.of("-p", path(classes.toString(), tandemJar, agrona), "-m", "app/app.Program"));
    }

    /** As {@code mvn exec:java} does it: the program in a class loader of its own. */
    static final class InLoader {
        public static void main(String[] arguments) throws Exception {
            List<URL> urls = new ArrayList<>();
            for (String entry : arguments[0].split(File.pathSeparator)) {
                urls.add(Path.of(entry).toUri().toURL());
            }
            ClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
            loader.loadClass("Program").getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        }
    }

    @Test
    void urlClassLoader() throws Exception {
        String program = path(temporary.resolve("classes").toString(), tandemJar, agrona);
        String launcher = Path.of(InLoader.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .toString();
        assertAnswers("42", List.of("-cp", launcher, InLoader.class.getName(), program));
    }

    /** A task whose class no file has. */
    static final class InMemory {
        public static void main(String[] arguments) throws Exception {
            byte[] code = InMemory.class
                    .getResourceAsStream("CodeSourcesProcessTest$InMemoryTask.class")
                    .readAllBytes();
            ClassLoader loader = new ClassLoader(InMemory.class.getClassLoader()) {
                @Override
                public Class<?> loadClass(String name) throws ClassNotFoundException {
                    return name.endsWith("InMemoryTask")
                            ? defineClass(name, code, 0, code.length)
                            : super.loadClass(name);
                }

                @Override
                public URL getResource(String name) {
                    return name.contains("InMemoryTask") ? null : super.getResource(name);
                }
            };
            Class<?> type = loader.loadClass("io.tandem.process.CodeSourcesProcessTest$InMemoryTask");
            var constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            try (Tandem tandem = Tandem.open()) {
                tandem.start((ProcessTask) constructor.newInstance());
            } catch (ProcessStartException e) {
                System.out.println("refused " + e.getMessage());
            }
        }
    }

    static final class InMemoryTask implements ProcessTask {
        private static final long serialVersionUID = 1;

        @Override
        public void run() {}
    }

    @Test
    void classesInMemoryAreRefusedByName() throws Exception {
        try (Jvm jvm = Jvm.start(InMemory.class)) {
            String refusal = jvm.awaitLine("refused");
            assertTrue(refusal.contains("InMemoryTask.class") && refusal.contains("in memory only"), refusal);
        }
    }

    /** The one flag, named in one line where it cannot be opened at run time. */
    static final class NoFlag {
        public static void main(String[] arguments) {
            for (int i = 0; i < 2; i++) {
                try {
                    Tandem.open();
                } catch (io.tandem.file.UnsupportedPlatformException e) {
                    System.out.println("refused " + e.getMessage());
                }
            }
        }
    }

    @Test
    void theMissingFlagIsNamedEachTime() throws Exception {
        List<String> command = List.of(
                Jvm.java().toString(),
                "-Dio.tandem.noRuntimeExport=true",
                "-cp",
                System.getProperty("java.class.path"),
                NoFlag.class.getName());
        try (Jvm jvm = Jvm.run(command)) {
            String flag = "--add-exports java.base/jdk.internal.misc=ALL-UNNAMED";
            assertTrue(jvm.awaitLine("refused").contains(flag));
            assertTrue(jvm.awaitLine("refused").contains(flag));
            jvm.awaitSuccess();
        }
    }
}
