package io.tandem.pipe;

import io.tandem.file.SharedFileException;
import io.tandem.owner.Attachment;
import io.tandem.owner.SharedDirectory;
import io.tandem.queue.SharedQueue;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Pipes whose makers were killed before they called their listener: no queue names them, so nobody would remove them. An
 * accept that finds no other thread accepting does. Whoever calls does so after making the pipe; so a pipe of a dead caller
 * that is not in the queue afterwards, and was not accepted here, was never called with. Costs a look at the directory.
 */
final class LostCallers {
    private static final String CALL = "~call";

    private final SharedQueue<String> callers;
    /** Names of pipes that are there, as far as the last look says. Guarded by this, as is the number of acceptors. */
    private final Set<String> accepted = new HashSet<>();

    private int accepting;

    LostCallers(SharedQueue<String> callers) {
        this.callers = callers;
    }

    /** Where the next caller's pipe is to be. */
    static Path pipe(SharedQueue<String> callers) {
        return callers.freshSibling(callers.path().getFileName() + CALL);
    }

    /** To be called before an acceptor looks into the queue; then {@link #end}. */
    synchronized void begin() {
        if (accepting++ == 0) {
            try {
                sweep();
            } catch (IOException leftToTheNext) {
                // a sweep is a courtesy
            }
        }
    }

    /** With what it found, or null. */
    synchronized void end(String pipe) {
        accepting--;
        if (pipe != null) {
            accepted.add(pipe);
        }
    }

    private void sweep() throws IOException {
        Path listener = callers.path();
        SharedDirectory directory = SharedDirectory.open(listener.getParent(), false);
        try (DirectoryStream<Path> pipes =
                Files.newDirectoryStream(listener.getParent(), listener.getFileName() + CALL + "-*.*.*")) {
            Set<String> there = new HashSet<>();
            List<Path> lost = new ArrayList<>();
            for (Path pipe : pipes) {
                String name = pipe.getFileName().toString();
                there.add(name);
                boolean lane = name.lastIndexOf('~')
                        > listener.getFileName().toString().length();
                if (!lane && !accepted.contains(name) && directory.isDeadsName(pipe)) {
                    lost.add(pipe);
                }
            }
            accepted.retainAll(there);
            if (callers.isEmpty()) {
                lost.forEach(LostCallers::destroy);
            }
        } finally {
            directory.release();
        }
    }

    private static void destroy(Path path) {
        try (SharedPipe<?> pipe = new SharedPipe<>(Attachment.attach(path, PipeLayout.KIND), null)) {
            if (!pipe.isUsed()) {
                pipe.destroy();
            }
        } catch (SharedFileException somebodyElseWasFaster) {
            // gone
        }
    }
}
