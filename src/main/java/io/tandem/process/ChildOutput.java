package io.tandem.process;

import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;

/** What becomes of the two output streams of a child: redirected by the kernel, or captured, or forwarded line by line. */
final class ChildOutput {
    private final OutputSink output;
    private final OutputSink error;
    private final List<OutputPump> pumps = new ArrayList<>();

    private ChildOutput(OutputSink output, OutputSink error) {
        this.output = output;
        this.error = error;
    }

    static ChildOutput captured(int limit) {
        return new ChildOutput(new CapturedOutput(limit), new CapturedOutput(limit));
    }

    static ChildOutput forwarded(String prefix) {
        return new ChildOutput(
                new LineForwarder(prefix, () -> System.out), new LineForwarder(prefix, () -> System.err));
    }

    /** Both come through pipes. */
    Redirect redirect() {
        return Redirect.PIPE;
    }

    void begin(Process process) {
        pumps.add(OutputPump.start(process.getInputStream(), output));
        pumps.add(OutputPump.start(process.getErrorStream(), error));
    }

    void finish() {
        pumps.forEach(OutputPump::finish);
    }

    CapturedOutput output(String name) {
        return captured(output, name);
    }

    CapturedOutput error(String name) {
        return captured(error, name);
    }

    private static CapturedOutput captured(OutputSink sink, String name) {
        if (sink instanceof CapturedOutput captured) {
            return captured;
        }
        throw new IllegalStateException("the output of " + name + " is forwarded, not captured");
    }
}
