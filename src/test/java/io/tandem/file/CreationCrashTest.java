package io.tandem.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tandem.Tandem;
import io.tandem.file.SharedFileException.Reason;
import io.tandem.support.Jvm;
import io.tandem.value.SharedLongArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CreationCrashTest {
    private static final long[] FIRST_VALUES = {1, 2, 3};

    static final class Creator {
        public static void main(String[] arguments) {
            SharedLongArray.create(Path.of(arguments[0]), FIRST_VALUES);
        }
    }

    @TempDir
    private Path directory;

    /** Temporary files of whatever kind; what belongs to a Tandem directory itself is no such file. */
    private List<String> orphans() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(".") && !name.equals(".life") && !name.equals(".participants"))
                    .toList();
        }
    }

    private Jvm creatorStoppedAt(String point, Path path) throws InterruptedException {
        List<String> flags = List.of("-D" + CrashPoint.PROPERTY + "=" + point);
        Jvm creator = Jvm.start(flags, Creator.class, path.toString());
        creator.awaitLine("CRASHPOINT " + point);
        return creator;
    }

    @ParameterizedTest
    @CsvSource({
        "create.opened,    1, false",
        "create.allocated, 1, false",
        "create.headed,    1, false",
        "create.filled,    1, false",
        "create.published, 1, true",
        "create.done,      0, true"
    })
    void nobodySeesHalfAFile(String point, int orphans, boolean published) throws Exception {
        Path path = directory.resolve("array");
        try (Tandem tandem = Tandem.open(directory)) {
            try (Jvm creator = creatorStoppedAt(point, path)) {
                assertState(path, published);
                assertEquals(orphans, orphans().size());
                Tandem.open(directory).close();
                assertEquals(orphans, orphans().size(), "a live creator's file must stay");
                creator.kill();
            }
            assertState(path, published);
            try (SharedLongArray next = SharedLongArray.createOrAttach(path, FIRST_VALUES.length)) {
                assertArrayEquals(published ? FIRST_VALUES : new long[3], next.toArray());
            }
            assertEquals(orphans, orphans().size());
            Tandem.open(directory).close();
            assertEquals(List.of(), orphans());
            try (SharedLongArray still = tandem.longArray("array", FIRST_VALUES.length)) {
                assertArrayEquals(published ? FIRST_VALUES : new long[3], still.toArray());
            }
        }
    }

    private static void assertState(Path path, boolean published) {
        if (published) {
            SharedFileException taken =
                    assertThrows(SharedFileException.class, () -> SharedLongArray.create(path, FIRST_VALUES));
            assertEquals(Reason.ALREADY_EXISTS, taken.reason());
            try (SharedLongArray whole = SharedLongArray.attach(path)) {
                assertArrayEquals(FIRST_VALUES, whole.toArray());
            }
        } else {
            SharedFileException missing = assertThrows(SharedFileException.class, () -> SharedLongArray.attach(path));
            assertEquals(Reason.NOT_FOUND, missing.reason());
        }
    }

    /** The first file of a directory is its registry. */
    @ParameterizedTest
    @CsvSource({"create.opened", "create.filled", "create.published", "create.done"})
    void aDirectoryWhoseFirstUserDiedAtItsBirthIsTakenOver(String point) throws Exception {
        Path path = directory.resolve("array");
        try (Jvm creator = creatorStoppedAt(point, path)) {
            creator.kill();
        }
        try (Tandem tandem = Tandem.open(directory);
                SharedLongArray array = SharedLongArray.create(path, FIRST_VALUES)) {
            assertArrayEquals(FIRST_VALUES, array.toArray());
            assertEquals(List.of(), orphans(), tandem::toString);
        }
    }
}
