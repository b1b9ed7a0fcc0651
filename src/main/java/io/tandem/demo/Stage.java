package io.tandem.demo;

import io.tandem.Tandem;
import io.tandem.process.ChildProcess;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** What a step is given: a Tandem, a place to speak, live progress, checks that count, and figures for the end. */
final class Stage {
    private static final int BAR_WIDTH = 30;
    private static final long LOOK_NANOS = 50_000_000;
    private static final int LOOKS_PER_LINE = 20;

    private final Tandem tandem;
    private final PrintStream out;
    private final boolean terminal = System.console() != null;
    private final List<String> figures = new ArrayList<>();
    private int failures;

    Stage(Tandem tandem, PrintStream out) {
        this.tandem = tandem;
        this.out = out;
    }

    Tandem tandem() {
        return tandem;
    }

    /** How many children a step starts when the number does not matter. */
    int workers() {
        return Math.max(2, Math.min(4, Runtime.getRuntime().availableProcessors()));
    }

    void say(String line) {
        out.println("   " + line);
    }

    void check(String what, Object expected, Object found) {
        boolean right = expected.equals(found);
        failures += right ? 0 : 1;
        out.println(
                "   " + (right ? "ok   " : "WRONG ") + what + ": " + found + (right ? "" : ", expected " + expected));
    }

    void figure(String what, String format, Object... values) {
        figures.add(String.format(Locale.ROOT, "%-46s ", what) + String.format(Locale.ROOT, format, values));
    }

    /** Shows how far a shared counter has come until the children have ended. */
    void follow(String what, LongSupplier done, long total, List<ChildProcess> children) {
        int looks = 0;
        while (children.stream().anyMatch(ChildProcess::isAlive)) {
            if (terminal) {
                out.print("\r" + bar(what, done.getAsLong(), total));
            } else if (looks++ % LOOKS_PER_LINE == 0) {
                out.println(bar(what, done.getAsLong(), total));
            }
            out.flush();
            LockSupport.parkNanos(LOOK_NANOS);
        }
        out.println((terminal ? "\r" : "") + bar(what, done.getAsLong(), total));
        for (ChildProcess child : children) {
            check(child.name() + " exit code", 0, child.exitCode().orElse(-1));
        }
    }

    private static String bar(String what, long done, long total) {
        int filled = (int) (BAR_WIDTH * Math.min(done, total) / total);
        return String.format(
                Locale.ROOT, "   %-12s [%s%s] %,d", what, "#".repeat(filled), ".".repeat(BAR_WIDTH - filled), done);
    }

    int failures() {
        return failures;
    }

    List<String> figures() {
        return figures;
    }
}
