package io.tandem.journal;

import io.tandem.file.CrashPoint;
import io.tandem.owner.FileTree;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import net.openhft.chronicle.core.io.Closeable;
import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.RollingResourcesCache;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.rollcycles.LegacyRollCycles;
import net.openhft.chronicle.queue.rollcycles.TestRollCycles;

/**
 * The Chronicle Queue of a journal, as this JVM has it open. Making, appending and dropping are for the appender, who
 * is alone in all processes; so Chronicle's own locks, which name a pid and give up after a time, are never waited for,
 * and one that is found held was left by a dead appender. Tailers are for anybody.
 */
final class MessageFiles implements AutoCloseable {
    static final String SUFFIX = ".cq4";
    private static final String LOCK = "chronicle.write.lock";
    private static final long UNLOCKED = Long.MIN_VALUE;
    /** What Chronicle waits for a file whose header is missing: its writer is dead then, or a tailer comes again. */
    private static final long HEADER_MILLIS = 200;

    private final Path directory;
    private final SingleChronicleQueue queue;
    private final RollCycle roll;
    private final RollClock clock;
    private final RollingResourcesCache names;

    private MessageFiles(Path directory, JournalOptions options) {
        this.directory = directory;
        this.roll = rollCycle(options.roll());
        this.clock = new RollClock(roll);
        this.queue = SingleChronicleQueueBuilder.single(directory.toFile())
                .rollCycle(roll)
                .blockSize(options.blockBytes())
                .timeoutMS(HEADER_MILLIS)
                .timeProvider(clock)
                .build();
        this.names = new RollingResourcesCache(
                roll, roll.defaultEpoch(), name -> new File(directory.toFile(), name + SUFFIX), file -> {
                    String name = file.getName();
                    return name.substring(0, name.length() - SUFFIX.length());
                });
    }

    /** Opens them. If they are not there, which is for the appender, makes them first, under another name. */
    static MessageFiles open(Path directory, JournalOptions options) throws IOException {
        if (!Files.exists(directory)) {
            Path unfinished = directory.resolveSibling("." + directory.getFileName());
            FileTree.remove(unfinished);
            CrashPoint.at("journal.making");
            Files.createDirectory(unfinished);
            DiskRoom.allocate(unfinished.resolve("metadata.cq4t"), 0, 1 << 17);
            new MessageFiles(unfinished, options).close();
            CrashPoint.at("journal.made");
            Files.move(unfinished, directory, StandardCopyOption.ATOMIC_MOVE);
            CrashPoint.at("journal.named");
        }
        return new MessageFiles(directory, options);
    }

    private static RollCycle rollCycle(JournalRoll roll) {
        return switch (roll) {
            case SECONDLY -> TestRollCycles.TEST_SECONDLY;
            case MINUTELY -> LegacyRollCycles.MINUTELY;
            case HOURLY -> RollCycles.FAST_HOURLY;
            case DAILY -> RollCycles.FAST_DAILY;
        };
    }

    RollClock clock() {
        return clock;
    }

    /** An appender of a JVM whose predecessors, if they hold Chronicle's lock, are dead. */
    MessageAppender appender() {
        queue.tableStorePut(LOCK, UNLOCKED);
        return new MessageAppender(queue);
    }

    MessageTailer tailer() {
        return new MessageTailer(queue, roll);
    }

    /** Bytes that Chronicle may add to a file with one message: an index of the second and one of the first level. */
    long indexBytes() {
        return 2L * Long.BYTES * roll.defaultIndexCount() + (64 << 10);
    }

    int lastCycle() {
        return queue.lastCycle();
    }

    Path file(int cycle) {
        return names.resourceFor(cycle).path.toPath();
    }

    /** Where a file lies before Chronicle knows it. */
    Path prepared(int cycle) {
        String name = file(cycle).getFileName().toString();
        return directory.resolve(name.substring(0, name.length() - SUFFIX.length()) + ".precreated");
    }

    /** The numbers of the files that are there, the oldest first. */
    List<Integer> cycles() throws IOException {
        List<Integer> cycles = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path file : files) {
                cycles.add(names.toLong(file.toFile()).intValue());
            }
        }
        cycles.sort(null);
        return cycles;
    }

    /** Has the tailer read the message of this number; false if it is not there. Numbers in a file have no gaps. */
    boolean stand(MessageTailer tailer, long number) throws IOException {
        List<Integer> cycles = cycles();
        for (int i = cycles.size() - 1; i >= 0; i--) {
            int cycle = cycles.get(i);
            if (tailer.firstOf(cycle) && tailer.number() <= number) {
                return tailer.standBehind(roll.toIndex(cycle, number - tailer.number())) && tailer.number() == number;
            }
        }
        return false;
    }

    /** Takes a file away; who reads it keeps it until it goes on. */
    void drop(int cycle) throws IOException {
        CrashPoint.at("journal.dropping");
        Files.deleteIfExists(file(cycle));
        CrashPoint.at("journal.dropped");
        refresh();
    }

    void refresh() {
        queue.refreshDirectoryListing();
    }

    @Override
    public void close() {
        Closeable.closeQuietly(queue);
    }
}
