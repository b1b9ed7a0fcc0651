package io.tandem.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.support.Jvm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;

/** A program that uses all kinds of children, compiled and packed as a user would, to be launched in any way. */
final class LaunchedProgram {
    static final String SOURCE = """
            import io.tandem.Tandem;
            import io.tandem.pool.ProcessPool;
            import io.tandem.process.ChildProcess;
            import io.tandem.queue.SharedQueue;
            import io.tandem.value.SharedLong;
            import java.nio.file.Files;
            import java.nio.file.Path;
            import java.util.List;

            public class Program {
                public static void main(String[] arguments) throws Exception {
                    try (Tandem tandem = Tandem.open()) {
                        SharedLong answer = tandem.newLong(0);
                        SharedQueue<Helper> queue = tandem.newQueue(Helper.class);
                        tandem.start(() -> {
                            answer.set(Helper.ANSWER);
                            queue.put(new Helper(41));
                        }).join();
                        System.out.println("answer " + answer.get());
                        ChildProcess failing = tandem.start(() -> { throw new Refusal(); });
                        failing.join();
                        System.out.println("failure " + failing.failure().orElseThrow());
                        System.out.println("queue " + queue.take().number());
                        ProcessPool pool = tandem.newPool(2);
                        try {
                            pool.submit(() -> { throw new Refusal(); }).get();
                        } catch (java.util.concurrent.ExecutionException e) {
                            System.out.println("in pool " + e.getCause());
                        }
                        System.out.println("pool " + pool.map(helper -> helper.next(), List.of(new Helper(1), new Helper(2))));
                        pool.close();
                        tandem.keepWarm(1);
                        SharedLong warm = tandem.newLong(0);
                        while (warm.get() == 0) { // until a spare was there
                            tandem.start(() -> {
                                Thread.currentThread().getContextClassLoader().loadClass(Helper.class.getName());
                                warm.set(isSpare() ? 1 : 0);
                            }).join();
                        }
                        System.out.println("warm " + warm.get());
                    }
                }

                static boolean isSpare() throws Exception {
                    String command = Files.readString(Path.of("/proc/self/cmdline"));
                    String file = command.substring(command.indexOf('@') + 1).replace("\0", "");
                    return Files.readString(Path.of(file)).contains("--spare");
                }
            }

            class Refusal extends RuntimeException {
                @Override
                public String toString() {
                    return "ours";
                }
            }

            record Helper(int number) implements java.io.Serializable {
                static final long ANSWER = Long.getLong("answer", 42);

                Helper next() {
                    return new Helper(number + 1);
                }
            }
            """;

    /** What it needs beside Tandem. */
    static final List<String> LIBRARIES = Stream.of(
                    System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> entry.contains("agrona") || entry.contains("jffi"))
            .toList();

    private LaunchedProgram() {}

    static void compile(Path source, Path target, String... options) {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of("-d", target.toString(), source.toString()));
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)));
    }

    static Path tandemJar(Path folder) throws IOException {
        String classes =
                Tandem.class.getProtectionDomain().getCodeSource().getLocation().getPath();
        return jar(Path.of(classes), folder.resolve("tandem.jar"));
    }

    static Manifest manifest(String... attributes) {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        for (int i = 0; i < attributes.length; i += 2) {
            manifest.getMainAttributes().putValue(attributes[i], attributes[i + 1]);
        }
        return manifest;
    }

    static Path jar(Path classes, Path jar, String... attributes) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest(attributes))) {
            addTree(out, "", classes);
        }
        return jar;
    }

    /** Adds the files of a folder under names that begin so. */
    static void addTree(JarOutputStream out, String prefix, Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new ZipEntry(prefix + folder.relativize(file)));
                Files.copy(file, out);
            }
        }
    }

    static String path(String... entries) {
        return String.join(File.pathSeparator, entries);
    }

    static String path(String first, List<String> others) {
        return first + File.pathSeparator + String.join(File.pathSeparator, others);
    }

    /** Runs {@code java} with these arguments, and all kinds of children do their work. */
    static void assertWorks(String answer, List<String> arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of(Jvm.java().toString()));
        command.addAll(arguments);
        List<String> expected = List.of(
                "answer " + answer,
                "failure ours",
                "queue 41",
                "in pool ours",
                "pool [Helper[number=2], Helper[number=3]]",
                "warm 1");
        try (Jvm jvm = Jvm.run(command)) {
            assertTrue(jvm.awaitSuccess().containsAll(expected), jvm::toString);
        }
    }
}
