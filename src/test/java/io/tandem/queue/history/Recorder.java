package io.tandem.queue.history;

import io.tandem.queue.history.Operation.Kind;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Notes the operations of one thread in a mapped file, the call before it and the end after it, so that the file is right even if the
 * JVM is killed.
 */
final class Recorder {
    private static final int WORDS = 4;
    private static final int CALL = 0;
    private static final int END = 1;
    private static final int KIND = 2;
    private static final int VALUE = 3;

    private final LongBuffer words;
    private int at;

    /** Creates the file, with room for so many operations. */
    Recorder(Path file, int operations) {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            words = map(channel, FileChannel.MapMode.READ_WRITE, (long) operations * WORDS * Long.BYTES);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static LongBuffer map(FileChannel channel, FileChannel.MapMode mode, long bytes) throws IOException {
        return channel.map(mode, 0, bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
    }

    /** How many more operations there is room for. */
    int room() {
        return (words.capacity() - at) / WORDS;
    }

    /** What comes after this call is not done before the stamp: the fence waits for the store of the stamp. */
    void call(Kind kind, long value) {
        words.put(at + KIND, kind.ordinal());
        words.put(at + VALUE, value);
        words.put(at + CALL, System.nanoTime());
        VarHandle.fullFence();
    }

    /** It turned out to be of this kind, with this value; what it stored is visible before the stamp. */
    void end(Kind kind, long value) {
        VarHandle.fullFence();
        words.put(at + KIND, kind.ordinal());
        words.put(at + VALUE, value);
        words.put(at + END, System.nanoTime());
        at += WORDS;
    }

    /** What the recorder of this file noted; whether it still runs or was killed does not matter. */
    static List<Operation> read(Path file) throws IOException {
        List<Operation> operations = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            LongBuffer words = map(channel, FileChannel.MapMode.READ_ONLY, channel.size());
            for (int at = 0; at < words.capacity() && words.get(at + CALL) != 0; at += WORDS) {
                long end = words.get(at + END);
                operations.add(new Operation(
                        Kind.values()[(int) words.get(at + KIND)],
                        words.get(at + VALUE),
                        words.get(at + CALL),
                        end == 0 ? Operation.PENDING : end));
            }
        }
        return operations;
    }
}
