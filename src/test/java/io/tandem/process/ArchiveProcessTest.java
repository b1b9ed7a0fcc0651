package io.tandem.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.support.Await;
import io.tandem.support.Jvm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Class archives: built, used, damaged, stale, in the way of nobody. */
class ArchiveProcessTest {
    private static final String FROM_ARCHIVE = "shared objects file";
    private static final int PAGE = 4096;
    private static final long ABOVE_HEAPS = 1L << 36;

    @TempDir
    private static Path temporary;

    private static String classPath;
    /** Of the latest second child. */
    private static Path log;

    private final Path cache = temporary.resolve("cache " + System.nanoTime());

    /** Starts one child that logs where its classes come from; with a second argument, waits for a new archive first. */
    static final class Program {
        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open()) {
                if (arguments.length > 1) {
                    tandem.start(() -> System.out.println("first")).join();
                    CodeSources code = CodeSources.of(Program.class, tandem.directory());
                    Await.until(
                            "an archive",
                            () -> !ClassArchive.of(code)
                                    .flags(new ChildOptions())
                                    .isEmpty());
                }
                ChildProcess child = tandem.process()
                        .jvmFlags("-Xlog:class+load:file=" + arguments[0], System.getProperty("flag", "-ea"));
                child.start(() -> System.out.println("second")).join();
                System.out.println("exit code " + child.exitCode().getAsInt());
            }
        }
    }

    /** A child and its child say where in their memory the archive begins. */
    static final class Generations {
        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open()) {
                tandem.start(() -> {
                            System.out.println(beginning());
                            try (Tandem own = Tandem.open()) {
                                own.start(() -> System.out.println(beginning())).join();
                            }
                        })
                        .join();
            }
        }

        private static String beginning() throws IOException {
            for (String line : Files.readAllLines(Path.of("/proc/self/maps"))) {
                String begins = line.substring(0, line.indexOf('-'));
                if (line.endsWith(ArchiveName.SUFFIX) && Long.parseUnsignedLong(begins, 16) >= ABOVE_HEAPS) {
                    return begins; // below it are the archive's objects, in the heap
                }
            }
            return "nowhere";
        }
    }

    @BeforeAll
    static void makeJars() throws IOException {
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry);
            boolean needed = entry.endsWith("classes") || entry.contains("agrona") || entry.contains("jffi");
            if (needed) {
                entries.add(Files.isDirectory(path) ? jar(path).toString() : entry);
            }
        }
        classPath = String.join(File.pathSeparator, entries);
    }

    private static Path jar(Path classes) throws IOException {
        Path jar = temporary.resolve(classes.getFileName() + ".jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = classes.relativize(file).toString();
                if (name.startsWith("io/tandem/") && !name.contains("jmh_generated")) {
                    out.putNextEntry(new ZipEntry(name));
                    Files.copy(file, out);
                }
            }
        }
        return jar;
    }

    private static List<Path> archives(Path cache) {
        try (Stream<Path> files = Files.list(cache)) {
            return files.filter(file -> file.toString().endsWith(ArchiveName.SUFFIX))
                    .toList();
        } catch (IOException notThere) {
            return List.of();
        }
    }

    /** Runs the program, and returns how many classes of Tandem its second child took from an archive. */
    private static long shared(String where, String path, Path... awaited) throws Exception {
        return shared("-ea", where, path, awaited);
    }

    private static List<String> command(String flag, String where, String path, Class<?> program) {
        List<String> command = new ArrayList<>(List.of(Jvm.java().toString()));
        command.addAll(JvmFlags.required("ALL-UNNAMED"));
        command.addAll(List.of("-D" + ArchiveCache.PROPERTY + "=" + where, "-Dflag=" + flag, "-cp", path));
        command.add(program.getName());
        return command;
    }

    /** The child has this flag of its own. */
    private static long shared(String flag, String where, String path, Path... awaited) throws Exception {
        log = temporary.resolve("log " + System.nanoTime());
        List<String> command = command(flag, where, path, Program.class);
        command.add(log.toString());
        for (Path cache : awaited) {
            command.add(cache.toString());
        }
        try (Jvm jvm = Jvm.run(command)) {
            List<String> lines = jvm.awaitSuccess();
            List<String> expected = new ArrayList<>(List.of("second", "exit code 0"));
            expected.addAll(0, awaited.length == 0 ? List.of() : List.of("first"));
            assertEquals(expected, lines, "nothing else is said");
        }
        return sharedOf(" io.tandem.");
    }

    private static long sharedOfJdk() throws IOException {
        return sharedOf(" java.");
    }

    private static long sharedOf(String classes) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(classes) && line.contains(FROM_ARCHIVE))
                    .count();
        }
    }

    private long build() throws Exception {
        return shared(cache.toString(), classPath, cache);
    }

    @Test
    void anArchiveIsBuiltAndUsedByThisAndLaterJvms() throws Exception {
        assertTrue(build() > 40);
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)));
        List<Path> archives = archives(cache);
        assertTrue(shared(cache.toString(), classPath) > 40);
        assertEquals(archives, archives(cache));
        try (Stream<Path> files = Files.list(cache)) {
            assertEquals(archives, files.toList(), "nothing else is left");
        }
    }

    @Test
    void aDamagedArchiveIsThrownAway() throws Exception {
        build();
        Path archive = archives(cache).get(0);
        byte[] whole = Files.readAllBytes(archive);
        byte[] changed = whole.clone();
        java.util.Arrays.fill(changed, whole.length / 2, whole.length / 2 + 100_000, (byte) 0x5a);
        for (byte[] damaged : List.of(java.util.Arrays.copyOf(whole, whole.length / 2), changed)) {
            Files.deleteIfExists(archive);
            Files.write(archive, damaged);
            assertEquals(0, shared(cache.toString(), classPath));
            assertFalse(archives(cache).contains(archive));
        }
        Files.write(archive, whole); // at another time, as a copy would be
        assertTrue(shared(cache.toString(), classPath) > 40);
    }

    @Test
    void aChildWithAnotherHeapGoesWithoutTheArchive() throws Exception {
        build();
        for (String other : List.of("-Xmx40g", "-XX:+UseZGC")) {
            assertEquals(0, shared(other, cache.toString(), classPath));
            assertTrue(sharedOfJdk() > 100, "but not without the JDK's own");
        }
        assertTrue(shared("-Xmx1g", cache.toString(), classPath) > 40);
    }

    /** So its pages need not be changed, and all of them share them; but nobody knows where before. */
    @Test
    void allGenerationsHaveTheArchiveAtThePlaceItWasMadeFor() throws Exception {
        build();
        List<String> places;
        try (Jvm jvm = Jvm.run(command("-ea", cache.toString(), classPath, Generations.class))) {
            places = jvm.awaitSuccess();
        }
        assertEquals(2, places.size());
        assertEquals(places.get(0), places.get(1));
        long place = Long.parseLong(places.get(0), 16);
        assertTrue(place < 1L << 46, places::toString);
        assertTrue((int) place >= 0 && (int) place <= PAGE, places::toString); // a header may come before it
        assertTrue(Stream.generate(ClassArchive::place).limit(16).distinct().count() > 1);
    }

    @Test
    void anotherClassPathHasAnotherArchive() throws Exception {
        build();
        Path first = archives(cache).get(0);
        Path jar = temporary.resolve("more.jar");
        Files.copy(Path.of(classPath.split(File.pathSeparator)[0]), jar);
        String longer = classPath + File.pathSeparator + jar;
        assertTrue(shared(cache.toString(), longer, cache) > 40);
        Path second = archives(cache).stream()
                .filter(path -> !path.equals(first))
                .findFirst()
                .orElseThrow();
        Files.write(jar, new byte[] {0}, java.nio.file.StandardOpenOption.APPEND);
        shared(cache.toString(), longer, cache);
        assertEquals(2, archives(cache).size());
        assertFalse(archives(cache).contains(second), "the old one of this class path is removed");
        assertTrue(archives(cache).contains(first));
    }

    @Test
    void nothingIsArchivedWhereThatCannotBe() throws Exception {
        assertEquals(0, shared("off", classPath));
        Path file = Files.createFile(temporary.resolve("a file"));
        assertEquals(0, shared(file.resolve("cache").toString(), classPath));
        Path open = Files.createDirectory(temporary.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertEquals(0, shared(open.toString(), classPath));
        assertEquals(List.of(), archives(open));
        assertEquals(0, shared(cache.toString(), System.getProperty("java.class.path")));
        assertFalse(Files.exists(cache));
    }
}
