package io.tandem.spill;

import io.tandem.file.CrashPoint;
import io.tandem.file.SafePath;
import io.tandem.file.SharedFile;
import io.tandem.file.SharedFileException;
import io.tandem.file.SharedFileException.Reason;
import io.tandem.owner.SharedDirectory;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.agrona.DirectBuffer;

/**
 * The messages of one queue that are too large for its lanes: each in a file of its own, which a reference in a lane
 * names. Written before the reference is published; opened by a consumer before it takes the reference, for then the file
 * is still there; deleted by whoever took it. Nothing is copied between processes.
 *
 * <p>Only the owner of a lane may write files of that lane, one thread at a time, and its next owner sweeps; all else any
 * thread of any process may call. References come from shared memory and are not trusted: one that names no file opens
 * nothing. Nothing blocks on another process; writing blocks on the disk. Killed before the reference is
 * published, a producer leaves a file that nobody names; killed between taking and deleting, a consumer leaves one,
 * too: {@link #sweep} takes both. Cost: a file of exactly the message's length, at least seven system calls to write it
 * and four to read it; whatever the length, constant memory on the heap.
 *
 * <p>Refuses by {@link SharedFileException}: {@code NO_SPACE} if the disk is full, with nothing lost and nothing left;
 * {@code INSECURE_PATH} if the directory could be another user's; {@code NOT_FOUND} once the queue was destroyed.
 */
public final class SpillFiles {
    private static final long NONE = -1;

    private final SharedDirectory directory;
    private final SpillPlace place;
    private final FileNumbers numbers;

    /** What is written to a new file. */
    private interface Content {
        void into(NewFile file) throws IOException;
    }

    /** For the files of this queue; {@code given} is a directory on another file system, or null for the queue's own. */
    public SpillFiles(SharedDirectory directory, SharedFile queue, Path given) {
        this.directory = directory;
        this.place = new SpillPlace(queue, given);
        this.numbers = new FileNumbers(place);
    }

    /** Names a file: the lane, and 24 bits of number. */
    public static long reference(int lane, int number) {
        return (long) lane << FileNumbers.BITS | number & FileNumbers.MASK;
    }

    /** Where the file of a reference is, if there is one. */
    public Path path(long reference) {
        return place.directory().resolve((reference >>> FileNumbers.BITS) + "~" + (reference & FileNumbers.MASK));
    }

    /** Writes a message; returns the reference to publish. */
    public long write(int lane, DirectBuffer source, int index, int length) {
        source.boundsCheck(index, length);
        try {
            return write(lane, length, file -> file.write(source, index, length));
        } catch (IOException e) {
            throw SafePath.refusal(place.directory(), e);
        }
    }

    /**
     * Writes all that comes from a blocking channel until it ends, however much; returns the reference to publish. What the
     * source throws, this throws, and nothing is left.
     */
    public long write(int lane, ReadableByteChannel source) throws IOException {
        return write(lane, 0, file -> file.write(source));
    }

    /**
     * A second name for what {@link #newBytes} made: nothing is copied if it lies on this file system. Else, and if it was
     * received, a copy. It stays open, and closing it does not matter to the reference.
     */
    public long write(int lane, SharedBytes made) {
        long length = made.length();
        Path name = made.privateName();
        long reference = name == null ? NONE : link(lane, name);
        if (reference != NONE) {
            return reference;
        }
        try {
            return write(lane, length, file -> file.write(made.channel()));
        } catch (IOException e) {
            throw SafePath.refusal(place.directory(), e);
        }
    }

    private long write(int lane, long least, Content content) throws IOException {
        place.make();
        while (true) {
            long reference = reference(lane, numbers.next(lane));
            place.requireSpace(path(reference), least);
            try (NewFile file = NewFile.create(path(reference))) {
                if (file != null) {
                    content.into(file);
                    file.keep();
                    return reference;
                }
            }
        }
    }

    /** Gives a file a further name; {@link #NONE} if this file system cannot, or if it has no name any more. */
    private long link(int lane, Path existing) {
        place.make();
        try {
            while (true) {
                long reference = reference(lane, numbers.next(lane));
                try {
                    CrashPoint.at("spill.naming");
                    Files.createLink(path(reference), existing);
                    CrashPoint.at("spill.named");
                    return reference;
                } catch (FileAlreadyExistsException taken) {
                    // the next number
                }
            }
        } catch (IOException | UnsupportedOperationException copyIt) {
            return NONE;
        }
    }

    /**
     * Gives a message a second name in another queue, by a hard link, or by a copy where that is not possible; for the
     * owner of {@code lane} there. Throws {@code NOT_FOUND} if the file is gone.
     */
    public static long link(SpillFiles from, long reference, SpillFiles to, int lane) {
        long linked = to.link(lane, from.path(reference));
        if (linked != NONE) {
            return linked;
        }
        try (SharedBytes bytes = from.open(reference)) {
            if (bytes == null) {
                throw new SharedFileException(
                        Reason.NOT_FOUND, from.path(reference), "the bytes of a message", "nothing");
            }
            return to.write(lane, bytes);
        }
    }

    /**
     * Maps the file of a reference that is not taken yet; null if there is none, because somebody else took it. If the
     * caller does not get the reference, these bytes may be anything, and are to be closed.
     */
    public SharedBytes open(long reference) {
        FileMapping mapping = place.exists() ? FileMapping.open(path(reference), false) : null;
        return mapping == null ? null : SharedBytes.received(mapping);
    }

    /** Takes the name away, after the reference was taken, or if it was never published. Who has it open keeps it. */
    public void delete(long reference) {
        if (place.exists()) {
            try {
                CrashPoint.at("spill.deleting");
                Files.deleteIfExists(path(reference));
                CrashPoint.at("spill.deleted");
            } catch (IOException e) {
                throw SafePath.refusal(path(reference), e);
            }
        }
    }

    /**
     * A file of zeros to be filled and put, under a name of this participant's; all its room is there from the start. Closed
     * without having been put, it is gone.
     */
    public SharedBytes newBytes(long length) {
        if (length < 0) {
            throw new IllegalArgumentException("length " + length + " is negative");
        }
        place.make();
        Path name = directory.privatePath(place.directory(), "bytes");
        place.requireSpace(name, length);
        try (NewFile file = NewFile.create(name)) {
            file.writeZeros(length);
            FileMapping mapping = FileMapping.open(name, true);
            if (mapping == null) {
                throw new SharedFileException(Reason.NOT_FOUND, name, "a new file", "nothing: the queue was destroyed");
            }
            file.keep();
            return SharedBytes.made(mapping, name);
        }
    }

    /** True if {@link #sweep} of this lane would find nothing to look at. */
    public boolean isEmpty(int lane) {
        try {
            return !place.exists()
                    || names(lane + "~[0-9]*").isEmpty() && names(".*").isEmpty();
        } catch (IOException e) {
            throw SafePath.refusal(place.directory(), e);
        }
    }

    /**
     * For a new owner of a lane, before it writes: deletes the files of this lane that no reference in the queue names, and
     * what the dead made and did not put. What cannot be deleted is left to the next owner.
     */
    public void sweep(int lane, IntPredicate referenced) {
        if (!place.exists()) {
            return;
        }
        directory.sweep(place.directory());
        try {
            List<Path> lost = new ArrayList<>();
            int before = numbers.mark(lane);
            int mark = before;
            for (Path file : names(lane + "~[0-9]*")) {
                int number = number(file);
                if (number >= 0 && !referenced.test(number)) {
                    lost.add(file);
                    mark = FileNumbers.isLater(number, mark) ? number : mark;
                }
            }
            if (mark != before) {
                numbers.mark(lane, mark, directory.privatePath(place.directory(), "mark"));
            }
            for (Path file : lost) {
                CrashPoint.at("spill.sweeping");
                Files.deleteIfExists(file);
                CrashPoint.at("spill.swept");
            }
        } catch (IOException leftToTheNext) {
            // they take room, and do no harm
        }
    }

    /** -1 for a name that no reference can have. */
    private static int number(Path file) {
        String name = file.getFileName().toString();
        try {
            int number = Integer.parseInt(name.substring(name.indexOf('~') + 1));
            return number <= FileNumbers.MASK ? number : -1;
        } catch (NumberFormatException notOurs) {
            return -1;
        }
    }

    private List<Path> names(String glob) throws IOException {
        List<Path> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(place.directory(), glob)) {
            entries.forEach(names::add);
        } catch (NoSuchFileException gone) {
            // the queue was destroyed
        }
        return names;
    }

    /** Removes all files and their directory, wherever it is. May be repeated; consumers keep what they have open. */
    public void destroy() {
        place.remove();
    }
}
