package io.tandem.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.codec.Codecs;
import io.tandem.file.SharedFileException.Reason;
import io.tandem.support.SmallDisk;
import io.tandem.support.Threads;
import io.tandem.value.SharedByteArray;
import io.tandem.value.SharedLong;
import io.tandem.value.SharedLongArray;
import io.tandem.value.SharedValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class FullDiskTest {
    private static final int DISK = 2 << 20;

    @TempDir
    private Path disk;

    private SmallDisk mounted;

    @BeforeEach
    void mount() throws Exception {
        mounted = SmallDisk.mount(disk, DISK);
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted != null) {
            mounted.close();
        }
    }

    private static Set<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    private static void noSpace(Path path, Executable create) {
        SharedFileException refusal = assertThrows(SharedFileException.class, create);
        assertEquals(Reason.NO_SPACE, refusal.reason(), refusal::getMessage);
        assertTrue(refusal.getMessage().contains(path.toString()), refusal::getMessage);
    }

    @Test
    void whatDoesNotFitLeavesNothingBehind() throws IOException {
        try (Tandem tandem = Tandem.open(disk.resolve("tandem"))) {
            Path path = tandem.path().resolve("large");
            Set<String> before = names(tandem.path());
            for (int round = 0; round < 3; round++) {
                noSpace(path, () -> SharedByteArray.create(path, DISK));
                noSpace(path, () -> SharedLongArray.create(path, 1L << 50));
                noSpace(path, () -> SharedByteArray.createOrAttach(path, DISK));
                noSpace(path, () -> SharedByteArray.create(path, new byte[DISK]));
                noSpace(path, () -> SharedValue.create(path, Codecs.of(String.class), DISK / 2, "x"));
                assertEquals(before, names(tandem.path()));
            }
            try (SharedByteArray fits = SharedByteArray.create(path, DISK / 2);
                    SharedLong small = tandem.newLong(7)) {
                fits.fill((byte) 1);
                assertEquals(7, small.get());
                Path second = tandem.path().resolve("second");
                noSpace(second, () -> SharedByteArray.create(second, 900_000));
                assertEquals(1, fits.get(DISK / 2 - 1));
            }
        }
    }

    @Test
    void aHopelessAttemptTakesNoSpaceFromOthers() throws Exception {
        try (Tandem tandem = Tandem.open(disk.resolve("tandem"))) {
            Path path = tandem.path().resolve("large");
            Runnable hopeless = () -> noSpace(path, () -> SharedLongArray.create(path, 1L << 50));
            Threads.repeat(200, List.of(hopeless, () -> tandem.newLong(1).destroy()));
        }
    }

    @Test
    void aFullDiskIsNoPlaceForADirectory() throws IOException {
        Path filler = disk.resolve("filler");
        long free = Files.getFileStore(disk).getUsableSpace();
        Files.write(filler, new byte[(int) free - 8192]);
        Path directory = disk.resolve("tandem");
        noSpace(directory, () -> Tandem.open(directory));
        Files.delete(filler);
        try (Tandem tandem = Tandem.open(directory);
                SharedLong small = tandem.newLong(7)) {
            assertEquals(7, small.get());
            assertEquals(3, names(directory).size(), () -> "what the failed attempt left: " + directory);
        }
    }
}
