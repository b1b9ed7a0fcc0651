package io.tandem.journal;

import io.tandem.file.Memory;
import io.tandem.file.SharedFile;
import io.tandem.file.SharedFileException;
import io.tandem.owner.SharedDirectory;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Drops the oldest files of a journal, when a new one was begun; for the appender. */
final class Retention {
    private final SharedDirectory directory;
    private final MessageFiles files;
    private final JournalOptions options;

    Retention(SharedDirectory directory, MessageFiles files, JournalOptions options) {
        this.directory = directory;
        this.files = files;
        this.options = options;
    }

    void sweep() throws IOException {
        List<Integer> cycles = files.cycles();
        int newest = cycles.get(cycles.size() - 1);
        long acknowledged = acknowledgedByAll();
        try (MessageTailer tailer = files.tailer()) {
            for (int i = 0; i + 1 < cycles.size(); i++) {
                boolean crowded = options.keepFiles() > 0 && cycles.size() - i > options.keepFiles();
                boolean old = !options.keepFor().isZero()
                        && (newest - cycles.get(i) - 1) * options.roll().seconds
                                >= options.keepFor().toSeconds();
                if (!crowded && !old || !tailer.firstOf(cycles.get(i + 1)) || tailer.number() > acknowledged + 1) {
                    return;
                }
                files.drop(cycles.get(i));
            }
        }
    }

    /** The last message that every reader group has acknowledged. */
    private long acknowledgedByAll() throws IOException {
        long least = Long.MAX_VALUE - 1;
        try (DirectoryStream<Path> groups = Files.newDirectoryStream(directory.path(), ReaderEngine.PREFIX + "*")) {
            for (Path group : groups) {
                try {
                    SharedFile file = directory.attach(group, ReaderLayout.KIND);
                    least = Math.min(least, Memory.longAcquire(file.mapping(), file.body(ReaderLayout.HEAD_AT)) - 1);
                    file.release();
                } catch (SharedFileException e) {
                    if (e.reason() != SharedFileException.Reason.NOT_FOUND) {
                        return 0; // who knows what it has not read
                    }
                }
            }
        }
        return least;
    }
}
