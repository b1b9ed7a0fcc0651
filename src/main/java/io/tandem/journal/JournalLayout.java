package io.tandem.journal;

import static io.tandem.file.FileLayout.BODY_AT;
import static io.tandem.file.FileLayout.HOT;

import io.tandem.file.FileSpec;
import io.tandem.file.Kind;
import io.tandem.file.Mapping;
import io.tandem.file.Memory;
import io.tandem.file.SharedFile;
import io.tandem.file.SharedFileException;
import java.time.Duration;

/**
 * The file {@code journal} in a journal's directory. Beside it: {@code messages}, Chronicle's directory, and a file
 * {@code reader~name} per reader group. A message in Chronicle's files is its number, a long, and the encoded object.
 *
 * <pre>
 *    0 +------------------------------------------------+
 *      | appended: long, number of the last message     |
 *  128 +------------------------------------------------+
 *      | appender: long, owned word of who may append   |
 *      | cycle:    long, number of the file it writes   |
 *      | room:     long, bytes of that file with a disk |
 *      |           block behind them                    |
 *      | end:      long, where its last message ended   |
 *  256 +------------------------------------------------+
 *      | shutdown: int, 1 once no more puts are accepted|
 *  384 +------------------------------------------------+
 *      | bell: int                                      |
 *  512 +------------------------------------------------+
 *      | roll, keepFiles: int; keepFor: long, seconds;  |
 *      | block: long                                    |
 *  640 +------------------------------------------------+
 * </pre>
 *
 * <pre>
 *  field     written by            read by      ordering
 *  appended  the appender          everybody    release / acquire
 *  appender  who appends           the same     CAS / release
 *  cycle     the appender          the next one plain, under the owned word
 *  to end
 *  shutdown  the appender          everybody    release / acquire
 *  bell      appenders, takers     the same     see Bell
 *  roll ...  the creator           attachers    before publication
 * </pre>
 */
final class JournalLayout {
    static final int APPENDED_AT = 0;
    static final int APPENDER_AT = HOT;
    static final int CYCLE_AT = HOT + Long.BYTES;
    static final int ROOM_AT = HOT + 2 * Long.BYTES;
    static final int END_AT = HOT + 3 * Long.BYTES;
    static final int SHUTDOWN_AT = 2 * HOT;
    static final int BELL_AT = 3 * HOT;
    static final int ROLL_AT = 4 * HOT;
    static final int KEEP_FILES_AT = ROLL_AT + Integer.BYTES;
    static final int KEEP_FOR_AT = ROLL_AT + Long.BYTES;
    static final int BLOCK_AT = ROLL_AT + 2 * Long.BYTES;

    static final Kind KIND = new Kind(
            "journal",
            "appended@0 appender@128 cycle@136 room@144 end@152 shutdown@256 bell@384"
                    + " roll@512 keepFiles@516 keepFor@520 block@528 message(number:8 bytes)",
            5 * HOT,
            0);

    private JournalLayout() {}

    static FileSpec spec(String type) {
        return new FileSpec(KIND, 1, type);
    }

    static SharedFile.Filler filler(JournalOptions options) {
        return body -> {
            Memory.intPlain(body, at(body, ROLL_AT), options.roll().ordinal());
            Memory.intPlain(body, at(body, KEEP_FILES_AT), options.keepFiles());
            Memory.longPlain(body, at(body, KEEP_FOR_AT), options.keepFor().toSeconds());
            Memory.longPlain(body, at(body, BLOCK_AT), options.blockBytes());
        };
    }

    private static long at(Mapping body, int offset) {
        return body.address(BODY_AT + offset);
    }

    /** What this journal was created with. */
    static JournalOptions options(SharedFile file) {
        int roll = Memory.intPlain(file, file.body(ROLL_AT));
        try {
            return new JournalOptions(
                    JournalRoll.values()[roll],
                    Memory.intPlain(file, file.body(KEEP_FILES_AT)),
                    Duration.ofSeconds(Memory.longPlain(file, file.body(KEEP_FOR_AT))),
                    Memory.longPlain(file, file.body(BLOCK_AT)));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new SharedFileException(
                    SharedFileException.Reason.LAYOUT_MISMATCH, file.path(), "the options of a journal", e.toString());
        }
    }
}
