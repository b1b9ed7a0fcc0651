package io.tandem.owner;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What {@code /proc} knows about processes. Everything here may be unknown: then it abstains. Start ticks (field 22 of
 * {@code stat}) and never {@code ProcessHandle.startInstant}, which moves with the wall clock.
 */
final class ProcStat {
    /** The kernel's view; tests give it another root. */
    static final ProcStat SYSTEM = new ProcStat(Path.of("/proc"));

    /** Stands for every number that could not be read; no process has it. */
    static final long UNKNOWN = 0;

    private static final int STATE_FIELD = 3;
    private static final int START_TICKS_FIELD = 22;

    private final Path root;

    ProcStat(Path root) {
        this.root = root;
    }

    /** One process as the kernel shows it: its state letter and when it started, in ticks since boot. */
    record Process(char state, long startTicks) {
        /** A zombie or dead process runs no instruction any more, but its last threads may: then the lock is held. */
        boolean runs() {
            return state != 'Z' && state != 'X' && state != 'x';
        }
    }

    /** Returns null if there is no such process or it cannot be seen. */
    Process process(long pid) {
        String stat = read(root.resolve(Long.toString(pid)).resolve("stat"));
        int state = stat == null ? -1 : stat.lastIndexOf(')') + 2;
        if (state < 2 || state >= stat.length()) {
            return null;
        }
        int ticks = state; // not split: a child that starts is interpreted, and would take a fifth of a millisecond
        for (int field = STATE_FIELD; field < START_TICKS_FIELD; field++) {
            ticks = stat.indexOf(' ', ticks) + 1;
            if (ticks == 0) {
                return null;
            }
        }
        int end = stat.indexOf(' ', ticks);
        return new Process(stat.charAt(state), number(stat.substring(ticks, end < 0 ? stat.length() : end)));
    }

    /** This JVM's pid; {@code ProcessHandle} would begin with a pool of threads, which a child's start can do without. */
    long self() {
        try {
            long pid = number(Files.readSymbolicLink(root.resolve("self")).toString());
            return pid == UNKNOWN ? ProcessHandle.current().pid() : pid;
        } catch (IOException | RuntimeException unknown) {
            return ProcessHandle.current().pid();
        }
    }

    /** The inode of this JVM's pid namespace: pids mean something only within one. */
    long pidNamespace() {
        try {
            String link = Files.readSymbolicLink(root.resolve("self/ns/pid")).toString();
            return number(link.substring(link.indexOf('[') + 1, link.indexOf(']')));
        } catch (IOException | RuntimeException unknown) {
            return UNKNOWN;
        }
    }

    /** A hash of the boot id, other after every boot. */
    long boot() {
        String id = read(root.resolve("sys/kernel/random/boot_id"));
        if (id == null) {
            return UNKNOWN;
        }
        long hash = 1;
        for (int i = 0; i < id.length(); i++) {
            hash = hash * 1099511628211L + id.charAt(i);
        }
        return hash;
    }

    private static String read(Path file) {
        try (InputStream in = new FileInputStream(file.toFile())) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).trim();
        } catch (IOException | RuntimeException unknown) {
            return null;
        }
    }

    private static long number(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException unknown) {
            return UNKNOWN;
        }
    }
}
