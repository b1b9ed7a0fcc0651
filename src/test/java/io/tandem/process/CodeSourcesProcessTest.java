package io.tandem.process;

import static io.tandem.process.LaunchedProgram.assertWorks;
import static io.tandem.process.LaunchedProgram.compile;
import static io.tandem.process.LaunchedProgram.jar;
import static io.tandem.process.LaunchedProgram.path;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Children find their classes however their parent was started. */
class CodeSourcesProcessTest {
    @TempDir
    private static Path temporary;

    private static String tandemJar;
    private static String jars;

    @BeforeAll
    static void makeJars() throws IOException {
        tandemJar = LaunchedProgram.tandemJar(temporary).toString();
        jars = path(tandemJar, LaunchedProgram.LIBRARIES);
        Path sources = Files.createDirectories(temporary.resolve("a folder"));
        Files.writeString(sources.resolve("Program.java"), LaunchedProgram.SOURCE);
        compile(sources.resolve("Program.java"), temporary.resolve("classes"), "-cp", tandemJar);
    }

    private static String programAndJars() {
        return path(temporary.resolve("classes").toString(), jars);
    }

    @Test
    void classPathWithoutAnyFlag() throws Exception {
        assertWorks("42", List.of("-cp", programAndJars(), "Program"));
    }

    @Test
    void propertiesAreInherited() throws Exception {
        String classPath = programAndJars();
        assertWorks("7", List.of("-Danswer=7", "-cp", classPath, "Program"));
    }

    @Test
    void thinExecutableJar() throws Exception {
        String libraries = Stream.of(jars.split(File.pathSeparator))
                .map(jar -> Path.of(jar).toUri().toString())
                .collect(Collectors.joining(" "));
        Path jar = jar(
                temporary.resolve("classes"),
                temporary.resolve("program.jar"),
                "Main-Class",
                "Program",
                "Class-Path",
                libraries);
        assertWorks("42", List.of("-jar", jar.toString()));
    }

    @Test
    void wildcardClassPath() throws Exception {
        Path lib = Files.createDirectories(temporary.resolve("lib"));
        for (String jar : jars.split(File.pathSeparator)) {
            Files.copy(Path.of(jar), lib.resolve(Path.of(jar).getFileName()));
        }
        assertWorks("42", List.of("-cp", path(temporary.resolve("classes").toString(), lib + "/*"), "Program"));
    }

    @Test
    void sourceFile() throws Exception {
        Path source = temporary.resolve("a folder/Program.java");
        assertWorks("42", List.of("-cp", jars, source.toString()));
    }

    @Test
    void modulePath() throws Exception {
        Path module = Files.createDirectories(temporary.resolve("module"));
        Files.createDirectories(module.resolve("app"));
        Files.writeString(module.resolve("app/Program.java"), "package app;\n" + LaunchedProgram.SOURCE);
        Files.writeString(module.resolve("module-info.java"), "module app { requires io.tandem; }");
        Path classes = temporary.resolve("modular");
        compile(module.resolve("module-info.java"), classes, "-p", jars, "--source-path", module.toString());
        compile(module.resolve("app/Program.java"), classes, "-p", jars, "--source-path", module.toString());
        assertWorks("42", List.of("-p", path(classes.toString(), jars), "-m", "app/app.Program"));
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
        String program = programAndJars();
        String launcher = Path.of(InLoader.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .toString();
        assertWorks("42", List.of("-cp", launcher, InLoader.class.getName(), program));
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
