package io.tandem.journal;

import java.time.Duration;
import java.util.Objects;

/**
 * What a journal is created with. Whatever the retention, a file stays as long as one reader group has not acknowledged
 * all that is in it.
 *
 * @param roll when a new file begins, in UTC
 * @param keepFiles how many of the newest files stay; 0 for all
 * @param keepFor how long a file stays after its time is over; zero for ever
 * @param blockBytes how much of a file is mapped at once, a power of two; a message takes a quarter of it at most
 */
public record JournalOptions(JournalRoll roll, int keepFiles, Duration keepFor, long blockBytes) {
    /** A file a day, all of them kept, messages of up to 16 MiB. */
    public static final JournalOptions DEFAULT = new JournalOptions(JournalRoll.DAILY, 0, Duration.ZERO, 64 << 20);

    private static final long LEAST_BLOCK = 1 << 20;
    private static final long LARGEST_BLOCK = 1 << 30;

    public JournalOptions {
        Objects.requireNonNull(roll);
        if (keepFiles < 0) {
            throw new IllegalArgumentException("keepFiles: " + keepFiles + " is negative; 0 keeps all");
        }
        if (keepFor.isNegative() || keepFor.getNano() != 0) {
            throw new IllegalArgumentException("keepFor: " + keepFor + " is no whole number of seconds, or negative");
        }
        if (blockBytes < LEAST_BLOCK || blockBytes > LARGEST_BLOCK || Long.bitCount(blockBytes) != 1) {
            throw new IllegalArgumentException(
                    "blockBytes: " + blockBytes + " is no power of two from " + LEAST_BLOCK + " to " + LARGEST_BLOCK);
        }
    }

    public JournalOptions roll(JournalRoll when) {
        return new JournalOptions(when, keepFiles, keepFor, blockBytes);
    }

    /** The newest so many files stay, the one that is written included. */
    public JournalOptions keepFiles(int number) {
        return new JournalOptions(roll, number, keepFor, blockBytes);
    }

    /** Files stay for so long after their time is over. */
    public JournalOptions keepFor(Duration time) {
        return new JournalOptions(roll, keepFiles, time, blockBytes);
    }

    public JournalOptions blockBytes(long bytes) {
        return new JournalOptions(roll, keepFiles, keepFor, bytes);
    }

    /** Whether anything is ever dropped. */
    boolean drops() {
        return keepFiles > 0 || !keepFor.isZero();
    }
}
