package io.tandem.process;

import io.tandem.owner.SharedDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of a child: {@code java @file}, so that no class path is too long. */
final class ChildCommand {
    private ChildCommand() {}

    /** Starts the JVM; its standard input is the life line to this one. {@code arguments} may go when it has ended. */
    static Process start(
            SharedDirectory directory, Class<?> task, ChildOptions options, Path envelope, Path arguments) {
        CodeSources code = CodeSources.of(task, directory);
        List<String> all = new ArrayList<>(JvmFlags.inherited());
        all.addAll(JvmFlags.required(code.modular() ? "org.agrona,ALL-UNNAMED" : "ALL-UNNAMED"));
        all.addAll(options.jvmFlags);
        if (!code.classPath().isEmpty()) {
            all.addAll(List.of("-cp", code.classPath()));
        }
        if (code.modular()) {
            all.addAll(List.of("-p", code.modulePath(), "--add-modules", modules(code)));
        }
        boolean named = ChildMain.class.getModule().isNamed();
        all.addAll(
                named
                        ? List.of("-m", ChildMain.class.getModule().getName() + "/" + ChildMain.class.getName())
                        : List.of(ChildMain.class.getName()));
        all.add(envelope.toString());
        try {
            Files.write(arguments, quoted(all));
            ProcessBuilder builder = new ProcessBuilder(options.java.toString(), "@" + arguments);
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
