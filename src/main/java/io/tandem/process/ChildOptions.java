package io.tandem.process;

import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a child may be given besides its task; stays in the parent. */
final class ChildOptions {
    Path java = thisJava();
    final List<String> jvmFlags = new ArrayList<>();
    final Map<String, String> environment = new HashMap<>();
    Path workingDirectory;
    Redirect output = Redirect.INHERIT;
    Redirect error = Redirect.INHERIT;
    /** Null where these redirects say it all. */
    ChildOutput streams;

    /** The {@code java} this JVM was started by. */
    static Path thisJava() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    void streams(ChildOutput wanted) {
        streams = wanted;
        output = wanted.redirect();
        error = wanted.redirect();
    }

    /** Whether any child could take them. */
    boolean areDefaults() {
        return isThisJava()
                && jvmFlags.isEmpty()
                && environment.isEmpty()
                && workingDirectory == null
                && output == Redirect.INHERIT
                && error == Redirect.INHERIT;
    }

    boolean isThisJava() {
        return java.equals(thisJava());
    }
}
