package io.tandem.file;

import static io.tandem.file.FileLayout.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.file.SharedFileException.Reason;
import io.tandem.support.Forgery;
import io.tandem.value.SharedInt;
import io.tandem.value.SharedIntArray;
import io.tandem.value.SharedLong;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalTest {
    private final Tandem tandem = Tandem.open();
    private final Path path = tandem.path().resolve("file");

    @BeforeEach
    void create() {
        SharedLong.create(path, 42).close();
    }

    @AfterEach
    void close() {
        tandem.close();
    }

    private SharedFileException refused(Reason reason, Function<Path, ?> attach) throws IOException {
        byte[] before = Files.isRegularFile(path) ? Files.readAllBytes(path) : null;
        SharedFileException refusal = assertThrows(SharedFileException.class, () -> attach.apply(path));
        assertEquals(reason, refusal.reason(), refusal::getMessage);
        assertEquals(path, refusal.path());
        for (String part : new String[] {path.toString(), refusal.expected(), refusal.found(), reason.toString()}) {
            assertTrue(refusal.getMessage().contains(part), refusal::getMessage);
        }
        assertTrue(!refusal.expected().equals(refusal.found()), refusal::getMessage);
        assertArrayEquals(before, Files.isRegularFile(path) ? Files.readAllBytes(path) : null);
        return refusal;
    }

    private SharedFileException refused(Reason reason) throws IOException {
        return refused(reason, SharedLong::attach);
    }

    private SharedFileException refusedForged(Reason reason, Consumer<ByteBuffer> change) throws IOException {
        Forgery.header(path, change);
        return refused(reason);
    }

    @Test
    void whatIsNotAFile() throws Exception {
        Files.delete(path);
        refused(Reason.NOT_FOUND);
        Files.createDirectory(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        refused(Reason.NOT_A_FILE);
        Files.delete(path);
        assertEquals(
                0,
                new ProcessBuilder("mkfifo", "-m", "600", path.toString())
                        .start()
                        .waitFor());
        refused(Reason.NOT_A_FILE);
        Files.delete(path);
        Files.createSymbolicLink(path, tandem.path().resolve("elsewhere"));
        refused(Reason.INSECURE_PATH);
    }

    @Test
    void whatIsNotATandemFile() throws IOException {
        Files.write(path, new byte[0]);
        assertEquals("an empty file", refused(Reason.TRUNCATED).found());
        Files.writeString(path, "text");
        refused(Reason.TRUNCATED);
        Files.writeString(path, "a short text");
        refused(Reason.BAD_MAGIC);
        Files.writeString(path, "a long text ".repeat(200));
        refused(Reason.BAD_MAGIC);
        Files.write(path, new byte[1152]);
        refused(Reason.BAD_MAGIC);
    }

    @Test
    void filesCutAnywhere() throws IOException {
        byte[] whole = Files.readAllBytes(path);
        assertEquals(1152, whole.length);
        for (int length = 0; length < whole.length; length += length == 1088 ? 63 : 64) {
            Files.write(path, Arrays.copyOf(whole, length));
            refused(Reason.TRUNCATED);
        }
        Files.write(path, Arrays.copyOf(whole, whole.length + 1));
        refused(Reason.WRONG_SIZE);
        Files.write(path, whole);
        SharedLong.attach(path).close();
    }

    @Test
    void everyBitOfTheHeader() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            for (int at = 0; at < HEADER_BYTES; at++) {
                file.seek(at);
                int good = file.read();
                Reason reason = at < BYTE_ORDER_AT
                        ? Reason.BAD_MAGIC
                        : at >= VERSION_AT && at < KIND_AT ? Reason.VERSION_MISMATCH : Reason.CORRUPT_HEADER;
                for (int bit = 0; bit < Byte.SIZE; bit++) {
                    file.seek(at);
                    file.write(good ^ 1 << bit);
                    refused(reason);
                }
                file.seek(at);
                file.write(good);
            }
        }
        try (SharedLong whole = SharedLong.attach(path)) {
            assertEquals(42, whole.get());
        }
    }

    @Test
    void otherKindsVersionsAndLayouts() throws IOException {
        SharedFileException kind = refused(Reason.WRONG_KIND, SharedInt::attach);
        assertEquals("kind int", kind.expected());
        assertEquals("kind long", kind.found());
        refused(Reason.WRONG_KIND, SharedIntArray::attach);
        SharedFileException layout = refusedForged(Reason.LAYOUT_MISMATCH, block -> block.putLong(LAYOUT_AT, 0xabcL));
        assertEquals("layout abc", layout.found());
        SharedFileException version =
                refusedForged(Reason.VERSION_MISMATCH, block -> block.putInt(VERSION_AT, VERSION + 1));
        assertEquals("format 2", version.found());
        SharedFileException order = refusedForged(
                Reason.BYTE_ORDER,
                block -> block.order(ByteOrder.BIG_ENDIAN)
                        .putInt(BYTE_ORDER_AT, BYTE_ORDER)
                        .order(ByteOrder.LITTLE_ENDIAN));
        assertEquals("big endian", order.found());
    }

    @ParameterizedTest
    @CsvSource({
        "-1, CORRUPT_HEADER",
        "-9223372036854775808, CORRUPT_HEADER",
        "9223372036854775807, CORRUPT_HEADER",
        "9223372036854774783, TRUNCATED",
        "1099511627776, TRUNCATED",
        "129, TRUNCATED",
        "127, WRONG_SIZE",
        "0, WRONG_SIZE"
    })
    void impossibleSizesUnderAValidChecksum(long size, Reason ofBoth) throws IOException {
        refusedForged(Reason.CORRUPT_HEADER, block -> block.putLong(BODY_SIZE_AT, size));
        refusedForged(ofBoth, block -> block.putLong(FILE_SIZE_AT, size + BODY_AT));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, 33, 31, (1L << 62) + 32, 1L << 31})
    void impossibleLengthsUnderAValidChecksum(long count) throws IOException {
        Files.delete(path);
        SharedIntArray.create(path, 32L).close();
        Forgery.header(path, block -> block.putLong(COUNT_AT, count));
        refused(Reason.CORRUPT_HEADER, SharedIntArray::attach);
    }

    @Test
    void aFileWithoutRoomForWhatItHolds() throws IOException {
        Files.write(path, Arrays.copyOf(Files.readAllBytes(path), BODY_AT));
        refusedForged(
                Reason.CORRUPT_HEADER, block -> block.putLong(BODY_SIZE_AT, 0).putLong(FILE_SIZE_AT, BODY_AT));
    }

    @Test
    void filesThatOthersMayWrite() throws IOException {
        for (String mode : new String[] {"rw--w----", "rw-----w-", "rwxrwxrwx"}) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
            refused(Reason.INSECURE_PATH);
        }
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));
        SharedLong.attach(path).close();
    }

    @Test
    void symbolicLinksToWholeFiles() throws IOException {
        Path real = tandem.path().resolve("real");
        Files.move(path, real);
        Files.createSymbolicLink(path, real);
        assertEquals("a symbolic link", refused(Reason.INSECURE_PATH).found());
    }

    @Test
    void directoriesThatAreNoneOrDamaged(@TempDir Path parent) throws IOException {
        Path directory = Files.createDirectory(parent.resolve("directory"));
        Path link = Files.createSymbolicLink(parent.resolve("link"), directory);
        assertRefusedDirectory(Reason.INSECURE_PATH, link, link);
        Path file = Files.createFile(parent.resolve("file"));
        assertRefusedDirectory(Reason.NOT_A_DIRECTORY, file, file);
        Path registry = Files.writeString(directory.resolve(".participants"), "no registry".repeat(200));
        assertRefusedDirectory(Reason.BAD_MAGIC, registry, directory);
        Files.delete(registry);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertRefusedDirectory(Reason.INSECURE_PATH, directory, directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        Tandem.open(directory).close();
    }

    private static void assertRefusedDirectory(Reason reason, Path named, Path directory) {
        SharedFileException refusal = assertThrows(SharedFileException.class, () -> Tandem.open(directory));
        assertEquals(reason + " " + named, refusal.reason() + " " + refusal.path());
    }
}
