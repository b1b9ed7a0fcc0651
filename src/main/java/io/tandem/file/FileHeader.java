package io.tandem.file;

import static io.tandem.file.FileLayout.*;

import io.tandem.file.SharedFileException.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;

/**
 * The immutable header block of one file, read once at attach and kept in final fields.
 *
 * @param layout hash of the kind's layout
 * @param boot boot id of the machine when the file was made; two zeros where the system has none
 */
public record FileHeader(
        String kind, long layout, long fileBytes, long bodyBytes, long count, UUID uuid, UUID boot, String type) {

    static FileHeader of(FileSpec spec, UUID boot) {
        Kind kind = spec.kind();
        return new FileHeader(
                kind.name(),
                kind.layoutHash(),
                spec.fileBytes(),
                spec.bodyBytes(),
                spec.count(),
                UUID.randomUUID(),
                boot,
                spec.type());
    }

    ByteBuffer encode() {
        ByteBuffer block = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        block.putLong(MAGIC_AT, MAGIC).putInt(BYTE_ORDER_AT, BYTE_ORDER).putInt(VERSION_AT, VERSION);
        block.put(KIND_AT, bytes(kind, KIND_BYTES));
        block.putLong(LAYOUT_AT, layout).putLong(FILE_SIZE_AT, fileBytes).putLong(BODY_SIZE_AT, bodyBytes);
        block.putLong(COUNT_AT, count);
        putUuid(block, UUID_AT, uuid);
        putUuid(block, BOOT_ID_AT, boot);
        byte[] typeBytes = bytes(type, TYPE_BYTES);
        block.putInt(TYPE_LENGTH_AT, typeBytes.length).put(TYPE_AT, typeBytes);
        return block.putInt(CHECKSUM_AT, checksum(block));
    }

    /** Reads and checks a header block; {@code size} is how long the file really is. Order matters: see NOTES. */
    static FileHeader decode(Path path, ByteBuffer block, long size) {
        if (size < BODY_AT) {
            boolean foreign = size >= Long.BYTES && block.getLong(MAGIC_AT) != MAGIC;
            throw foreign ? badMagic(path, block) : truncated(path, "at least " + BODY_AT + " bytes", size);
        }
        if (block.getLong(MAGIC_AT) != MAGIC) {
            throw badMagic(path, block);
        }
        int order = block.getInt(BYTE_ORDER_AT);
        if (order == Integer.reverseBytes(BYTE_ORDER)) {
            throw refusal(Reason.BYTE_ORDER, path, "little endian", "big endian");
        }
        if (block.getInt(VERSION_AT) != VERSION) {
            throw refusal(Reason.VERSION_MISMATCH, path, "format " + VERSION, "format " + block.getInt(VERSION_AT));
        }
        if (block.getInt(CHECKSUM_AT) != checksum(block)) {
            throw refusal(
                    Reason.CORRUPT_HEADER,
                    path,
                    "checksum " + Integer.toHexString(checksum(block)),
                    "checksum " + Integer.toHexString(block.getInt(CHECKSUM_AT)));
        }
        FileHeader header = new FileHeader(
                text(block, KIND_AT, KIND_BYTES),
                block.getLong(LAYOUT_AT),
                block.getLong(FILE_SIZE_AT),
                block.getLong(BODY_SIZE_AT),
                block.getLong(COUNT_AT),
                getUuid(block, UUID_AT),
                getUuid(block, BOOT_ID_AT),
                text(block, TYPE_AT, Math.max(0, Math.min(TYPE_BYTES, block.getInt(TYPE_LENGTH_AT)))));
        header.requireSizes(path, size);
        return header;
    }

    private void requireSizes(Path path, long size) {
        if (bodyBytes < 0 || count < 0 || fileBytes < BODY_AT || fileBytes - BODY_AT != bodyBytes) {
            throw refusal(
                    Reason.CORRUPT_HEADER,
                    path,
                    "sizes that agree",
                    "file size " + fileBytes + ", body size " + bodyBytes + ", count " + count);
        }
        if (size < fileBytes) {
            throw truncated(path, fileBytes + " bytes, as its header says", size);
        }
        if (size > fileBytes) {
            throw refusal(Reason.WRONG_SIZE, path, fileBytes + " bytes, as its header says", size + " bytes");
        }
    }

    void requireKind(Path path, Kind expected) {
        if (!kind.equals(expected.name())) {
            throw refusal(Reason.WRONG_KIND, path, "kind " + expected.name(), "kind " + kind);
        }
        if (layout != expected.layoutHash()) {
            throw refusal(
                    Reason.LAYOUT_MISMATCH,
                    path,
                    "layout " + Long.toHexString(expected.layoutHash()),
                    "layout " + Long.toHexString(layout));
        }
        if (count > bodyBytes || expected.bodySize().applyAsLong(count) != bodyBytes) {
            throw refusal(Reason.CORRUPT_HEADER, path, "room for count " + count, "body size " + bodyBytes);
        }
    }

    private static SharedFileException refusal(Reason reason, Path path, String expected, String found) {
        return new SharedFileException(reason, path, expected, found);
    }

    private static SharedFileException truncated(Path path, String expected, long size) {
        return refusal(Reason.TRUNCATED, path, expected, size == 0 ? "an empty file" : size + " bytes");
    }

    private static SharedFileException badMagic(Path path, ByteBuffer block) {
        return refusal(Reason.BAD_MAGIC, path, Long.toHexString(MAGIC), Long.toHexString(block.getLong(MAGIC_AT)));
    }

    private static int checksum(ByteBuffer block) {
        return Checksum.of(block.array(), CHECKSUM_AT);
    }

    private static byte[] bytes(String text, int limit) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > limit) {
            throw new IllegalArgumentException("\"" + text + "\" is longer than " + limit + " bytes in UTF-8");
        }
        return bytes;
    }

    private static String text(ByteBuffer block, int at, int limit) {
        int length = 0;
        while (length < limit && block.get(at + length) != 0) {
            length++;
        }
        return new String(block.array(), at, length, StandardCharsets.UTF_8);
    }

    private static void putUuid(ByteBuffer block, int at, UUID uuid) {
        block.putLong(at, uuid.getMostSignificantBits()).putLong(at + Long.BYTES, uuid.getLeastSignificantBits());
    }

    private static UUID getUuid(ByteBuffer block, int at) {
        return new UUID(block.getLong(at), block.getLong(at + Long.BYTES));
    }
}
