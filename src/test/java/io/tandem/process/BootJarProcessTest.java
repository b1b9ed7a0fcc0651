package io.tandem.process;

import static io.tandem.process.LaunchedProgram.addTree;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.support.Jvm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Children of a jar with jars in it, packed and started as Spring Boot does it, today and before 3.2. */
class BootJarProcessTest {
    private static final String LAUNCHERS = "org.springframework.boot.loader.";

    @TempDir
    private static Path temporary;

    private static Path classes;
    private static List<Path> libraries;

    @BeforeAll
    static void makeProgram() throws IOException {
        classes = temporary.resolve("classes");
        Path source = Files.writeString(temporary.resolve("Program.java"), LaunchedProgram.SOURCE);
        libraries = new ArrayList<>(List.of(LaunchedProgram.tandemJar(temporary)));
        LaunchedProgram.LIBRARIES.forEach(jar -> libraries.add(Path.of(jar)));
        LaunchedProgram.compile(source, classes, "-cp", libraries.get(0).toString());
    }

    private static Path loader(String name) {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(jar -> jar.getFileName().toString().startsWith(name))
                .findFirst()
                .orElseThrow();
    }

    /** The loader's classes at the root, ours in a folder, and libraries as they are: stored, so that they can be mapped. */
    private static Path pack(String name, Path loader, String launcher) throws IOException {
        Path packed = temporary.resolve(name);
        try (JarOutputStream out = new JarOutputStream(
                        Files.newOutputStream(packed),
                        LaunchedProgram.manifest(
                                "Main-Class", LAUNCHERS + launcher,
                                "Start-Class", "Program",
                                "Spring-Boot-Classes", "BOOT-INF/classes/",
                                "Spring-Boot-Lib", "BOOT-INF/lib/"));
                JarFile jar = new JarFile(loader.toFile())) {
            for (JarEntry entry : jar.stream().toList()) {
                if (entry.getName().startsWith("org/")) {
                    out.putNextEntry(new ZipEntry(entry.getName()));
                    jar.getInputStream(entry).transferTo(out);
                }
            }
            out.putNextEntry(new ZipEntry("BOOT-INF/"));
            out.putNextEntry(new ZipEntry("BOOT-INF/classes/"));
            addTree(out, "BOOT-INF/classes/", classes);
            out.putNextEntry(new ZipEntry("BOOT-INF/lib/"));
            for (Path library : libraries) {
                store(out, "BOOT-INF/lib/" + library.getFileName(), Files.readAllBytes(library));
            }
        }
        return packed;
    }

    private static void store(JarOutputStream out, String name, byte[] bytes) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(checksum.getValue());
        out.putNextEntry(entry);
        out.write(bytes);
    }

    @Test
    void asSpringBootPacksIt() throws Exception {
        Path jar = pack("boot.jar", loader("spring-boot-loader-3"), "launch.JarLauncher");
        LaunchedProgram.assertWorks("42", List.of("-jar", jar.toString()));
    }

    @Test
    void asItDidBeforeVersion32() throws Exception {
        Path jar = pack("classic.jar", loader("spring-boot-loader-classic"), "JarLauncher");
        LaunchedProgram.assertWorks("42", List.of("-jar", jar.toString()));
    }

    /** Its properties name another main class and arguments, which are not the children's. */
    @Test
    void withTheLauncherOfAnyMainClass() throws Exception {
        Path jar = pack("any.jar", loader("spring-boot-loader-3"), "launch.PropertiesLauncher");
        List<String> properties = List.of("-Danswer=7", "-Dloader.main=Program", "-Dloader.args=some more");
        List<String> command = new ArrayList<>(properties);
        command.addAll(List.of("-jar", jar.toString()));
        LaunchedProgram.assertWorks("7", command);
    }

    /** Nested as Boot does it, but behind another main class: nobody can tell how to start a child. */
    @Test
    void jarsInJarsOfOthersAreRefusedByName() throws Exception {
        Path jar = pack("other.jar", loader("spring-boot-loader-3"), "launch.WarLauncher");
        Path renamed = temporary.resolve("renamed.jar");
        try (JarFile packed = new JarFile(jar.toFile());
                JarOutputStream out = new JarOutputStream(
                        Files.newOutputStream(renamed), LaunchedProgram.manifest("Main-Class", "other.Launcher"))) {
            for (JarEntry entry : packed.stream().toList()) {
                if (!entry.getName().startsWith("META-INF/MANIFEST")) {
                    boolean stored = entry.getMethod() == ZipEntry.STORED;
                    out.putNextEntry(stored ? new ZipEntry(entry) : new ZipEntry(entry.getName()));
                    packed.getInputStream(entry).transferTo(out);
                }
            }
        }
        List<String> command = List.of(
                Jvm.java().toString(),
                "-Dloader.main=Program",
                "-cp",
                renamed.toString(),
                LAUNCHERS + "launch.PropertiesLauncher");
        try (Jvm jvm = Jvm.run(command)) {
            jvm.awaitExit();
            jvm.awaitOutputEnd();
            String said = jvm.toString();
            assertTrue(said.contains("ProcessStartException") && said.contains("renamed.jar"), said);
            assertTrue(said.contains("unpack the nested jars"), said);
        }
    }
}
