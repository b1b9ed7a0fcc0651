package io.tandem.owner;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Names in a Tandem directory that no other participant gives: they carry this one's id, so that what begins with a dot
 * can be swept after its death. Any thread; a sweep costs a look at the directory and a verdict per file found there.
 */
final class PrivateNames {
    private static final String BIRTH = ".birth-";

    private final Path directory;
    private final Participants participants;
    private final AtomicLong given = new AtomicLong();

    PrivateNames(Path directory, Participants participants) {
        this.directory = directory;
        this.participants = participants;
    }

    Path fresh(String prefix) {
        return directory.resolve(prefix + "-" + tag() + given.incrementAndGet());
    }

    boolean isDeads(Path fresh) {
        String name = fresh.getFileName().toString();
        String[] parts = name.substring(name.lastIndexOf('-') + 1).split("\\.");
        return parts.length == 3 && participants.isDead(owner(parts[0], parts[1]));
    }

    /** In the directory, or in a folder that {@link #sweep(Path)} is called for. */
    Path privately(Path folder, String suffix) {
        return folder.resolve("." + tag() + given.incrementAndGet() + "." + suffix);
    }

    /** For who is no participant yet, to build the registry: a random one. */
    static Path birth(Path directory) {
        return directory.resolve(BIRTH + UUID.randomUUID());
    }

    private String tag() {
        long self = participants.self();
        return ParticipantsLayout.slotOf(self) + "." + ParticipantsLayout.epochOf(self) + ".";
    }

    /** Deletes what the dead left. */
    void sweep() {
        try {
            deleteBirths(directory);
        } catch (IOException leftToTheNext) {
            // a sweep is a courtesy
        }
        sweep(directory);
        try (DirectoryStream<Path> spills = Files.newDirectoryStream(directory, "*" + FileTree.SPILL)) {
            for (Path spill : spills) {
                Path folder = Files.isSymbolicLink(spill) ? FileTree.spillTarget(spill) : spill;
                if (folder != null) {
                    sweep(folder);
                }
            }
        } catch (IOException leftToTheNext) {
            // a sweep is a courtesy
        }
    }

    /** Deletes private files in one folder whose owners are dead. */
    void sweep(Path folder) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, ".[0-9]*.[0-9]*.*.*")) {
            for (Path entry : entries) {
                if (participants.isDead(owner(entry))) {
                    FileTree.remove(entry);
                }
            }
        } catch (IOException leftToTheNext) {
            // a sweep is a courtesy
        }
    }

    /** Whose private file it is; this JVM's own if its name tells nothing. */
    private long owner(Path privateFile) {
        String[] parts = privateFile.getFileName().toString().split("\\.");
        return owner(parts[1], parts[2]);
    }

    private long owner(String slot, String epoch) {
        try {
            return ParticipantsLayout.id(Integer.parseInt(slot), Long.parseLong(epoch));
        } catch (NumberFormatException notOurs) {
            return participants.self();
        }
    }

    static void deleteBirths(Path directory) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, BIRTH + "*")) {
            for (Path entry : entries) {
                Files.deleteIfExists(entry);
            }
        }
    }
}
