package io.tandem.process;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of a JVM with the classes of this one: {@code java @file}, so that no class path is too long. */
final class ChildCommand {
    private static final Path NICE = Path.of("/usr/bin/nice");

    private ChildCommand() {}

    /** What every child gets. */
    static List<String> flags(CodeSources code) {
        List<String> required = JvmFlags.required(code.modular() ? "org.agrona,ALL-UNNAMED" : "ALL-UNNAMED");
        List<String> flags = new ArrayList<>(JvmFlags.inherited());
        flags.removeAll(required); // a child's were given by its parent
        flags.addAll(required);
        return flags;
    }

    /** All behind {@code java}, for a main class of this package. */
    static List<String> line(CodeSources code, List<String> flags, Class<?> main, List<String> arguments) {
        List<String> all = new ArrayList<>(flags);
        if (!code.classPath().isEmpty()) {
            all.addAll(List.of("-cp", code.classPath()));
        }
        if (code.modular()) {
            all.addAll(List.of("-p", code.modulePath(), "--add-modules", modules(code)));
        }
        boolean named = main.getModule().isNamed();
        if (code.nested()) {
            all.add("-Dloader.main=" + main.getName());
            all.add(code.launcher());
        } else {
            all.addAll(
                    named ? List.of("-m", main.getModule().getName() + "/" + main.getName()) : List.of(main.getName()));
        }
        all.addAll(arguments);
        return all;
    }

    /** Starts a child; its standard input is the life line to this JVM. {@code file} may go when it has ended. */
    static Process start(CodeSources code, ChildOptions options, Path file, List<String> arguments) {
        ClassArchive archive = ClassArchive.of(code);
        List<String> flags = archive.flags(options);
        flags.addAll(flags(code));
        flags.addAll(options.jvmFlags);
        try {
            Files.write(file, quoted(line(code, flags, ChildMain.class, arguments)));
            ProcessBuilder builder = new ProcessBuilder(options.java.toString(), "@" + file);
            builder.environment().putAll(options.environment);
            if (options.workingDirectory != null) {
                builder.directory(options.workingDirectory.toFile());
            }
            return builder.redirectOutput(options.output)
                    .redirectError(options.error)
                    .start();
        } catch (IOException e) {
            throw new ProcessStartException("cannot start " + options.java + ": " + e.getMessage(), e);
        }
    }

    /** A JVM that says nothing and stands back when others want the processor. */
    static ProcessBuilder patient(List<String> line, Path file) throws IOException {
        Files.write(file, quoted(line));
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(NICE)) {
            command.addAll(List.of(NICE.toString(), "-n", "19"));
        }
        command.addAll(List.of(ChildOptions.thisJava().toString(), "@" + file));
        return new ProcessBuilder(command).redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD);
    }

    private static String modules(CodeSources code) {
        return code.mainModule().isEmpty() ? "ALL-MODULE-PATH" : code.mainModule();
    }

    private static List<String> quoted(List<String> arguments) {
        List<String> lines = new ArrayList<>(arguments.size());
        for (String argument : arguments) {
            lines.add('"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
        }
        return lines;
    }
}
