package io.tandem.spill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which numbers files get, and which files a new owner of a lane takes away. */
class SpillSweepTest {
    @TempDir
    private Path temporary;

    private Spilling spilling;

    @BeforeEach
    void open() {
        spilling = new Spilling(temporary.resolve("tandem/queue"), null);
    }

    @AfterEach
    void close() {
        spilling.close();
    }

    @Test
    void takenNamesAreSkipped() {
        spilling.write(0, new byte[1]);
        SpillFiles adopter = spilling.again();
        assertEquals(SpillFiles.reference(0, 1), adopter.write(0, new UnsafeBuffer(new byte[2]), 0, 2));
        assertEquals(SpillFiles.reference(1, 0), adopter.write(1, new UnsafeBuffer(new byte[2]), 0, 2));
        assertEquals(SpillFiles.reference(0, 2), spilling.write(0, new byte[3]));
    }

    @Test
    void sweepTakesWhatNobodyNames() throws IOException {
        for (int i = 0; i < 5; i++) {
            spilling.write(0, new byte[i]);
            spilling.write(1, new byte[i]);
        }
        Files.createFile(spilling.directory().resolve("0~other"));
        spilling.again().sweep(0, number -> number == 1 || number == 4);
        assertEquals(Set.of("0~1", "0~4", "0~mark", "0~other", "1~0", "1~1", "1~2", "1~3", "1~4"), spilling.names());
    }

    /** A stopped consumer deletes by name: a name that was swept must not be given again. */
    @Test
    void sweptNumbersDoNotComeBack() throws IOException {
        for (int i = 0; i < 10; i++) {
            spilling.write(0, new byte[1]);
        }
        SpillFiles second = spilling.again();
        second.sweep(0, number -> number == 9);
        assertEquals(SpillFiles.reference(0, 10), second.write(0, new UnsafeBuffer(new byte[1]), 0, 1));
        second.delete(SpillFiles.reference(0, 9));
        second.delete(SpillFiles.reference(0, 10));
        SpillFiles third = spilling.again();
        third.sweep(0, number -> false);
        Set<Long> swept = new HashSet<>();
        for (int i = 0; i < 9; i++) {
            swept.add(SpillFiles.reference(0, i));
        }
        for (int i = 0; i < 20; i++) {
            long reference = third.write(0, new UnsafeBuffer(new byte[1]), 0, 1);
            assertFalse(swept.contains(reference));
            third.delete(reference);
        }
        assertEquals(Set.of("0~mark"), spilling.names());
        assertTrue(third.isEmpty(0));
        for (int i = 0; i < 3; i++) {
            third.write(0, new UnsafeBuffer(new byte[1]), 0, 1);
        }
        spilling.again().sweep(0, number -> false);
        long old = spilling.write(0, new byte[1]);
        assertEquals(SpillFiles.reference(0, 32), old, "a JVM that owned the lane before the sweep goes on behind it");
    }

    @Test
    void numbersWrap() throws IOException {
        spilling.write(0, new byte[1]);
        Files.move(spilling.files.path(0), spilling.files.path(SpillFiles.reference(0, FileNumbers.MASK - 1)));
        SpillFiles next = spilling.again();
        next.sweep(0, number -> false);
        assertEquals(Set.of("0~mark"), spilling.names());
        List<Long> references = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            references.add(next.write(0, new UnsafeBuffer(new byte[1]), 0, 1));
        }
        assertEquals(List.of((long) FileNumbers.MASK, 0L, 1L), references);
        assertTrue(FileNumbers.isLater(3, FileNumbers.MASK));
        assertFalse(FileNumbers.isLater(FileNumbers.MASK, 3));
        assertFalse(FileNumbers.isLater(3, 3));
    }
}
