package io.tandem.process;

import io.tandem.owner.SharedDirectory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * {@code java Foo.java}: the JDK compiled it into memory, where no child can look, so it is compiled once more, into a
 * private directory beside the shared files.
 */
final class SourceLaunch {
    private static final String LAUNCHER = "jdk.compiler/com.sun.tools.javac.launcher.";
    private static Path classes;

    private SourceLaunch() {}

    static boolean isActive() {
        return System.getProperty("sun.java.command", "").startsWith(LAUNCHER);
    }

    static synchronized Path compiled(SharedDirectory directory, String classPath) {
        if (classes == null || !Files.isDirectory(classes)) {
            classes = compile(source(), directory.privatePath("classes"), classPath);
        }
        return classes;
    }

    /** The longest beginning of the launcher's arguments that is a file: names may contain spaces. */
    private static Path source() {
        String command = System.getProperty("sun.java.command");
        String arguments = command.substring(command.indexOf(' ') + 1);
        for (int end = arguments.length(); end > 0; end = arguments.lastIndexOf(' ', end - 1)) {
            Path file = Path.of(arguments.substring(0, end));
            if (Files.isRegularFile(file)) {
                return file.toAbsolutePath();
            }
        }
        throw new ProcessStartException("cannot find the source file this JVM was launched with: " + command, null);
    }

    private static Path compile(Path source, Path target, String classPath) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try {
            Files.createDirectory(target);
        } catch (IOException e) {
            throw new ProcessStartException("cannot make " + target, e);
        }
        List<String> arguments = new ArrayList<>(List.of("-d", target.toString(), "-proc:none", "-nowarn"));
        if (!classPath.isEmpty()) {
            arguments.addAll(List.of("-cp", classPath));
        }
        if (source.getParent() != null) {
            arguments.addAll(List.of("-sourcepath", source.getParent().toString()));
        }
        arguments.add(source.toString());
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        if (compiler == null || compiler.run(null, said, said, arguments.toArray(new String[0])) != 0) {
            throw new ProcessStartException(
                    "cannot compile " + source + " for a child JVM: " + said.toString(StandardCharsets.UTF_8), null);
        }
        return target;
    }
}
