package io.tandem.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * The one jar this JVM was started from, with its libraries as jars inside, as Spring Boot packs it. No class path can name
 * those; but such a jar brings a launcher that takes the main class from a system property, and children start with that.
 * Limits: WAR files have no such launcher.
 */
record BootJar(String path, String launcher) {
    /** Since Spring Boot 3.2 in {@code launch}. */
    private static final String PACKAGE = "org.springframework.boot.loader.";

    private static final String ANY_MAIN = "PropertiesLauncher";
    private static final String OF_WAR = "WarLauncher";

    /** The one of this JVM, looked for once; null if the launcher's class loader did not load this class. */
    static BootJar ofThisJvm() {
        return Lazy.FOUND;
    }

    private static final class Lazy {
        static final BootJar FOUND = BootJar.class.getClassLoader() == ClassLoader.getSystemClassLoader()
                ? null
                : find(System.getProperty("java.class.path", ""));
    }

    private static BootJar find(String classPath) {
        Path path = Path.of(classPath.contains(File.pathSeparator) ? "" : classPath);
        if (!Files.isRegularFile(path)) {
            return null;
        }
        try (JarFile jar = new JarFile(path.toFile())) {
            Manifest manifest = jar.getManifest();
            String main = manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
            if (main == null || !main.startsWith(PACKAGE) || main.endsWith(OF_WAR)) {
                return null;
            }
            return new BootJar(
                    path.toAbsolutePath().toString(), main.substring(0, main.lastIndexOf('.') + 1) + ANY_MAIN);
        } catch (IOException unreadable) {
            return null;
        }
    }
}
