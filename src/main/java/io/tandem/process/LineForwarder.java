package io.tandem.process;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * Writes the lines of a child to a stream of this JVM, each with a prefix and in one write, so that no line of another
 * child gets between. A line without an end is written when the child has ended, or when it is very long.
 */
final class LineForwarder implements OutputSink {
    private static final int LONGEST_LINE = 1 << 20;

    private final byte[] prefix;
    private final Supplier<PrintStream> target;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    /** {@code target} is asked for each line: {@code System.setOut} may change it. */
    LineForwarder(String prefix, Supplier<PrintStream> target) {
        this.prefix = prefix.getBytes(StandardCharsets.UTF_8);
        this.target = target;
    }

    @Override
    public void write(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (line.size() == 0) {
                line.writeBytes(prefix);
            }
            line.write(bytes[i]);
            if (bytes[i] == '\n') {
                print();
            } else if (line.size() >= LONGEST_LINE) {
                end();
            }
        }
    }

    private void print() {
        byte[] whole = line.toByteArray();
        line.reset();
        PrintStream stream = target.get();
        stream.write(whole, 0, whole.length);
        stream.flush();
    }

    @Override
    public void end() {
        if (line.size() > 0) {
            line.write('\n');
            print();
        }
    }
}
