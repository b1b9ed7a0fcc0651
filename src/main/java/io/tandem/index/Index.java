package io.tandem.index;

import static io.tandem.file.FileLayout.BODY_AT;

import io.tandem.file.FileSpec;
import io.tandem.file.Kind;
import io.tandem.file.Memory;
import io.tandem.file.SharedFile;
import io.tandem.lane.Lane;
import java.nio.file.Path;

/** The files of a queue in one order: what they are called, and what they are created with. Any thread. */
public final class Index {
    private Index() {}

    /** The file of the index of this queue; never the one of an earlier queue of the same name. */
    public static Path path(SharedFile queue) {
        String uuid = Long.toHexString(queue.header().uuid().getLeastSignificantBits());
        return queue.path().resolveSibling(queue.path().getFileName() + "~" + uuid + "~index");
    }

    /** What an index for so many messages is created with, beside {@link #filler}. */
    public static FileSpec spec(int capacity) {
        requireCapacity(capacity);
        return new FileSpec(IndexLayout.KIND, IndexLayout.slots(capacity));
    }

    public static SharedFile.Filler filler(int capacity) {
        requireCapacity(capacity);
        return body -> Memory.intPlain(body, body.address(BODY_AT + IndexLayout.CAPACITY_AT), capacity);
    }

    public static Kind kind() {
        return IndexLayout.KIND;
    }

    public static void requireCapacity(int capacity) {
        if (capacity < 1 || capacity > IndexLayout.LARGEST_CAPACITY) {
            throw new IllegalArgumentException(
                    "a capacity of " + capacity + " messages is not between 1 and " + IndexLayout.LARGEST_CAPACITY);
        }
    }

    /** What an area of so many bytes is created with. */
    public static FileSpec areaSpec(int bytes) {
        Lane.requireCapacity(bytes);
        return new FileSpec(AreaLayout.KIND, bytes);
    }

    public static Kind areaKind() {
        return AreaLayout.KIND;
    }
}
