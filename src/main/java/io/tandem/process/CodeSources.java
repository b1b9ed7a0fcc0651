package io.tandem.process;

import io.tandem.owner.SharedDirectory;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where a child JVM finds the classes this JVM runs: class path, module path, main module. The plain property tells the
 * truth for {@code java -cp}, {@code java -jar}, Surefire, JMH and {@code exec:exec}; class loaders with URLs are asked
 * for them ({@code exec:java}); a source file that was launched is compiled again; a {@link BootJar} is started by its
 * own launcher. What lives in memory only, or in another jar inside a jar, is refused with the reason.
 */
record CodeSources(String classPath, String modulePath, String mainModule, String launcher) {

    /** What was found for the last task of the class path: finding it takes a tenth of a warm start. */
    private static volatile Found last;

    private record Found(Class<?> task, String property, CodeSources code) {}

    /** Finds the classes for a task whose classes came from this loader. */
    static CodeSources of(Class<?> task, SharedDirectory directory) {
        String property = System.getProperty("java.class.path", "");
        Found found = last;
        if (found != null && found.task == task && found.property.equals(property)) {
            return found.code;
        }
        CodeSources code = find(task, property, directory);
        if (task.getClassLoader() == ClassLoader.getSystemClassLoader()) { // another one may be given more
            last = new Found(task, property, code);
        }
        return code;
    }

    private static CodeSources find(Class<?> task, String property, SharedDirectory directory) {
        ClassLoader loader = task.getClassLoader();
        BootJar boot = BootJar.ofThisJvm();
        if (boot != null && loader == CodeSources.class.getClassLoader()) {
            requireVisible(task, loader);
            return new CodeSources(boot.path(), "", "", boot.launcher());
        }
        Set<String> path = new LinkedHashSet<>();
        if (SourceLaunch.isActive()) {
            path.add(SourceLaunch.compiled(directory, property).toString());
        } else {
            addUrls(loader, path);
            addUrls(CodeSources.class.getClassLoader(), path);
            requireVisible(task, loader);
        }
        for (String entry : property.split(java.io.File.pathSeparator)) {
            if (!entry.isEmpty() || path.isEmpty() && System.getProperty("jdk.module.path") == null) {
                path.add(Path.of(entry).toAbsolutePath().toString());
            }
        }
        return new CodeSources(
                String.join(java.io.File.pathSeparator, path),
                System.getProperty("jdk.module.path", ""),
                System.getProperty("jdk.module.main", ""),
                "");
    }

    private static void addUrls(ClassLoader from, Set<String> path) {
        for (ClassLoader loader = from;
                loader != null && loader != ClassLoader.getSystemClassLoader();
                loader = loader.getParent()) {
            if (loader instanceof URLClassLoader urls) {
                for (URL url : urls.getURLs()) {
                    path.add(file(url));
                }
            }
        }
    }

    private static String file(URL url) {
        try {
            if (url.getProtocol().equals("file")) {
                return Path.of(url.toURI()).toString();
            }
        } catch (URISyntaxException e) {
            throw refusal(url.toString());
        }
        throw refusal(url.toString());
    }

    private static ProcessStartException refusal(String where) {
        return new ProcessStartException(
                "a child JVM cannot load classes from " + where
                        + ": run with java -cp, with a thin jar, with one that Spring Boot packed, or unpack the nested jars",
                null);
    }

    /** The class of the task, or the one that wrote its lambda, must be in a file. */
    private static void requireVisible(Class<?> task, ClassLoader loader) {
        String resource = writer(task).replace('.', '/') + ".class";
        URL url = loader == null ? ClassLoader.getSystemResource(resource) : loader.getResource(resource);
        if (url == null || !List.of("file", "jar", "jrt").contains(url.getProtocol())) {
            throw new ProcessStartException(
                    "a child JVM cannot load " + resource + ": this JVM has it "
                            + (url == null ? "in memory only" : url)
                            + ". Compile it into a directory or jar on the class path (jshell and generated classes"
                            + " have no file)",
                    null);
        }
    }

    /** The class of the task, or the one that has its lambda. */
    static String writer(Class<?> task) {
        String name = task.getName();
        int lambda = name.indexOf("$$Lambda");
        return lambda < 0 ? name : name.substring(0, lambda);
    }

    /** For comparing and finding: a record's own equals and hashCode take 28 ms to be linked. */
    String key() {
        return classPath + "\n" + modulePath + "\n" + mainModule + "\n" + launcher;
    }

    /** Whether the classes lie in jars inside a jar, which its own launcher reads. */
    boolean nested() {
        return !launcher.isEmpty();
    }

    boolean modular() {
        return !modulePath.isEmpty();
    }
}
