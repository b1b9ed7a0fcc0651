package io.tandem.process;

import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a child may be given besides its task; stays in the parent. */
final class ChildOptions {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    final List<String> jvmFlags = new ArrayList<>();
    final Map<String, String> environment = new HashMap<>();
    Path workingDirectory;
    Redirect output = Redirect.INHERIT;
    Redirect error = Redirect.INHERIT;
}
