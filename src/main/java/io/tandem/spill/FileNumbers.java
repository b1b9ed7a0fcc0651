package io.tandem.spill;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import io.tandem.file.CrashPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Which number the next file of a lane gets: one after the other, modulo 2^24, past names that are taken. Private to this
 * JVM, but for one thing: a number that a sweep took must not come back soon. A stopped consumer may yet delete a file of
 * that name, which it took long ago; a name that is still there cannot be given twice, but a swept one could. So the last
 * swept number of a lane is kept beside its files, and numbers go on from there. "Last" is as in RFC 1982: right as
 * long as two numbers to be compared are less than 2^23 files of one lane apart.
 */
final class FileNumbers {
    static final int BITS = 24;
    static final int MASK = (1 << BITS) - 1;

    private static final int HALF = 1 << BITS - 1;
    /** Before the first one. */
    private static final int NONE = -1;

    private final SpillPlace place;
    private final ConcurrentMap<Integer, Integer> last = new ConcurrentHashMap<>();

    FileNumbers(SpillPlace place) {
        this.place = place;
    }

    static boolean isLater(int number, int than) {
        int distance = number - than & MASK;
        return number != NONE && (than == NONE || distance != 0 && distance < HALF);
    }

    /** For the owner of the lane. */
    int next(int lane) throws IOException {
        int mark = mark(lane);
        return last.merge(lane, mark + 1 & MASK, (before, first) -> {
            int from = isLater(mark, before) ? mark : before;
            return from + 1 & MASK;
        });
    }

    private Path markPath(int lane) {
        return place.directory().resolve(lane + "~mark");
    }

    /** The last number that a sweep took, or {@link #NONE}. */
    int mark(int lane) throws IOException {
        Path mark = markPath(lane);
        if (!Files.isSymbolicLink(mark)) {
            return NONE;
        }
        try {
            return Integer.parseInt(Files.readSymbolicLink(mark).toString()) & MASK;
        } catch (NumberFormatException notOurs) {
            return NONE;
        }
    }

    /** The mark is the text of a link: it takes no room on a full disk, and is replaced at once. */
    void mark(int lane, int number, Path temporary) throws IOException {
        CrashPoint.at("spill.marking");
        Files.createSymbolicLink(temporary, Path.of(Integer.toString(number)));
        CrashPoint.at("spill.mark.made");
        Files.move(temporary, markPath(lane), ATOMIC_MOVE);
        CrashPoint.at("spill.marked");
    }
}
