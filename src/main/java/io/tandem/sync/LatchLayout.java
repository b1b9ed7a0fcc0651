package io.tandem.sync;

import static io.tandem.file.FileLayout.HOT;

import io.tandem.file.FileLayout;
import io.tandem.file.Kind;
import io.tandem.file.Mapping;
import io.tandem.file.Memory;

/**
 * A count that only goes down.
 *
 * <pre>
 *    0 +--------------------+
 *      |    0  count  long  |
 *  128 +--------------------+
 *      |  128  bell   int   |
 *  256 +--------------------+
 * </pre>
 *
 * <pre>
 *  field  written by            read by    ordering
 *  count  who counts down       everybody  CAS / acquire
 *  bell   who counts, who waits the same   see Bell
 * </pre>
 */
final class LatchLayout {
    static final int COUNT_AT = 0;
    static final int BELL_AT = HOT;

    static final Kind KIND = new Kind("latch", "count@0 bell@128", 2 * HOT, 0);

    private LatchLayout() {}

    /** In a file that nobody else can see yet. */
    static void fill(Mapping mapping, long count) {
        Memory.longPlain(mapping, mapping.address(FileLayout.BODY_AT + COUNT_AT), count);
    }
}
