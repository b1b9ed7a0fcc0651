package io.tandem.journal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What must be so before the first class of Chronicle loads: it is there, its JVM flags are, and it keeps quiet. */
final class ChronicleStart {
    private static final String PROBE = "net.openhft.chronicle.core.Jvm";
    private static final List<String> PARTS = List.of(
            "net.openhft.chronicle.queue.ChronicleQueue",
            "net.openhft.chronicle.wire.Wire",
            "net.openhft.chronicle.bytes.Bytes",
            PROBE,
            "net.openhft.posix.PosixAPI");

    private ChronicleStart() {}

    /** Throws by name what is missing. */
    static void require(Path journal) {
        Class<?> probe = null;
        for (String part : PARTS) {
            try {
                Class<?> found = Class.forName(part, false, ChronicleStart.class.getClassLoader());
                probe = part.equals(PROBE) ? found : probe;
            } catch (ClassNotFoundException | LinkageError e) {
                throw new JournalException(JournalException.Reason.MISSING_LIBRARY, journal, "no " + part, e);
            }
        }
        List<String> missing = missingFlags(probe.getModule());
        if (!missing.isEmpty()) {
            throw new JournalException(
                    JournalException.Reason.MISSING_FLAGS, journal, "without " + String.join(" ", missing));
        }
        keepQuiet();
    }

    private static List<String> missingFlags(Module chronicle) {
        Module base = Object.class.getModule();
        String to = chronicle.isNamed() ? chronicle.getName() : "ALL-UNNAMED";
        List<String> missing = new ArrayList<>();
        for (String exported : List.of("sun.nio.ch", "jdk.internal.ref")) {
            if (!base.isExported(exported, chronicle)) {
                missing.add("--add-exports=java.base/" + exported + "=" + to);
            }
        }
        if (!base.isOpen("java.lang.reflect", chronicle)) {
            missing.add("--add-opens=java.base/java.lang.reflect=" + to);
        }
        return missing;
    }

    /** No report to its makers, no banner, no thread that watches the disk, no word of slf4j that nobody listens. */
    private static void keepQuiet() {
        for (String name : List.of(
                "chronicle.analytics.disable", "chronicle.announcer.disable", "chronicle.disk.monitor.disable")) {
            if (System.getProperty(name) == null) {
                System.setProperty(name, "true");
            }
        }
        if (System.getProperty("chronicle.table.store.timeoutMS") == null) {
            System.setProperty("chronicle.table.store.timeoutMS", "1000"); // and then the waiter looks, and comes again
        }
        if (System.getProperty("slf4j.internal.verbosity") == null) {
            System.setProperty("slf4j.internal.verbosity", "ERROR");
        }
    }
}
