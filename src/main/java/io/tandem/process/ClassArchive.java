package io.tandem.process;

import io.tandem.owner.ExitActions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Parsed and verified classes in a file that children map instead of loading jars: a static AppCDS archive, which holds
 * the JDK's classes as well and is mapped in the place of its own, from JDK 25 on an AOT cache (JEP 514). One per class
 * path; looked for when the first child starts; if there is none, built once the child runs, in the background and at low
 * priority, by JVMs that go through a {@link Rehearsal}. Never a reason to fail: whatever goes wrong, children start
 * without it. Two JVMs that build at once both publish a whole one. Children share its pages.
 *
 * <p>Cost: 15 MB in the {@link ArchiveCache}, at most eight archives. Limits: classes in jars only. A JVM that ends
 * before the archive is done takes it with it.
 */
final class ClassArchive {
    private static final boolean AOT = Runtime.version().feature() >= ArchiveName.AOT_SINCE;
    /**
     * A JVM that cannot use the archive is to go on, and to say nothing. One that can maps it where it was made for: moved
     * elsewhere, which is the default, every page of it would be copied and changed, in every child.
     */
    static final List<String> HOW = List.of(
            AOT ? "-Xlog:cds*=off,aot*=off" : "-Xlog:cds*=off",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:ArchiveRelocationMode=0");

    private static final String WHICH = AOT ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=";

    private static final List<String> OWN_CHOICE =
            List.of("-Xshare", "-XX:SharedArchiveFile", "-XX:ArchiveClassesAtExit", "-XX:AOT", "-XX:DumpLoaded");
    /** What makes pointers longer or shorter: the archive would be refused, and the JDK's own is not looked at then. */
    private static final Pattern OTHER_OBJECTS =
            Pattern.compile("-XX:[+-]Use(ZGC|Compressed\\w+)|-Xmx(3[2-9]|[4-9]\\d|\\d{3,})[gG]|-Xmx\\d+[tT]");

    private static final int FIRST_PLACE = 1 << 4;
    private static final int PLACES = 1 << 14;
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

    private static boolean sameObjects(ChildOptions options) {
        return options.jvmFlags.stream()
                .noneMatch(flag -> OTHER_OBJECTS.matcher(flag).matches());
    }

    /** For a child that has these flags of its own; to be put before all others, which win. */
    List<String> flags(ChildOptions options) {
        Path found = archive;
        if (found == null || !mayChoose(options.jvmFlags) || !sameObjects(options) || !options.isThisJava()) {
            return new ArrayList<>();
        }
        List<String> flags = new ArrayList<>(HOW);
        flags.add(WHICH + found);
        return flags;
    }

    /**
     * Where in memory an archive will lie: drawn at random, for what is always at one place helps who has found a hole in a
     * program. A multiple of 4 GiB, between 64 GiB and 64 TiB: heaps lie below, libraries above.
     */
    static String place() {
        long high = FIRST_PLACE + new SecureRandom().nextInt(PLACES - FIRST_PLACE);
        return "-XX:SharedBaseAddress=0x" + Long.toHexString(high << Integer.SIZE);
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
        Path classes = Path.of(temporary + ".classes");
        Path configuration = Path.of(temporary + ".config"); // the JDK makes an AOT cache in two steps
        try {
            boolean made = AOT
                    ? ran(task, arguments, place(), "-XX:AOTCacheOutput=" + temporary)
                    : ran(task, arguments, "-XX:DumpLoadedClassList=" + classes)
                            && ran(
                                    task,
                                    arguments,
                                    place(),
                                    "-Xshare:dump",
                                    "-XX:SharedClassListFile=" + classes,
                                    "-XX:SharedArchiveFile=" + temporary);
            if (made && Files.exists(temporary)) {
                archive = cache.publish(temporary, name);
            } else if (made) {
                cache.refuse(name);
            }
        } finally {
            Files.deleteIfExists(temporary);
            Files.deleteIfExists(arguments);
            Files.deleteIfExists(classes);
            Files.deleteIfExists(configuration);
        }
    }

    /** Whether a rehearsing JVM did its work; one that says it cannot is not asked again. */
    private boolean ran(String task, Path arguments, String... more) throws IOException, InterruptedException {
        List<String> flags = new ArrayList<>(HOW); // a JVM that refuses them gets no archive
        flags.addAll(ChildCommand.flags(code));
        flags.addAll(List.of(more));
        List<String> command = ChildCommand.line(code, flags, Rehearsal.class, List.of(task));
        Process process = ChildCommand.patient(command, arguments).start();
        ExitActions.first(() -> end(process));
        if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            end(process);
            return false;
        }
        if (process.exitValue() > 0 && process.exitValue() < Launch.SIGNAL_BASE) {
            cache.refuse(name);
        }
        return process.exitValue() == 0;
    }

    /** With the second JVM it may have started. */
    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
