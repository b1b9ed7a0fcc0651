package io.tandem.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * What an archive is called. Two archives of the same place are for the same class path, JDK folder and flags; if their
 * states differ, a jar or the JDK was changed in between. Then comes a checksum of the archive, for a JVM does not
 * look whether one is damaged: it crashes; and its size and time, with which nobody has to compute that again.
 *
 * <pre>
 *  place-state-checksum-stamp.jsa    16, 16, 8 and 16 hexadecimal digits; .aot from JDK 25 on
 *  place-state.refused               this JDK makes none of these classes
 *  pid-n.tmp                         one that process pid is making
 * </pre>
 */
record ArchiveName(String place, String state) {
    static final int AOT_SINCE = 25;
    static final String SUFFIX = Runtime.version().feature() >= AOT_SINCE ? ".aot" : ".jsa";

    /** A heap from this size on has pointers of 64 bits, and needs an archive of its own. */
    private static final long LONG_POINTERS = 32L << 30;

    private static final long FNV_START = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    /** Null if the classes lie in a directory, or in jars inside a jar: a JDK archives those of its own class path's jars. */
    static ArchiveName of(CodeSources code, List<String> flags) throws IOException {
        if (code.nested()) {
            return null;
        }
        StringBuilder place = new StringBuilder(System.getProperty("java.home"));
        place.append(Runtime.getRuntime().maxMemory() < LONG_POINTERS ? "" : "\nlong pointers");
        StringBuilder state = new StringBuilder(System.getProperty("java.vm.version"));
        for (String flag : flags) {
            if (!flag.startsWith("-D") && !flag.startsWith("-Xm") && !flag.startsWith("-Xss")) {
                place.append('\n').append(flag);
            }
        }
        for (Path entry : jars(code)) {
            place.append('\n').append(entry);
            if (Files.isDirectory(entry)) {
                return null;
            }
            if (Files.exists(entry)) {
                state.append('\n')
                        .append(Files.size(entry))
                        .append(' ')
                        .append(Files.getLastModifiedTime(entry).to(TimeUnit.NANOSECONDS));
            }
        }
        return new ArchiveName(hash(place), hash(state));
    }

    /** A jar that is alone, as with {@code java -jar}, may name others. */
    private static List<Path> jars(CodeSources code) throws IOException {
        List<Path> jars = new ArrayList<>();
        for (String entry : (code.classPath() + File.pathSeparator + code.modulePath()).split(File.pathSeparator)) {
            if (!entry.isEmpty()) {
                jars.add(Path.of(entry));
            }
        }
        if (jars.size() == 1 && Files.isRegularFile(jars.get(0))) {
            Path only = jars.get(0);
            try (JarFile jar = new JarFile(only.toFile())) {
                Manifest manifest = jar.getManifest();
                String named =
                        manifest == null ? null : manifest.getMainAttributes().getValue("Class-Path");
                for (String entry : named == null ? new String[0] : named.trim().split(" +")) {
                    jars.add(Path.of(only.toUri().resolve(entry)));
                }
            } catch (IllegalArgumentException notFiles) {
                return jars;
            }
        }
        return jars;
    }

    private static String hash(CharSequence text) {
        long hash = FNV_START;
        for (byte b : text.toString().getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ b & 0xff) * FNV_PRIME;
        }
        return hex(hash);
    }

    /** What changes when somebody writes to the file. */
    static String stamp(Path archive) throws IOException {
        return hash(
                Files.size(archive) + " " + Files.getLastModifiedTime(archive).to(TimeUnit.NANOSECONDS));
    }

    static String hex(long number) {
        String digits = Long.toHexString(number);
        return "0".repeat(2 * Long.BYTES - digits.length()) + digits;
    }

    String prefix() {
        return place + "-" + state;
    }
}
