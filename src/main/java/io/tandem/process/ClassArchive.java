package io.tandem.process;

import io.tandem.owner.ExitActions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Parsed and verified classes in a file that children map instead of loading jars: a dynamic AppCDS archive, from JDK 25
 * on an AOT cache (JEP 514). One per class path; looked for when the first child starts; if there is none, built once the
 * child runs, in the background and at low priority, by a JVM that goes through a {@link Rehearsal}. Never a reason to
 * fail: whatever goes wrong, children start without it. Two JVMs that build at once both publish a whole one.
 *
 * <p>Cost: 2 to 16 MB in the {@link ArchiveCache}, at most eight archives; a checksum over that before the first child,
 * some milliseconds. Limits: classes in jars only. A JVM that ends before the archive is done takes it with it.
 */
final class ClassArchive {
    private static final boolean AOT = Runtime.version().feature() >= ArchiveName.AOT_SINCE;
    /** A JVM that cannot use the archive is to go on, and to say nothing. */
    private static final List<String> QUIETLY = AOT
            ? List.of("-Xlog:cds*=off", "-Xlog:aot*=off", "-XX:AOTCache=")
            : List.of("-Xshare:auto", "-Xlog:cds*=off", "-XX:SharedArchiveFile=");

    private static final List<String> OWN_CHOICE =
            List.of("-Xshare", "-XX:SharedArchiveFile", "-XX:ArchiveClassesAtExit", "-XX:AOT", "-XX:DumpLoaded");
    private static final long LONGEST_SECONDS = 120;
    private static final Map<String, ClassArchive> KNOWN = new HashMap<>();

    private final CodeSources code;
    private final ArchiveCache cache;
    private final ArchiveName name;
    private volatile Path archive;
    private boolean begun;

    private ClassArchive(CodeSources code, ArchiveCache cache, ArchiveName name, Path archive) {
        this.code = code;
        this.cache = cache;
        this.name = name;
        this.archive = archive;
        this.begun = archive != null || name == null || cache.refused(name);
    }

    /** The archive, or the place for one, of these classes with the flags of this JVM. */
    static synchronized ClassArchive of(CodeSources code) {
        return KNOWN.computeIfAbsent(code.key(), key -> look(code));
    }

    private static ClassArchive look(CodeSources code) {
        ArchiveCache cache = ArchiveCache.ofThisUser();
        List<String> flags = ChildCommand.flags(code);
        if (cache != null && mayChoose(flags)) {
            try {
                ArchiveName name = ArchiveName.of(code, flags);
                return new ClassArchive(code, cache, name, name == null ? null : cache.find(name));
            } catch (IOException | RuntimeException unusable) {
                // children start without it
            }
        }
        return new ClassArchive(code, null, null, null);
    }

    private static boolean mayChoose(List<String> flags) {
        return flags.stream().noneMatch(flag -> OWN_CHOICE.stream().anyMatch(flag::startsWith));
    }

    /** For a child that has these flags of its own. */
    List<String> flags(ChildOptions options) {
        Path found = archive;
        if (found == null || !mayChoose(options.jvmFlags) || !options.isThisJava()) {
            return List.of();
        }
        List<String> flags = new ArrayList<>(QUIETLY);
        flags.add(flags.remove(flags.size() - 1) + found);
        return flags;
    }

    /** A child with such a task was started: now there is time to build what is missing. */
    synchronized void started(Class<?> task) {
        if (!begun) {
            begun = true;
            Thread builder = new Thread(() -> build(task), "tandem-archive");
            builder.setDaemon(true);
            builder.start();
        }
    }

    private void build(Class<?> task) {
        try {
            cache.prepare();
            archive = cache.find(name);
            if (archive == null) {
                train(CodeSources.writer(task), cache.temporary());
            }
        } catch (IOException | RuntimeException unusable) {
            // children start without it
        } catch (InterruptedException impossible) {
            throw new AssertionError(impossible); // nobody else knows this thread
        }
    }

    private void train(String task, Path temporary) throws IOException, InterruptedException {
        Path arguments = Path.of(temporary + ".args");
        Path configuration = Path.of(temporary + ".config"); // an AOT cache is made in two steps
        try {
            String output = (AOT ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + temporary;
            List<String> flags = new ArrayList<>(ChildCommand.flags(code));
            flags.add(output);
            List<String> command = ChildCommand.line(code, flags, Rehearsal.class, task);
            Process process = ChildCommand.patient(command, arguments).start();
            ExitActions.first(() -> end(process));
            boolean ended = process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                end(process);
            } else if (Files.exists(temporary) && process.exitValue() == 0) {
                archive = cache.publish(temporary, name);
            } else if (process.exitValue() < Launch.SIGNAL_BASE) {
                cache.refuse(name);
            }
        } finally {
            Files.deleteIfExists(temporary);
            Files.deleteIfExists(arguments);
            Files.deleteIfExists(configuration);
        }
    }

    /** With the second JVM it may have started. */
    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
