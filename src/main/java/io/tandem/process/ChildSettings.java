package io.tandem.process;

import java.io.InputStream;
import java.io.Serializable;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;

/** What a child is started with besides its task, and what becomes of its outputs; none of it travels to the child. */
abstract class ChildSettings implements Serializable {
    private static final long serialVersionUID = 1;

    /** Null in the child's copy, and for a process that nobody starts. */
    final transient ChildOptions options;

    ChildSettings(ChildOptions options) {
        this.options = options;
    }

    abstract ChildProcess self();

    /** Throws an {@link IllegalStateException} after the start. */
    abstract void requireNew(String what);

    /** A name for people. */
    public abstract String name();

    /** Flags of the child's JVM, after the inherited ones, so that they win. */
    public ChildProcess jvmFlags(String... flags) {
        requireNew("take JVM flags");
        options.jvmFlags.addAll(List.of(flags));
        return self();
    }

    /**
     * The {@code java} to start, instead of this JVM's own; or a script that ends with {@code exec java "$@"}, and leaves
     * standard input alone: the task comes that way.
     */
    public ChildProcess executable(Path java) {
        requireNew("change its executable");
        options.java = java;
        return self();
    }

    /** The largest heap of the child's JVM, such as {@code "64m"}. */
    public ChildProcess heap(String size) {
        return jvmFlags("-Xmx" + size);
    }

    public ChildProcess environment(String variable, String value) {
        requireNew("take environment variables");
        options.environment.put(variable, value);
        return self();
    }

    public ChildProcess workingDirectory(Path path) {
        requireNew("change its working directory");
        options.workingDirectory = path;
        return self();
    }

    /** Where standard output and standard error go; inherited from this JVM unless told. */
    public ChildProcess output(Redirect out, Redirect err) {
        requireNew("be redirected");
        options.output = out;
        options.error = err;
        return self();
    }

    /** Keeps the last 16 MiB of each output stream: see {@link #outputText}, {@link #outputStream}. */
    public ChildProcess capture() {
        return capture(16 << 20);
    }

    /** Keeps at most so many bytes of each output stream, the last ones; a line in their place says what was dropped. */
    public ChildProcess capture(int limitBytes) {
        requireNew("be captured");
        if (limitBytes <= 0) {
            throw new IllegalArgumentException("cannot keep " + limitBytes + " bytes of output: give 1 or more");
        }
        options.streams(ChildOutput.captured(limitBytes));
        return self();
    }

    /**
     * Writes each line of the child's outputs to this JVM's {@code System.out} and {@code System.err}, behind a prefix
     * such as {@code "[worker 1] "}. Lines of several children never mix; a last one that has no end gets one.
     */
    public ChildProcess forward(String prefix) {
        requireNew("be forwarded");
        options.streams(ChildOutput.forwarded(prefix));
        return self();
    }

    private ChildOutput captured() {
        if (options == null || options.streams == null) {
            throw new IllegalStateException(
                    "the output of " + name() + " is not captured: call capture() before the start");
        }
        return options.streams;
    }

    /** What a captured child wrote to its standard output so far; all of it once it has ended. */
    public String outputText() {
        return captured().output(name()).text();
    }

    /** The same of its standard error. */
    public String errorText() {
        return captured().error(name()).text();
    }

    /**
     * Reads along, from the first byte that is kept, until the child has ended; blocks, ends at an interrupt. What a slow
     * reader misses is replaced by a line that says so. Each call begins anew.
     */
    public InputStream outputStream() {
        return captured().output(name()).stream();
    }

    /** The same of its standard error. */
    public InputStream errorStream() {
        return captured().error(name()).stream();
    }
}
