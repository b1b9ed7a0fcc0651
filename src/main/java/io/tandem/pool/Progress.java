package io.tandem.pool;

import java.io.Console;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;

/**
 * How far a {@code map} or {@code imap} is: a count, and in a terminal a line that is drawn again and again. Elsewhere, in a
 * log or a pipe, it writes nothing. Any thread; does not block. Python: {@code tqdm} around {@code imap}.
 */
public class Progress {
    /** Counts nothing. */
    static final Progress NONE = new Progress("", null);

    private static final int WIDTH = 40;
    private static final long REDRAW_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final String title;
    private final PrintStream out;
    private int total;
    private int done;
    private long drawn;

    private Progress(String title, PrintStream out) {
        this.title = title;
        this.out = out;
    }

    /** Draws a bar with this title on standard error, if that is a terminal. */
    public static Progress bar(String title) {
        return new Progress(title, isTerminal() ? System.err : null);
    }

    /** Draws on any stream, whatever that is. */
    public static Progress bar(String title, PrintStream out) {
        return new Progress(title, out);
    }

    /** From JDK 22 on there is a console also where there is no terminal. */
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException before22) {
            return true;
        }
    }

    /** Of items; -1 where that is not known, in {@code imap}. */
    public synchronized int total() {
        return total;
    }

    public synchronized int done() {
        return done;
    }

    synchronized void begin(int items) {
        total = items;
        done = 0;
        drawn = System.nanoTime() - REDRAW_NANOS;
        draw();
    }

    synchronized void done(int items) {
        done = Math.max(done, items);
        draw();
    }

    synchronized void end() {
        if (out != null && total < 0) {
            total = done;
            drawn = System.nanoTime() - REDRAW_NANOS;
            draw();
        }
    }

    private void draw() {
        long now = System.nanoTime();
        if (out == null || now - drawn < REDRAW_NANOS && done != total) {
            return;
        }
        drawn = now;
        if (total < 0) {
            out.print("\r" + title + " " + done);
        } else {
            int filled = total == 0 ? WIDTH : (int) ((long) WIDTH * done / total);
            out.print(
                    "\r" + title + " [" + "#".repeat(filled) + " ".repeat(WIDTH - filled) + "] " + done + "/" + total);
        }
        if (done == total) {
            out.println();
        }
        out.flush();
    }

    @Override
    public synchronized String toString() {
        return "Progress[" + title + " " + done + (total < 0 ? "" : " of " + total) + "]";
    }
}
