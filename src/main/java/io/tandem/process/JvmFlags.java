package io.tandem.process;

import io.tandem.file.CrashPoint;
import io.tandem.file.JdkAccess;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The flags of a child JVM: those of this JVM that make sense twice, then those it cannot do without. What Agrona and Chronicle need opened, it
 * opens to them by itself, see {@link JdkAccess}, unless that is switched off.
 */
final class JvmFlags {
    /** Open a port, a file or a debugger, or belong to this JVM alone. */
    private static final List<String> NOT_INHERITED = List.of(
            "-agentlib:",
            "-agentpath:",
            "-javaagent:",
            "-Xdebug",
            "-Xrun",
            "-Xlog",
            "-Xloggc",
            "-XX:StartFlightRecording",
            "-XX:FlightRecorderOptions",
            "-XX:+FlightRecorder",
            "-XX:ArchiveClassesAtExit",
            "-XX:AOT",
            "-XX:SharedArchiveFile",
            "-XX:HeapDumpPath",
            "-XX:ErrorFile",
            "-Dcom.sun.management.",
            "-D" + CrashPoint.PROPERTY,
            "-Djava.class.path",
            "-Djdk.module",
            "-Dloader.main",
            "-Dloader.args",
            "--module-path",
            "--upgrade-module-path",
            "--add-modules",
            "--class-path",
            "--source",
            "-cp");

    private static final int NATIVE_ACCESS_SINCE = 22;
    private static final int UNSAFE_FLAG_SINCE = 23;

    private JvmFlags() {}

    /** Those of this JVM that make sense twice; they never change. */
    private static final class Given {
        static final List<String> FLAGS = find();

        private static List<String> find() {
            List<String> all =
                    new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments());
            int archive = Collections.indexOfSubList(all, ClassArchive.HOW);
            if (archive >= 0) { // this JVM is a child: its children have their own
                all.subList(archive, archive + ClassArchive.HOW.size()).clear();
            }
            all.removeIf(flag -> NOT_INHERITED.stream().anyMatch(flag::startsWith));
            return all;
        }
    }

    static List<String> inherited() {
        List<String> flags = new ArrayList<>(Given.FLAGS);
        if (exportsItself()) {
            flags.removeAll(exports("ALL-UNNAMED"));
        }
        return flags;
    }

    /** {@code agrona} is the module Agrona is in, or {@code ALL-UNNAMED}. */
    static List<String> required(String agrona) {
        int version = Runtime.version().feature();
        List<String> flags = new ArrayList<>(exportsItself() ? List.of() : exports(agrona));
        flags.add("-Dchronicle.analytics.disable=true");
        if (version >= NATIVE_ACCESS_SINCE) {
            flags.add("--enable-native-access=ALL-UNNAMED");
        }
        if (version >= UNSAFE_FLAG_SINCE) {
            flags.add("--sun-misc-unsafe-memory-access=allow");
        }
        return flags;
    }

    /** Any of these flags costs a JVM 15 ms, for it cannot use the JDK's archived modules then. */
    private static boolean exportsItself() {
        return JdkAccess.mayOpenAtRunTime();
    }

    private static List<String> exports(String agrona) {
        return List.of(
                "--add-exports=java.base/jdk.internal.misc=" + agrona,
                "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
                "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
                "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED");
    }
}
