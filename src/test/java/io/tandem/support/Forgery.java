package io.tandem.support;

import io.tandem.file.FileLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/** Files that no version of Tandem wrote: a changed header under a valid checksum. */
public final class Forgery {
    private Forgery() {}

    public static void header(Path file, Consumer<ByteBuffer> change) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer block = ByteBuffer.allocate(FileLayout.HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            channel.read(block, 0);
            change.accept(block);
            CRC32C crc = new CRC32C();
            crc.update(block.array(), 0, FileLayout.CHECKSUM_AT);
            block.putInt(FileLayout.CHECKSUM_AT, (int) crc.getValue());
            channel.write(block.clear(), 0);
        }
    }

    /** Makes an array file longer without taking memory for it, which Tandem itself never does. */
    public static void lengthen(Path file, long count, int elementBytes) throws IOException {
        long body = count * elementBytes;
        header(
                file,
                block -> block.putLong(FileLayout.COUNT_AT, count)
                        .putLong(FileLayout.BODY_SIZE_AT, body)
                        .putLong(FileLayout.FILE_SIZE_AT, FileLayout.BODY_AT + body));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(1), FileLayout.BODY_AT + body - 1);
        }
    }
}
