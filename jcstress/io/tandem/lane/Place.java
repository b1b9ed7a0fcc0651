package io.tandem.lane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/** Where the lanes of {@link LaneStress} lie. Regions are used again, with what the last user left in them. */
enum Place {
    /** One mapping for all. */
    MEMORY,
    /** A file without a name, one mapping for the producer and one for the consumers. */
    FILE;

    private static final int CAPACITY = LaneLayout.LEAST_CAPACITY;
    private static final int BYTES = LaneLayout.DATA_AT + CAPACITY;
    private static final int AT_ONCE = 256;

    private static final AtomicInteger TURN = new AtomicInteger();

    private final Queue<Region> free = new ConcurrentLinkedQueue<>();

    /** Room for one lane, seen by both sides. */
    record Region(Place place, Lane producer, Lane consumers) {
        void giveBack() {
            place.free.add(this);
        }
    }

    /** Each in turn. */
    static Place next() {
        return TURN.getAndIncrement() % 2 == 0 ? MEMORY : FILE;
    }

    /** An empty lane at position 0. */
    Region take() {
        Region region = free.poll();
        while (region == null) {
            addMore();
            region = free.poll();
        }
        region.producer.headRelease(0);
        region.producer.markRelease(0);
        region.producer.headerRelease(0, 0);
        return region;
    }

    private void addMore() {
        ByteBuffer[] sides = this == FILE ? mapTwice(AT_ONCE * BYTES) : sameTwice(AT_ONCE * BYTES);
        for (int i = 0; i < AT_ONCE; i++) {
            free.add(new Region(this, lane(sides[0], i * BYTES), lane(sides[1], i * BYTES)));
        }
    }

    private static Lane lane(ByteBuffer memory, int at) {
        long words = BufferUtil.address(memory) + at;
        return new Lane(memory, words, new UnsafeBuffer(memory, at + LaneLayout.DATA_AT, CAPACITY));
    }

    private static ByteBuffer[] sameTwice(int bytes) {
        ByteBuffer memory = ByteBuffer.allocateDirect(bytes + Long.BYTES).alignedSlice(Long.BYTES);
        return new ByteBuffer[] {memory, memory};
    }

    private static ByteBuffer[] mapTwice(int bytes) {
        try {
            Path file = Files.createTempFile(Path.of("/dev/shm"), "lanes", "");
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                return new ByteBuffer[] {
                    channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes),
                    channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes)
                };
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
